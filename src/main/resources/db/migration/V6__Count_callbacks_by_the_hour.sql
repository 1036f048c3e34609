-- How many callbacks were accepted and rejected, by the hour and for some days: replicas count in memory and add here. It
-- holds no number, no CallSid and no address. account_sid is empty where a callback named no account, or was rejected.
create table callback_tally (
    hour        timestamptz      not null,
    verdict     text collate "C" not null,
    -- Kind of an accepted callback, else why it was rejected.
    what        text collate "C" not null,
    -- Of an accepted callback; else empty.
    outcome     text collate "C" not null,
    account_sid text collate "C" not null,
    count       bigint           not null,
    last_at     timestamptz      not null,
    constraint callback_tally_pk primary key (hour, verdict, what, outcome, account_sid),
    constraint callback_tally_verdict_known check (verdict in ('accepted', 'rejected'))
);
