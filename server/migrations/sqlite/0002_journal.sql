-- What the office knows of the hub's journal, and what does not fit.

alter table offices add column contiguous integer not null default 0;    -- mailbox numbers up to here are all there
alter table offices add column entries_next integer not null default 0;  -- the journal's entries about the office are looked through up to here

alter table received add column statement text;              -- what this office has stated about it
alter table received add column statement_signature blob;

-- Every checkpoint that was seen, in the order in which it was.
create table checkpoints (
    seen integer primary key,
    number text not null,
    size integer not null,
    root blob not null,
    time integer not null,                -- the hub's
    text text not null,
    signature blob not null,
    unique (number, size, root)
) strict;

-- Letters whose entries in the journal are to be proved.
create table proofs_due (
    number text not null,
    id blob not null,
    asked integer not null default 0,     -- how often the hub was asked in vain
    unsigned integer not null default 0,  -- collected, the hub says; the receiver's word is missing
    primary key (number, id)
) strict;

-- A letter's entries in the journal, each with its proof and the checkpoint that the proof leads to.
create table proofs (
    number text not null,
    id blob not null,
    position integer not null,
    hash blob not null,
    entry text not null,
    path text not null,                   -- the proof, JSON
    checkpoint text not null,
    checkpoint_signature blob not null,
    primary key (number, id, hash)
) strict;

-- Checkpoints out of partners' letters, until they have been held against ours.
create table heard (
    number text not null,
    id blob not null,                     -- the letter
    text text not null,
    signature blob not null,
    asked integer not null default 0,
    primary key (number, id)
) strict;

-- Every card that the office has made, as a digest of its text.
create table own_cards (
    number text not null,
    sha256 blob not null,
    made integer not null,
    primary key (number, sha256)
) strict;

-- What does not fit. The same is raised once.
create table alarms (
    alarm integer primary key,
    number text not null,
    kind text not null,
    subject text not null,
    id blob,                              -- the letter, if it is about one
    evidence text,                        -- JSON, for whoever must show it to others
    raised integer not null,
    acknowledged integer,
    acknowledged_by text,
    unique (number, kind, subject)
) strict;
create index alarms_open on alarms (number) where acknowledged is null;
