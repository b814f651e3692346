-- 利用申請: who asks to take part, and what was decided. The address and telephone number are the office's own.
create table applications (
    id            blob   not null primary key,
    text_sha256   blob   not null unique,
    token_sha256  blob   not null,
    number        text   not null,
    service_types text   not null,
    name          text   not null,
    telephone     text   not null,
    email         text   not null,
    request       blob,
    certificate   blob,
    state         text   not null,
    reason        text,
    applied       bigint not null,
    decided       bigint
);
create index applications_by_state on applications (state, applied);

-- What an office is charged for: every period of its licence.
create table licences (
    number       text   not null references offices (number),
    active_from  bigint not null,
    active_until bigint not null,
    fee_yen      bigint not null,
    campaign     text,
    made         bigint not null,
    primary key (number, active_from)
);
create index licences_by_beginning on licences (active_from, number);

-- Whether the licence is renewed by itself; the office's e-mail address, for the operator.
alter table offices add column renews bigint not null default 0;
alter table offices add column email text;
