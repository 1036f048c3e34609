-- Some cases at a time. It waits for nobody: a slot that somebody counts in meanwhile stays as it is, beside the others.
do $$
declare
    several text[];
    last text;
    one text;
    slots smallint[];
begin
    loop
        select array_agg(case_id order by case_id), max(case_id) into several, last
        from (
            select case_id from case_calls where last is null or case_id > last
            group by case_id having count(*) > 1 order by case_id limit 200
        ) in_slots;
        exit when several is null;
        foreach one in array several loop
            select array_agg(slot order by slot) into slots
            from (select slot from case_calls where case_id = one order by slot for update skip locked) locked;
            if cardinality(slots) > 1 then
                update case_calls
                set calls = (select sum(calls) from case_calls where case_id = one and slot = any (slots))
                where case_id = one and slot = slots[1];
                delete from case_calls where case_id = one and slot = any (slots[2:]);
            end if;
        end loop;
        commit;
    end loop;
end
$$;
