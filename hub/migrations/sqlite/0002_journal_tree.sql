-- The journal becomes a tree. An entry waits, without a position, until the sequencer has given it one;
-- the entries of before wait again, in their order, because no checkpoint was ever signed over them.
create table journal_entries (
    ticket   integer not null primary key,
    position bigint,
    hash     blob    not null,
    entry    text,
    time     bigint  not null,
    -- Whom it is about, and may therefore read it.
    office   text,
    other    text,
    letter   blob,
    -- The operator's record whose digest stands in the entry.
    record   text
);
insert into journal_entries (ticket, hash, entry, time)
select position + 1, hash, entry, time from journal_leaves order by position;
drop table journal_leaves;
create unique index journal_entries_by_position on journal_entries (position) where position is not null;
create index journal_entries_waiting on journal_entries (ticket) where position is null;
create index journal_entries_by_hash on journal_entries (hash);
create index journal_entries_by_letter on journal_entries (letter, position) where letter is not null;
create index journal_entries_by_office on journal_entries (office, position) where letter is null;

-- The complete nodes above the leaves; a leaf's own hash stands with its entry.
create table journal_nodes (
    level  bigint not null,
    number bigint not null,
    hash   blob   not null,
    primary key (level, number)
);

-- Every checkpoint that was signed, with the fencing token under which it was.
create table journal_checkpoints (
    size      bigint not null primary key,
    root      blob   not null,
    text      text   not null,
    signature blob   not null,
    time      bigint not null,
    token     bigint not null
);

-- Who integrates new entries: one process at a time. Each new holder has a higher token.
create table journal_lease (
    name   text   not null primary key,
    holder text   not null,
    token  bigint not null,
    until  bigint not null
);
insert into journal_lease (name, holder, token, until) values ('sequencer', '', 0, 0);
