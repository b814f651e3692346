-- What becomes of a letter after its deposit, by itself and in time.

-- The moment at which something is to be done about it; 0 where nobody has looked yet.
alter table letters add column due bigint not null default 0;
-- When its sender was told that it lies uncollected.
alter table letters add column told_5 bigint;
alter table letters add column told_20 bigint;
-- When its sealed octets were deleted.
alter table letters add column deleted bigint;
-- The hub's notice that it was never collected.
alter table letters add column notice text;
alter table letters add column notice_signature blob;
-- The later letter by which its sender has acted on the answer.
alter table letters add column replaced_by blob;
create index letters_by_due on letters (due);

-- Which office may act for which other one.
create table mandates (
    id        blob   not null primary key,
    office    text   not null references offices (number),
    agent     text   not null references offices (number),
    -- `send`, `receive`, or both with a space between them.
    scope     text   not null,
    valid_from  bigint not null,
    valid_until bigint not null,
    text      text   not null,
    signature blob   not null,
    given     bigint not null,
    revoked   bigint
);
create index mandates_by_office on mandates (office);
create index mandates_by_agent on mandates (agent);

-- What the operator has to say to all offices.
create table announcements (
    number      integer not null primary key,
    kind        text    not null,
    text        text    not null,
    text_en     text    not null,
    shown_from  bigint  not null,
    shown_until bigint  not null
);
