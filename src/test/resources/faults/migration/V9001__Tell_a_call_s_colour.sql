-- What a next version may do in one migration: columns, a constraint that is not checked against what is there, a table.
-- Every callback touches call_leg first: whoever has it cannot wait for one that waits for us.
lock table call_leg in access exclusive mode;
alter table phone_call
    add column colour text collate "C",
    add column shade  text collate "C" not null default 'dark';
alter table phone_call
    add constraint phone_call_colour_known check (colour in ('red', 'green')) not valid;
alter table call_leg
    add column colour text collate "C";
create table colour (
    name text collate "C" not null,
    constraint colour_pk primary key (name)
);
