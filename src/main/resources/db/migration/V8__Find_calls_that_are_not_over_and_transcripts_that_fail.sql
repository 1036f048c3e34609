set lock_timeout = 0;
-- For the metrics: the calls that are not over, from the oldest, and the transcripts that fail to be fetched. What an
-- attempt that was broken off has left is of no use.
drop index concurrently if exists phone_call_not_over;
create index concurrently phone_call_not_over on phone_call (created_at)
    where status in ('initiated', 'ringing', 'in_progress');
drop index concurrently if exists transcript_fetch_in_trouble;
create index concurrently transcript_fetch_in_trouble on transcript_fetch (state)
    where state = 'failed' or last_error is not null;
set lock_timeout = '2s';
