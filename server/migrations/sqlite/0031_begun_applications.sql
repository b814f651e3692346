-- An application that is on its way to the hub: kept before the first try, so that a lost answer makes no second one.
create table applications_begun (
    number text not null primary key references offices (number),
    hub_public text not null,
    text text not null,                   -- what was signed, with its id
    signature blob not null,
    certificates text                     -- the chain of a certificate that was brought, PEM
) strict;
