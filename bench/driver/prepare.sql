-- What data.sql makes calls of. It is dropped when they are there.

create schema made;

create function made.pick(n bigint, salt bigint, bound bigint) returns integer language sql immutable
    return cast((hashint8extended(n, salt) & 9223372036854775807) % bound as integer);

-- Digits are letters of a ULID: pgbench and wrk make a case's id of its number too.
create function made.case_id(case_number integer) returns text language sql immutable
    return '01K8PC0000' || lpad(cast(case_number as text), 16, '0');

-- Five cases have a quarter of the calls; the others have the rest, as chance has it.
set callfile.cases = :cases;
select format('create function made.case_of(n bigint) returns integer language sql immutable
    return case when n %% 4 = 0 then cast(1 + (n / 4) %% 5 as integer) else 6 + made.pick(n, 0, %s - 5) end', :cases) \gexec

create table made.exchange (number integer primary key, agent text, institution text);
insert into made.exchange (number, agent, institution)
select row_number() over () - 1, agent, institution from (values
    ('I am calling about the account of a customer who has died.', 'I am sorry for your loss. May I have the account number, please?'),
    ('We have sent you the death certificate two weeks ago.', 'I can see it here. It was received and is with our estate department.'),
    ('What do you need from the executor before you can close the account?', 'We need the letters testamentary and a form that I can send you today.'),
    ('Could you tell me the balance on the day of death?', 'The balance was 4,812 dollars and 36 cents, before the last statement was paid.'),
    ('Are there any automatic payments that still go out?', 'There are two: the electricity and a streaming subscription. I have stopped both of them.'),
    ('Will the credit card be closed as well?', 'Yes, the card is blocked already, and interest is not charged from that date.'),
    ('To which address do you send the cheque?', 'To the address of the estate, as the executor has given it to us.'),
    ('Is there a beneficiary named on the policy?', 'There is one, but I may only speak to that person about it.'),
    ('How long does it take until the claim has been reviewed?', 'Usually ten business days, and a little longer at the end of the year.'),
    ('Can I send the documents by fax or by mail?', 'Both will do. Please write the reference number on every page.'),
    ('We would like to cancel the phone contract without a fee.', 'The fee is waived once we have a copy of the certificate.'),
    ('Who is handling this file at your department?', 'It is with Mrs. Alvarez, and her extension is four one seven.'),
    ('Has the vehicle been released to the family?', 'Not yet, the title office is waiting for the probate court.'),
    ('Were there any other accounts under the same social security number?', 'I find a savings account and a safe deposit box at our downtown branch.'),
    ('Does the pension end with the month of death?', 'It does, and the last payment has to be returned to us.'),
    ('I was transferred three times and would like a direct number.', 'I understand. I will give you the number of the bereavement team.'),
    ('Could you confirm this in writing, please?', 'Of course, a letter will go out tomorrow morning.'),
    ('The family says that they have never received the forms.', 'Then I will send them again, this time with a tracking number.'),
    ('Do you charge for copies of the statements?', 'The last twelve months are free, anything older costs five dollars each.'),
    ('Is a small estate affidavit enough in this case?', 'For less than fifty thousand dollars in this state it is enough.'),
    ('When was the last premium paid?', 'In March, by direct debit, and the policy has lapsed since then.'),
    ('I would like to dispute a charge that was made after the date of death.', 'I have opened a dispute, and you will hear from us within thirty days.'),
    ('Please note that all letters should come to us from now on.', 'I have changed the mailing address on the file.'),
    ('Can the joint owner keep the account?', 'Yes, she keeps it, and we only take the other name off.')) said (agent, institution);

create table made.summary (number integer primary key, text text);
insert into made.summary
select row_number() over () - 1, text from (values
    ('The bank has received the death certificate and will send the forms for closing the account.'),
    ('The insurer asks for letters testamentary before it reviews the claim.'),
    ('The card is blocked and no more interest is charged; the last statement goes to the estate.'),
    ('The contract ends without a fee once a copy of the certificate is there.'),
    ('A cheque for the balance will be sent to the executor within ten business days.'),
    ('The agent could not find the account and asked for the social security number in writing.'),
    ('Two automatic payments were stopped. A savings account was found that the family did not know of.'),
    ('The claim is under review. The beneficiary has to call in person.'),
    ('The dispute about a charge after the date of death was opened.'),
    ('The file is with the bereavement team, which has a direct number now.'),
    ('The joint owner keeps the account; only a name is taken off.'),
    ('The pension office wants the last payment back and sends a letter about it.')) said (text);

create table made.task (number integer primary key, text text);
insert into made.task
select row_number() over () - 1, text from (values
    ('Send the letters testamentary to the estate department'), ('Fax the death certificate with the reference number'),
    ('Call again in ten business days'), ('Ask the executor for the social security number'),
    ('Return the signed form'), ('Check whether the cheque has arrived'), ('Tell the family about the savings account'),
    ('Ask the court for a second copy of the certificate'), ('Write down the extension of Mrs. Alvarez'),
    ('Pay the last statement'), ('Have the beneficiary call in person'), ('Confirm the new mailing address')) said (text);
