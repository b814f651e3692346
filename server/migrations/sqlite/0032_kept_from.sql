-- The hub's signed word on the lowest number that an office's mailbox is kept from, as this server has believed it.
create table kept_from (
    number text not null primary key references offices (number),
    text text not null,
    signature blob not null
) strict;
