-- Up to which number a mailbox's letters are forgotten, and when the last of them was left.
alter table mailboxes add column forgotten bigint not null default 0;
alter table mailboxes add column forgotten_left bigint not null default 0;
