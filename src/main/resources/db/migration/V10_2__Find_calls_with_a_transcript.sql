set lock_timeout = 0;
-- No index can tell of a column whether it is null without holding all of it, but by the calls that it has.
drop index concurrently if exists phone_call_with_transcript;
create index concurrently phone_call_with_transcript on phone_call (case_id, created_at, id)
    include (status, direction, institution_contact_id, called_by, to_number, from_number, started_at, duration_seconds,
        recording_status, recording_deleted_at)
    where transcript is not null;
set lock_timeout = '2s';
