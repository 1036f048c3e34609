-- How many calls a case has, without reading them: what was counted in the beginning (slot 0), and what has come and gone
-- since. Each connection counts in one of sixteen slots, so that calls of one case seldom wait for each other. The empty
-- text stands for calls without a case.
create table case_calls (
    case_id text collate "C" not null,
    slot    smallint         not null,
    calls   bigint           not null,
    constraint case_calls_pk primary key (case_id, slot)
);

create function count_calls_that_came() returns trigger language plpgsql as $$
begin
    insert into case_calls as counted (case_id, slot, calls)
    select coalesce(case_id, ''), pg_backend_pid() % 16 + 1, count(*) from came group by 1 order by 1
    on conflict (case_id, slot) do update set calls = counted.calls + excluded.calls;
    return null;
end
$$;
create function count_calls_that_went() returns trigger language plpgsql as $$
begin
    insert into case_calls as counted (case_id, slot, calls)
    select coalesce(case_id, ''), pg_backend_pid() % 16 + 1, -count(*) from went group by 1 order by 1
    on conflict (case_id, slot) do update set calls = counted.calls + excluded.calls;
    return null;
end
$$;
create function count_call_that_moved() returns trigger language plpgsql as $$
begin
    insert into case_calls as counted (case_id, slot, calls)
    select moved.case_id, pg_backend_pid() % 16 + 1, moved.calls
    from (values (coalesce(old.case_id, ''), -1), (coalesce(new.case_id, ''), 1)) moved (case_id, calls) order by 1
    on conflict (case_id, slot) do update set calls = counted.calls + excluded.calls;
    return null;
end
$$;
create function count_no_calls() returns trigger language plpgsql as $$
begin
    delete from case_calls;
    return null;
end
$$;

create trigger phone_call_came after insert on phone_call
    referencing new table as came for each statement execute function count_calls_that_came();
create trigger phone_call_went after delete on phone_call
    referencing old table as went for each statement execute function count_calls_that_went();
create trigger phone_call_moved after update of case_id on phone_call
    for each row when (old.case_id is distinct from new.case_id) execute function count_call_that_moved();
create trigger phone_call_all_went after truncate on phone_call
    for each statement execute function count_no_calls();
