set lock_timeout = 0;
-- What an attempt that was broken off has left is of no use.
drop index concurrently if exists twilio_callback_by_parent;
create index concurrently twilio_callback_by_parent on twilio_callback (parent_call_sid) where parent_call_sid is not null;
set lock_timeout = '2s';
