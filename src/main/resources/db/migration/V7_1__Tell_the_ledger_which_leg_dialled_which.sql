-- Locks no table: rows of the ledger are written once.
update twilio_callback said set parent_call_sid = leg.parent_call_sid
from call_leg leg
where leg.call_sid = said.call_sid and leg.parent_call_sid is not null and said.parent_call_sid is null;

alter table call_event validate constraint call_event_kind_known;
