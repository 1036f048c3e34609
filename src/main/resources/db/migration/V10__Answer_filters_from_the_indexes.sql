set lock_timeout = 0;
-- The calls of a case in the order of each sort, with what a list can be filtered by: which calls match, and how many, is
-- told by an index alone, without the calls, which are as large as what was said. What an attempt that was broken off has
-- left is of no use.
drop index concurrently if exists phone_call_by_created_with_filters;
create index concurrently phone_call_by_created_with_filters on phone_call (case_id, created_at, id)
    include (status, direction, institution_contact_id, called_by, to_number, from_number, started_at, recording_status,
        recording_deleted_at)
    where case_id is not null;
drop index concurrently if exists phone_call_by_duration_with_filters;
create index concurrently phone_call_by_duration_with_filters on phone_call (case_id, coalesce(duration_seconds, 0), id)
    include (duration_seconds, created_at, status, direction, institution_contact_id, called_by, to_number, from_number,
        started_at, recording_status, recording_deleted_at)
    where case_id is not null;
set lock_timeout = '2s';
