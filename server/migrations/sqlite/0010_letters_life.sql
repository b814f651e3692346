-- What becomes of a letter after it was collected, or when it never is.

-- The statements that the hub is due, in their order: a letter can have several of them.
create table statements_waiting (
    entry integer primary key,
    number text not null,
    id blob not null,
    text text not null,
    signature blob not null,
    unique (number, id, text)
) strict;
insert into statements_waiting (number, id, text, signature) select number, id, text, signature from statements_due;
drop table statements_due;
alter table statements_waiting rename to statements_due;

alter table received add column answers text;      -- JSON list, what this office has answered; the last one counts
alter table received add column answered_by text;
alter table received add column withdrawal text;   -- JSON, the sender's word that it was taken back
alter table received add column settled integer not null default 0; -- the sender has acted on the answer
alter table received add column non_delivery text; -- JSON, the hub's notice that it was never collected

alter table sent add column withdrawal text;       -- JSON, our word that it was taken back
alter table sent add column uncollected text;      -- JSON list, when the hub told that it lies there
alter table sent add column non_delivery text;     -- JSON, the hub's notice that it was never collected
