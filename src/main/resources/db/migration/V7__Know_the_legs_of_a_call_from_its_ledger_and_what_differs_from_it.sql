lock table call_leg in access exclusive mode;

-- The leg that dialled the one that a callback speaks of: with it, a call's legs are found from the ledger alone, and also
-- when the callback's parameters are no longer kept.
alter table twilio_callback add column parent_call_sid text collate "C";

-- A rebuild that changed something is told in the call's history. Not valid: reading the whole table would lock it.
alter table call_event
    drop constraint call_event_kind_known,
    add constraint call_event_kind_known check
        (kind in ('duplicate', 'edit', 'playback', 'move', 'fold', 'fetch', 'rebuild')) not valid;

-- Calls that a check has found to differ from what the ledger says of them, until they no longer do.
create table record_difference (
    -- Of the record or, where a call has none, its CallSid.
    id          text collate "C" not null,
    call_sid    text collate "C" not null,
    differences json             not null,
    found_at    timestamptz      not null,
    constraint record_difference_pk primary key (id)
);

-- How far the service's own check is: in its walk over all records, and in what was said since. Whoever goes on with it
-- takes it before it is due again.
create table record_check (
    name     text collate "C" not null,
    -- Id of the last record, or of the last line of the ledger, that it has looked at.
    position text collate "C" not null,
    due_at   timestamptz      not null,
    constraint record_check_pk primary key (name)
);
insert into record_check (name, position, due_at) values ('records', '', now()), ('news', '', now());
