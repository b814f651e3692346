-- The office's own database.
-- Times are milliseconds since 1970 (UTC), ids are blobs.
-- Nothing here is a plain letter or a plain key: `..._sealed` columns are encrypted under the master key,
-- `manifest` and `body` columns are CMS envelopes.

create table offices (
    number text primary key,
    name text not null,
    service_types text not null,          -- JSON list of codes
    hub_url text not null,
    hub_ca text not null,                 -- PEM
    certificates text,                    -- the connection certificate and its chain, PEM; none until one is imported
    key_sealed blob,                      -- its private key, PKCS#8
    previous_key_sealed blob,             -- the key before it, until it has signed the card that names the new one
    card_facts_sha256 blob,               -- what the card says that the hub has, as a digest
    card text,                            -- that card
    card_signature blob,
    journal text,                         -- the hub's journal as first seen
    journal_key blob,
    inbox_cursor integer not null default 0,
    outbox_cursor integer not null default 0,
    added integer not null
) strict;

-- Every connection certificate that an office ever had: its own archived letters are verified by them.
create table own_certificates (
    number text not null references offices (number),
    certificate blob not null,
    added integer not null,
    primary key (number, certificate)
) strict;

create table sealing_keys (
    number text not null references offices (number),
    certificate blob not null,
    key_sealed blob not null,
    valid_from integer not null,
    valid_until integer not null,
    retired integer,                      -- since when letters are no longer sealed for it; it still opens
    primary key (number, certificate)
) strict;

create table certificate_requests (
    number text not null references offices (number),
    public_key blob not null,             -- SubjectPublicKeyInfo; finds the key again when the certificate comes
    key_sealed blob not null,
    made integer not null,
    primary key (number, public_key)
) strict;

create table staff (
    user text primary key,
    name text not null,
    password_hash text not null,          -- argon2id, PHC string
    added integer not null
) strict;

create table memberships (
    user text not null references staff (user) on delete cascade,
    number text not null references offices (number),
    role text not null,
    primary key (user, number)
) strict;

create table sessions (
    id_sha256 blob primary key,           -- never the id itself: a stolen copy signs nobody in
    user text,
    data text not null,
    made integer not null,
    seen integer not null
) strict;

create table partners (
    number text not null,                 -- this office
    partner text not null,
    entry text not null,                  -- the directory's entry, JSON
    seen integer not null,
    primary key (number, partner)
) strict;

create table cards (
    number text not null,                 -- this office
    partner text not null,
    certificate_sha256 blob not null,     -- of the connection certificate
    certificate blob not null,
    text text not null,
    signature blob not null,
    pinned integer not null,
    replaced integer,                     -- since when another card is in use; its certificate still verifies old letters
    primary key (number, partner, certificate_sha256)
) strict;

create table received (
    number text not null,
    id blob not null,
    sequence integer not null,
    partner text not null,                -- the sender's 事業所番号
    label text not null,
    manifest blob not null,
    receipt text not null,
    receipt_signature blob not null,
    arrived integer not null,
    state text not null,
    since integer not null,
    opened integer,                       -- when a person of this office first opened it
    opened_by text,
    problem text,                         -- JSON, why the collected letter cannot be opened
    body blob,                            -- the archive: the sealed body, once collected
    primary key (number, id)
) strict;
create index received_by_sequence on received (number, sequence);

create table statements_due (
    number text not null,
    id blob not null,
    text text not null,
    signature blob not null,
    primary key (number, id)
) strict;

create table sent (
    number text not null,
    id blob not null,
    sequence integer not null,
    partner text not null,                -- the receiver's 事業所番号
    label text not null,
    manifest blob not null,
    body blob not null,
    time integer not null,
    state text not null,
    since integer not null,
    held_until integer not null,
    attempted integer not null default 0, -- the hub may have it, though no receipt has come
    withdraw integer not null default 0,  -- 送信を取り消す was asked for while the hub was away
    problem text,                         -- JSON, why it failed or still waits
    receipt text,
    receipt_signature blob,
    arrived integer,
    collected integer,
    statements text,                      -- JSON list
    primary key (number, id)
) strict;
create unique index sent_by_sequence on sent (number, sequence);
create index sent_to on sent (number, partner);
create index sent_waiting on sent (number, state) where state in ('held', 'queued') or withdraw = 1;

-- Who did what, when: the office's own audit record.
create table log (
    entry integer primary key,
    time integer not null,
    number text,
    user text,
    act text not null,
    id blob
) strict;
