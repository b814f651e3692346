-- 利用申請 of this server's offices; the token is under the master key.
create table applications (
    number       text    not null primary key references offices (number),
    hub_public   text    not null,
    id           text    not null,
    token_sealed blob    not null,
    state        text    not null,
    reason       text,
    applied      integer not null,
    decided      integer
) strict;
