set lock_timeout = 0;
drop index concurrently if exists phone_call_by_colour;
create index concurrently phone_call_by_colour on phone_call (colour, id);
