set lock_timeout = 0;
-- Those with the filters do what these did.
drop index concurrently if exists phone_call_by_created;
drop index concurrently if exists phone_call_by_duration;
-- An index alone answers for calls that a vacuum has seen: it comes when 2 % are new or have changed, in place of 20 %. What
-- waits for this lock holds up neither readers nor writers.
alter table phone_call set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
set lock_timeout = '2s';
