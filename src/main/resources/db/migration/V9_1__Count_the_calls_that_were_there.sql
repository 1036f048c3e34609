-- One statement sees calls and counts as of one moment, so that what comes and goes meanwhile is counted once.
insert into case_calls (case_id, slot, calls)
select case_id, 0, sum(calls)
from (
    select coalesce(case_id, '') as case_id, count(*) as calls from phone_call group by 1
    union all
    select case_id, -calls from case_calls
) counted
group by case_id
having sum(calls) <> 0;
