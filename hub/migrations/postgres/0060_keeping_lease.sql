-- What becomes of letters in time is one process's work at a time, like the journal's integration.
insert into journal_lease (name, holder, token, until) values ('keeping', '', 0, 0);
