-- Facts in, record out (docs/adr/0002): twilio_callback is the append-only ledger; call_leg and call_recording hold what
-- the ledger says of each leg and recording; phone_call is computed from them, and is all that a reader touches.
--
-- Sids, case ids and ULIDs compare byte by byte (collate "C"): it is their order, and the cursor's.

create table twilio_callback (
    id              text collate "C" not null,
    kind            text collate "C" not null,
    account_sid     text collate "C",
    call_sid        text collate "C",
    recording_sid   text collate "C",
    -- Path and query as they were signed; the query carries our own case_id, institution_contact_id and called_by.
    request_target  text             not null,
    -- Every form field, repeated names included. json and not jsonb: jsonb refuses U+0000, and a signed form may hold it.
    parameters      json             not null,
    -- SHA-256 of what was said: kind, request target and parameters.
    digest          bytea            not null,
    outcome         text collate "C" not null,
    received_at     timestamptz      not null,
    constraint twilio_callback_pk primary key (id),
    constraint twilio_callback_said_once unique (digest),
    constraint twilio_callback_outcome_known check (outcome in ('applied', 'stale', 'unassigned', 'unlinked'))
);
create index twilio_callback_by_call on twilio_callback (call_sid, id);

create table call_leg (
    call_sid               text collate "C" not null,
    -- The business call this leg belongs to: its own call_sid unless it descends from another leg.
    root_call_sid          text collate "C" not null,
    parent_call_sid        text collate "C",
    account_sid            text collate "C",
    from_number            text collate "C",
    to_number              text collate "C",
    direction              text collate "C",
    status                 text collate "C",
    tried_at               timestamptz,
    answered_at            timestamptz,
    ended_at               timestamptz,
    duration_seconds       integer,
    case_id                text collate "C",
    institution_contact_id text collate "C",
    called_by              text collate "C",
    constraint call_leg_pk primary key (call_sid)
);
create index call_leg_by_root on call_leg (root_call_sid);

create table call_recording (
    recording_sid    text collate "C" not null,
    call_sid         text collate "C" not null,
    account_sid      text collate "C",
    status           text collate "C",
    started_at       timestamptz,
    duration_seconds integer,
    channels         integer,
    source_url       text collate "C",
    constraint call_recording_pk primary key (recording_sid, call_sid)
);
create index call_recording_by_call on call_recording (call_sid);

create table phone_call (
    id                         text collate "C" not null,
    twilio_call_sid            text collate "C" not null,
    account_sid                text collate "C",
    case_id                    text collate "C",
    institution_contact_id     text collate "C",
    to_number                  text collate "C",
    from_number                text collate "C",
    status                     text collate "C" not null,
    direction                  text collate "C" not null,
    duration_seconds           integer,
    started_at                 timestamptz,
    ended_at                   timestamptz,
    recording_sid              text collate "C",
    recording_status           text collate "C",
    recording_duration_seconds integer,
    transcript                 text,
    summary                    text,
    action_items               jsonb            not null default '[]',
    called_by                  text collate "C",
    notes                      text,
    created_at                 timestamptz      not null,
    updated_at                 timestamptz      not null,
    constraint phone_call_pk primary key (id),
    constraint phone_call_once_per_call_sid unique (twilio_call_sid),
    constraint phone_call_id_is_ulid check (id ~ '^[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
    constraint phone_call_case_id_is_ulid check (case_id ~ '^[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
    constraint phone_call_status_known check (status in
        ('initiated', 'ringing', 'in_progress', 'completed', 'failed', 'no_answer', 'busy', 'cancelled')),
    constraint phone_call_direction_known check (direction in ('outbound', 'inbound')),
    constraint phone_call_recording_status_known check (recording_status in
        ('in_progress', 'completed', 'absent', 'failed')),
    constraint phone_call_duration_not_negative check (duration_seconds >= 0)
);

-- One index for every sort, alone and behind each filter; each is read forwards for asc and backwards for desc.
-- Both filters together use the institution's index: one contact of one case has few calls.
create index phone_call_by_created on phone_call
    (case_id, created_at, id) where case_id is not null;
create index phone_call_by_duration on phone_call
    (case_id, coalesce(duration_seconds, 0), id) where case_id is not null;
create index phone_call_by_status_created on phone_call
    (case_id, status, created_at, id) where case_id is not null;
create index phone_call_by_status_duration on phone_call
    (case_id, status, coalesce(duration_seconds, 0), id) where case_id is not null;
create index phone_call_by_institution_created on phone_call
    (case_id, institution_contact_id, created_at, id) where institution_contact_id is not null;
create index phone_call_by_institution_duration on phone_call
    (case_id, institution_contact_id, coalesce(duration_seconds, 0), id) where institution_contact_id is not null;

-- A walk by duration must not lose a call whose duration arrives on the way (docs/adr/0003): each change of a sort
-- value is numbered within its case, and a cursor carries the number it started at.
create table case_version (
    case_id text collate "C" not null,
    version bigint           not null,
    constraint case_version_pk primary key (case_id)
);
create table duration_change (
    case_id       text collate "C" not null,
    version       bigint           not null,
    phone_call_id text collate "C" not null,
    was_seconds   integer          not null,
    constraint duration_change_pk primary key (case_id, version, phone_call_id)
);
