-- 代行: offices that another one of this server acts for, and the mandates under which agents have acted on letters.

alter table offices add column agent text references offices (number);  -- the office of this server that acts for it; none acts for itself

-- The mandates that such an office's agent holds, as the hub said last; each was signed by the office that gave it.
create table mandates_held (
    number text not null references offices (number),
    mandate blob not null,
    text text not null,
    signature blob not null,
    primary key (number, mandate)
) strict;

-- The mandates under which agents have acted on a letter, verified.
create table letter_mandates (
    number text not null,
    id blob not null,                     -- the letter
    mandate blob not null,
    office text not null,                 -- that gave it
    text text not null,
    signature blob not null,
    certificate blob not null,            -- the connection certificate that signed it, DER
    revoked integer,                      -- the hub's time, as told
    primary key (number, id, mandate)
) strict;
