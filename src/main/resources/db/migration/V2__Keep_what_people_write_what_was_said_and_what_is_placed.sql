-- What a person wrote, and who told what: field -> {source, by, at, value}; value only where a person wrote it. A person's
-- words win over Twilio's facts, so the columns beside are computed from both.
alter table phone_call add column words jsonb not null default '{}';

-- Words as they are, stems and all: PostgreSQL's own English drops "will", which an estate is about.
create text search dictionary callfile_english (template = pg_catalog.snowball, language = 'english');
create text search configuration callfile (copy = pg_catalog.english);
alter text search configuration callfile alter mapping replace pg_catalog.english_stem with callfile_english;

-- A text that is too long for a tsvector (1 MB of words) is found by its beginning: it must not fail the call's facts.
create function phone_call_words(config regconfig, transcript text, summary text, notes text) returns tsvector
    language plpgsql immutable as $$
begin
    return to_tsvector(config, concat_ws(E'\n', transcript, summary, notes));
exception when program_limit_exceeded then
    return to_tsvector(config, concat_ws(E'\n', left(transcript, 30000), left(summary, 30000), left(notes, 30000)));
end
$$;
alter table phone_call add column search tsvector
    generated always as (phone_call_words('callfile', transcript, summary, notes)) stored;
create index phone_call_by_words on phone_call using gin (search);

-- The morning's list: calls with something left to do.
create index phone_call_with_open_action_items on phone_call
    (case_id, created_at, id) where action_items @> '[{"completed": false}]';

-- Calls that wait for a case, in the order of each sort.
create index phone_call_unassigned_by_created on phone_call
    (created_at, id) where case_id is null;
create index phone_call_unassigned_by_duration on phone_call
    (coalesce(duration_seconds, 0), id) where case_id is null;

-- The placement that a leg came from travels in its callback URL: a call is found again by it when its answer was lost.
alter table call_leg add column placement_id text collate "C";
create index call_leg_by_placement on call_leg (placement_id) where placement_id is not null;

create table call_transcription (
    transcription_sid text collate "C" not null,
    call_sid          text collate "C" not null,
    account_sid       text collate "C",
    source            text collate "C" not null,
    recording_sid     text collate "C",
    made_at           timestamptz,
    -- Track or channel -> who speaks there.
    speakers          json             not null,
    utterances        json             not null,
    constraint call_transcription_pk primary key (transcription_sid, call_sid),
    constraint call_transcription_source_known check (source in ('recording', 'real_time', 'intelligence'))
);
create index call_transcription_by_call on call_transcription (call_sid);

create table call_insight (
    -- Sid of the transcript or conversation, and the operator.
    insight_id   text collate "C" not null,
    call_sid     text collate "C" not null,
    kind         text collate "C" not null,
    made_at      timestamptz,
    summary      text,
    action_items json,
    constraint call_insight_pk primary key (insight_id, call_sid),
    constraint call_insight_kind_known check (kind in ('summary', 'action_items'))
);
create index call_insight_by_call on call_insight (call_sid);

-- What happened to a call beside its callbacks: what was said again, written, listened to, moved, folded in, not fetched.
create table call_event (
    id       text collate "C" not null,
    call_sid text collate "C" not null,
    kind     text collate "C" not null,
    -- Subject of the token; null where nobody but Twilio and this service had a part in it.
    actor    text,
    details  json             not null,
    at       timestamptz      not null,
    constraint call_event_pk primary key (id),
    constraint call_event_kind_known check (kind in ('duplicate', 'edit', 'playback', 'move', 'fold', 'fetch'))
);
create index call_event_by_call on call_event (call_sid, id);

-- One row for each call that somebody asked for, written before Twilio is asked: a key is never used for a second call.
create table placement (
    id              text collate "C" not null,
    subject         text             not null,
    idempotency_key text collate "C",
    request_digest  bytea            not null,
    case_id         text collate "C" not null,
    request         json             not null,
    state           text collate "C" not null,
    claimed_at      timestamptz      not null,
    sent_at         timestamptz,
    call_sid        text collate "C",
    answer_status   integer,
    answer          text,
    constraint placement_pk primary key (id),
    constraint placement_once_per_key unique (subject, idempotency_key),
    constraint placement_once_per_call unique (call_sid),
    constraint placement_state_known check (state in ('claimed', 'sent', 'unknown', 'answered'))
);
create index placement_unsettled on placement (claimed_at) where state <> 'answered';

-- Transcripts that Twilio has finished and that are still to be fetched.
create table transcript_fetch (
    transcript_sid text collate "C" not null,
    account_sid    text collate "C",
    call_sid       text collate "C",
    -- Path and query of the webhook, which carry our own case_id, institution_contact_id and called_by.
    request_target text             not null,
    state          text collate "C" not null,
    attempts       integer          not null,
    due_at         timestamptz      not null,
    last_error     text,
    created_at     timestamptz      not null,
    constraint transcript_fetch_pk primary key (transcript_sid),
    constraint transcript_fetch_state_known check (state in ('waiting', 'fetched', 'failed'))
);
create index transcript_fetch_due on transcript_fetch (due_at) where state = 'waiting';
