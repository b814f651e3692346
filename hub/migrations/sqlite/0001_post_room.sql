-- The post room. Times are milliseconds since 1970, ids and digests are blobs,
-- and whoever receives stands first in every key, so that a mailbox lies together.

-- The register of offices. Codes of service types are joined by a space.
create table offices (
    number        text   not null primary key,
    name          text   not null,
    telephone     text,
    service_types text   not null,
    active_from   bigint not null,
    active_until  bigint not null,
    suspended     bigint,
    registered    bigint not null
);

-- The counters of an office: letters received and sent, and changes of any of them.
create table mailboxes (
    number   text   not null primary key references offices (number),
    received bigint not null,
    sent     bigint not null,
    cursor   bigint not null
);

-- Which certificate may act for which office. One certificate may serve several.
create table certificates (
    fingerprint blob   not null,
    number      text   not null references offices (number),
    certificate blob   not null,
    not_after   bigint not null,
    registered  bigint not null,
    revoked     bigint,
    primary key (fingerprint, number)
);
create index certificates_by_office on certificates (number);

-- Every card that an office has published; the highest version counts.
create table cards (
    number    text   not null references offices (number),
    version   bigint not null,
    text      text   not null,
    signature blob   not null,
    stored    bigint not null,
    primary key (number, version)
);

-- The letters. A body of up to 64 KiB stands in the row, last, so that lists never read it.
create table letters (
    recipient         text   not null,
    sequence          bigint not null,
    id                blob   not null,
    sender            text   not null,
    sender_sequence   bigint not null,
    recipient_changed bigint not null,
    sender_changed    bigint not null,
    state             text   not null,
    since             bigint not null,
    deposited         bigint not null,
    collected         bigint,
    label_sha256      blob   not null,
    stored_sha256     blob   not null,
    body_size         bigint not null,
    label             text   not null,
    receipt           text   not null,
    receipt_signature blob   not null,
    manifest          blob   not null,
    body              blob,
    primary key (recipient, sequence)
);
create unique index letters_by_id on letters (id);
create unique index letters_by_sender on letters (sender, sender_sequence);
create index letters_by_recipient_change on letters (recipient, recipient_changed);
create index letters_by_sender_change on letters (sender, sender_changed);

-- Larger bodies, in pieces of 256 KiB, so that a range reads only what it needs.
create table body_pieces (
    recipient text   not null,
    sequence  bigint not null,
    piece     bigint not null,
    octets    blob   not null,
    primary key (recipient, sequence, piece)
);

-- What the receiving office has stated about a letter, oldest first.
create table statements (
    recipient text   not null,
    sequence  bigint not null,
    statement bigint not null,
    act       text   not null,
    text      text   not null,
    signature blob   not null,
    stored    bigint not null,
    primary key (recipient, sequence, statement)
);

-- The journal's leaves in their order. The entry may go one day; its hash stays.
create table journal_leaves (
    position bigint not null primary key,
    hash     blob   not null,
    entry    text,
    time     bigint not null
);

-- The hub's audit: what was refused, to which certificate. Never a name of a person.
create table refusals (
    refusal      integer not null primary key,
    time         bigint  not null,
    code         text    not null,
    route        text    not null,
    fingerprint  blob,
    claimed_from text,
    claimed_to   text
);
