-- Each piece of a larger body with its own digest, so that a range is checked as it is read.
alter table body_pieces add column sha256 bytea;
