set lock_timeout = 0;
-- The legs to ask Twilio about. What an attempt that was broken off has left is of no use.
drop index concurrently if exists call_leg_not_over;
create index concurrently call_leg_not_over on call_leg (call_sid)
    where status is null or status in ('initiated', 'ringing', 'in_progress');
set lock_timeout = '2s';
