-- A list adds up what all slots of its case have counted (V9), and each connection counted in a slot of its own: sixteen rows
-- to read for a case that was counted by as many. Whoever counts now takes the first slot of the case that nobody has locked,
-- and opens one only where there is none: a case has as many as were counted in at once.
create function count_calls(counted_case text, difference bigint) returns void language plpgsql as $$
begin
    update case_calls set calls = calls + difference
    where case_id = counted_case
      and slot = (
        select slot from case_calls where case_id = counted_case order by slot limit 1 for no key update skip locked);
    if not found then
        insert into case_calls as counted (case_id, slot, calls)
        values (counted_case, pg_backend_pid() % 16 + 1, difference)
        on conflict (case_id, slot) do update set calls = counted.calls + excluded.calls;
    end if;
end
$$;

create or replace function count_calls_that_came() returns trigger language plpgsql as $$
declare
    counted record;
begin
    for counted in select coalesce(case_id, '') as case_id, count(*) as calls from came group by 1 order by 1 loop
        perform count_calls(counted.case_id, counted.calls);
    end loop;
    return null;
end
$$;
create or replace function count_calls_that_went() returns trigger language plpgsql as $$
declare
    counted record;
begin
    for counted in select coalesce(case_id, '') as case_id, count(*) as calls from went group by 1 order by 1 loop
        perform count_calls(counted.case_id, -counted.calls);
    end loop;
    return null;
end
$$;
create or replace function count_call_that_moved() returns trigger language plpgsql as $$
declare
    counted record;
begin
    for counted in
        select moved.case_id, moved.calls
        from (values (coalesce(old.case_id, ''), -1), (coalesce(new.case_id, ''), 1)) moved (case_id, calls) order by 1 loop
        perform count_calls(counted.case_id, counted.calls);
    end loop;
    return null;
end
$$;
