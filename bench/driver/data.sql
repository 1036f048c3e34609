-- Calls :first to :last - 1 of a case worker's years, of every :sessions-th case: the same ones each time, as everything is
-- a hash of the call's number. Each is a record with what was said, its leg, its recording and its last callback.
--
-- Two sessions never touch the same case, so that what is counted for each case makes neither wait.

with numbered as materialized (
    select n, made.case_of(n) as case_number, made.pick(n, 1, 100) as luck, made.pick(n, 2, 100) as recorded,
        timestamptz '2023-01-02 08:00Z' + n * (interval '1095 days' / :calls) as created_at
    from generate_series(cast(:first as bigint), cast(:last as bigint) - 1) n
    where made.case_of(n) % :sessions = :session
), told as materialized (
    select *,
        'CA' || md5('call ' || n) as call_sid,
        'RE' || md5('recording ' || n) as recording_sid,
        made.case_id(case_number) as case_id,
        (array['chase', 'wells-fargo', 'citi', 'amex', 'capital-one', 'fidelity', 'vanguard', 'state-farm', 'geico', 'verizon',
            'comcast', 'discover', 'schwab', 'metlife', 'aetna', 'ssa', 'irs', 'dmv', 'usaa', 'pnc'])[1 + made.pick(n, 3, 20)]
            as institution,
        (array['anna', 'ben', 'carla', 'david', 'emma', 'farid', 'grace', 'hugo'])[1 + made.pick(n, 4, 8)] as called_by,
        case when luck < 72 then 'completed' when luck < 84 then 'no_answer' when luck < 92 then 'busy'
            when luck < 96 then 'failed' else 'cancelled' end as status,
        case when made.pick(n, 5, 100) < 88 then 'outbound' else 'inbound' end as direction,
        case when luck < 72 then 20 + made.pick(n, 6, 300) + (made.pick(n, 7, 30) / 27) * made.pick(n, 8, 2400) else 0 end
            as seconds,
        '+1500555' || lpad(cast(made.pick(n, 9, 10000) as text), 4, '0') as theirs,
        '+1212555' || lpad(cast(made.pick(n, 10, 40) as text), 4, '0') as ours,
        luck < 72 and recorded < 85 as is_recorded,
        made.pick(n, 12, 1000000) as reference
    from numbered
), calls as (
    insert into phone_call (
        id, twilio_call_sid, account_sid, case_id, institution_contact_id, called_by, to_number, from_number, status,
        direction, duration_seconds, started_at, ended_at, recording_sid, recording_status, recording_duration_seconds,
        transcript, summary, action_items, notes, words, created_at, updated_at)
    select
        '01H' || lpad(cast(n as text), 23, '0'), call_sid, 'AC' || md5('account'), case_id, institution, called_by,
        case direction when 'outbound' then theirs else ours end, case direction when 'outbound' then ours else theirs end,
        status, direction, seconds, created_at + interval '7 s', created_at + interval '7 s' + seconds * interval '1 s',
        case when is_recorded then recording_sid end, case when is_recorded then 'completed' end,
        case when is_recorded then seconds end,
        case when is_recorded then
            E'Institution: Good morning, thank you for calling, how can I help you today?\nAgent: Good morning, this is estate services.\n'
            || (select string_agg('Agent: ' || agent || E'\nInstitution: ' || institution, E'\n' order by place)
                from generate_series(1, 1 + made.pick(n, 13, :talk)) place
                join made.exchange on exchange.number = made.pick(n, 20 + place, 24))
            || E'\nAgent: The reference is ' || institution || '-' || reference || ', thank you.' end,
        case when is_recorded then (select text from made.summary where number = made.pick(n, 14, 12))
            || ' Reference ' || institution || '-' || reference || '.' end,
        case when is_recorded then coalesce((
            select jsonb_agg(jsonb_build_object(
                'id', '01H' || lpad(cast(n * 4 + place as text), 23, '0'),
                'description', (select text from made.task where number = made.pick(n, 40 + place, 12)),
                'completed', made.pick(n, 50 + place, 100) < 85) order by place)
            from generate_series(1, made.pick(n, 15, 4)) place), '[]') else '[]' end,
        case when made.pick(n, 16, 100) < 8 then 'Spoke to ' || called_by || ' about ' || institution
            || ': call again after the ' || 1 + made.pick(n, 17, 28) || 'th, extension ' || made.pick(n, 18, 9999) || '.' end,
        jsonb_build_object(
            'case_id', jsonb_build_object('source', 'twilio', 'at', created_at),
            'called_by', jsonb_build_object('source', 'twilio', 'at', created_at),
            'institution_contact_id', jsonb_build_object('source', 'twilio', 'at', created_at)),
        created_at, created_at + interval '90 s' + seconds * interval '1 s'
    from told
    order by n
), legs as (
    insert into call_leg (
        call_sid, root_call_sid, account_sid, from_number, to_number, direction, status, tried_at, answered_at, ended_at,
        duration_seconds, case_id, institution_contact_id, called_by)
    select
        call_sid, call_sid, 'AC' || md5('account'),
        case direction when 'outbound' then ours else theirs end, case direction when 'outbound' then theirs else ours end,
        case direction when 'outbound' then 'outbound-api' else 'inbound' end, status, created_at,
        case when luck < 72 then created_at + interval '7 s' end, created_at + interval '7 s' + seconds * interval '1 s',
        seconds, case_id, institution, called_by
    from told
    order by n
), recordings as (
    insert into call_recording (
        recording_sid, call_sid, account_sid, status, started_at, duration_seconds, channels, source_url)
    select recording_sid, call_sid, 'AC' || md5('account'), 'completed', created_at + interval '7 s', seconds, 2,
        'https://api.twilio.com/2010-04-01/Accounts/AC' || md5('account') || '/Recordings/' || recording_sid
    from told
    where is_recorded
    order by n
)
insert into twilio_callback (
    id, kind, account_sid, call_sid, request_target, parameters, digest, outcome, received_at)
select
    '01H' || lpad(cast(n as text), 23, '0'), 'status', 'AC' || md5('account'), call_sid,
    '/webhooks/twilio/voice/status?case_id=' || case_id || '&institution_contact_id=' || institution || '&called_by=' || called_by,
    json_build_object(
        'AccountSid', array['AC' || md5('account')], 'ApiVersion', array['2010-04-01'], 'CallSid', array[call_sid],
        'CallStatus', array[replace(replace(status, '_', '-'), 'cancelled', 'canceled')],
        'From', array[ours], 'Caller', array[ours], 'To', array[theirs], 'Called', array[theirs],
        'Direction', array['outbound-api'], 'CallbackSource', array['call-progress-events'], 'SequenceNumber', array['3'],
        'CallDuration', array[cast(seconds as text)], 'Timestamp', array[cast(created_at as text)],
        'FromCountry', array['US'], 'ToCountry', array['US'], 'FromCity', array[''], 'ToCity', array['']),
    sha256(convert_to('callback ' || n, 'UTF8')), 'applied', created_at + interval '8 s' + seconds * interval '1 s'
from told
order by n;
