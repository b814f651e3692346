-- What is told of a letter while its entries are being proved is proved as well.
alter table proofs_due add column told integer not null default 0;
