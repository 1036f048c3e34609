set lock_timeout = 0;
-- What an attempt that was broken off has left is of no use.
drop index concurrently if exists call_leg_by_from_number;
create index concurrently call_leg_by_from_number on call_leg (from_number, call_sid);
drop index concurrently if exists call_leg_by_to_number;
create index concurrently call_leg_by_to_number on call_leg (to_number, call_sid);

-- Callbacks that name no call, as long as they say anything.
drop index concurrently if exists twilio_callback_unlinked;
create index concurrently twilio_callback_unlinked on twilio_callback (id) where call_sid is null and pruned_at is null;
drop index concurrently if exists twilio_callback_by_transcript;
create index concurrently twilio_callback_by_transcript on twilio_callback (transcript_sid) where transcript_sid is not null;

drop index concurrently if exists phone_call_to_prune;
create index concurrently phone_call_to_prune on phone_call (kept, (coalesce(ended_at, created_at)), id) where kept > 0;

drop index concurrently if exists duration_change_by_call;
create index concurrently duration_change_by_call on duration_change (phone_call_id);
drop index concurrently if exists transcript_fetch_by_call;
create index concurrently transcript_fetch_by_call on transcript_fetch (call_sid) where call_sid is not null;

drop index concurrently if exists placement_by_to_number;
create index concurrently placement_by_to_number on placement ((request->>'to_number'));
drop index concurrently if exists placement_by_from_number;
create index concurrently placement_by_from_number on placement ((request->>'from_number'));

drop index concurrently if exists reconciliation_mapping_by_key;
create index concurrently reconciliation_mapping_by_key on reconciliation_mapping (key);
drop index concurrently if exists reconciliation_finding_by_call;
create index concurrently reconciliation_finding_by_call on reconciliation_finding (call_sid);
set lock_timeout = '2s';
