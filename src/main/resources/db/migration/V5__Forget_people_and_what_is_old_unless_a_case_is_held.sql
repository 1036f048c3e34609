lock table call_leg in access exclusive mode;

-- A case whose calls must not be erased, nor age away. A new reason ends the row of the old one: nothing is overwritten.
create table legal_hold (
    id        text collate "C" not null,
    case_id   text collate "C" not null,
    reason    text             not null,
    set_by    text             not null,
    set_at    timestamptz      not null,
    lifted_by text,
    lifted_at timestamptz,
    constraint legal_hold_pk primary key (id),
    constraint legal_hold_lifted_by_somebody check ((lifted_at is null) = (lifted_by is null))
);
create unique index legal_hold_once_per_case on legal_hold (case_id) where lifted_at is null;
create index legal_hold_by_case on legal_hold (case_id, id);

-- That a person's data was erased: who asked, when, how much. Neither number nor name.
create table erasure (
    id                   text collate "C" not null,
    asked_by             text             not null,
    asked_at             timestamptz      not null,
    -- Of the record that was asked for; null where it was a number.
    phone_call_id        text collate "C",
    recordings_at_twilio boolean          not null,
    state                text collate "C" not null,
    finished_at          timestamptz,
    calls                bigint           not null default 0,
    legs                 bigint           not null default 0,
    callbacks            bigint           not null default 0,
    recordings           bigint           not null default 0,
    transcripts          bigint           not null default 0,
    insights             bigint           not null default 0,
    events               bigint           not null default 0,
    placements           bigint           not null default 0,
    constraint erasure_pk primary key (id),
    constraint erasure_state_known check (state in ('running', 'finished', 'stopped'))
);

-- CallSids that were erased. What Twilio still tells of them is counted here, and kept nowhere.
create table erased_call (
    call_sid     text collate "C" not null,
    erasure_id   text collate "C" not null,
    erased_at    timestamptz      not null,
    late         bigint           not null default 0,
    last_late_at timestamptz,
    constraint erased_call_pk primary key (call_sid)
);
create index erased_call_by_erasure on erased_call (erasure_id, call_sid);

-- Recordings that Twilio is to delete.
create table recording_deletion (
    recording_sid text collate "C" not null,
    account_sid   text collate "C",
    call_sid      text collate "C" not null,
    case_id       text collate "C",
    -- The erasure that asked for it; null where the recording has become too old.
    erasure_id    text collate "C",
    state         text collate "C" not null,
    attempts      integer          not null,
    due_at        timestamptz      not null,
    last_error    text,
    created_at    timestamptz      not null,
    constraint recording_deletion_pk primary key (recording_sid),
    constraint recording_deletion_state_known check (state in ('waiting', 'deleted', 'failed'))
);
create index recording_deletion_due on recording_deletion (due_at) where state = 'waiting';
create index recording_deletion_in_trouble on recording_deletion (state) where state = 'failed' or last_error is not null;
create index recording_deletion_by_erasure on recording_deletion (erasure_id) where erasure_id is not null;

-- Facts of their own, which merge like any other: the earlier time stands.
alter table call_recording add column deleted_at timestamptz;
alter table call_leg add column transcripts_pruned_at timestamptz;

-- When the recording that shows was deleted; and what retention has still to look after: 1 the ledger's parameters, 2 transcripts, 4 recordings.
alter table phone_call
    add column recording_deleted_at timestamptz,
    add column kept                 smallint not null default 7;

-- The transcript that a callback announces or brings. What announces one seldom names its call.
alter table twilio_callback add column transcript_sid text collate "C";

-- A placement whose person's data was erased: key and state stay, so that the key places no second call.
alter table placement add column erased_at timestamptz;
