-- The legs to ask Twilio about. It is built beside the running service, which goes on writing.
create index concurrently call_leg_not_over on call_leg (call_sid)
    where status is null or status in ('initiated', 'ringing', 'in_progress');
