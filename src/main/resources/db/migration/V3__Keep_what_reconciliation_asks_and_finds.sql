-- Facts that only Twilio's REST API, or whoever asks for a reconciliation, can tell of a leg.
alter table call_leg
    add column mapped_case_id text collate "C",
    add column created_at     timestamptz;

-- A reconciliation: what to compare with Twilio, how far it is, and who is at it.
create table reconciliation (
    id           text collate "C" not null,
    -- Who asked for it; null for the scheduled one.
    subject      text,
    -- Numbers the scheduled ones, so that replicas make one and not several.
    slot         bigint,
    from_at      timestamptz      not null,
    to_at        timestamptz      not null,
    dry_run      boolean          not null,
    status       text collate "C" not null,
    -- Where it goes on: account, list and page.
    position     json             not null,
    checked      bigint           not null default 0,
    requests     bigint           not null default 0,
    -- Of attempts that failed in a row.
    attempts     integer          not null default 0,
    last_error   text,
    due_at       timestamptz      not null,
    leased_by    text,
    leased_until timestamptz,
    created_at   timestamptz      not null,
    updated_at   timestamptz      not null,
    finished_at  timestamptz,
    constraint reconciliation_pk primary key (id),
    constraint reconciliation_once_per_slot unique (slot),
    constraint reconciliation_status_known check (status in ('running', 'completed', 'failed', 'cancelled'))
);
create index reconciliation_running on reconciliation (due_at) where status = 'running';

-- Which case a call is of, where no callback told: by the call's sid, or by the number at its other end.
create table reconciliation_mapping (
    reconciliation_id text collate "C" not null,
    key               text collate "C" not null,
    case_id           text collate "C" not null,
    constraint reconciliation_mapping_pk primary key (reconciliation_id, key),
    constraint reconciliation_mapping_of foreign key (reconciliation_id) references reconciliation on delete cascade
);

-- What differed, call by call.
create table reconciliation_finding (
    reconciliation_id text collate "C" not null,
    call_sid          text collate "C" not null,
    finding           text collate "C" not null,
    outcome           text collate "C" not null,
    unassigned        boolean          not null,
    constraint reconciliation_finding_pk primary key (reconciliation_id, call_sid),
    constraint reconciliation_finding_of foreign key (reconciliation_id) references reconciliation on delete cascade,
    constraint reconciliation_finding_known check (finding in ('missing', 'stale')),
    constraint reconciliation_finding_outcome_known check (outcome in ('found', 'repaired', 'failed'))
);

-- When to ask Twilio again about a call that is not over here and that Twilio says is not over, or does not know.
create table call_inquiry (
    call_sid text collate "C" not null,
    asked    integer          not null,
    due_at   timestamptz      not null,
    constraint call_inquiry_pk primary key (call_sid)
);

-- Parameters that are no longer kept (retention): the row stays, so that the same callback again is known.
alter table twilio_callback add column pruned_at timestamptz;
