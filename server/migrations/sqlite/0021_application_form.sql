-- What an office said when it applied, so that it need not say it again, and the chain of a certificate that it brought (PEM).
alter table applications add column certificates text;
alter table applications add column telephone text not null default '';
alter table applications add column email text not null default '';
