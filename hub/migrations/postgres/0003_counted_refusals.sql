-- A flood of refusals of one kind is recorded as one with a count.
alter table refusals add column times bigint not null default 1;
