-- Bodies that lie in object storage: the object's name, whose body it is, and a digest of each of its pieces.
-- When the octets' time is over, the object is released, and deleted soon after.
create table objects (
    recipient text   not null,
    sequence  bigint not null,
    object    bytea  not null,
    pieces    bytea  not null,
    released  bigint,
    deleted   bigint,
    primary key (recipient, sequence)
);
create unique index objects_by_object on objects (object);
create index objects_by_release on objects (released) where deleted is null;
