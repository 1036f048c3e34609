"""Twilio's callbacks, signed, and the same transactions for pgbench."""

import base64
import hashlib
import hmac
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timedelta, timezone

from data import case_id
from failure import Failure
from processes import AUTH_TOKEN, PUBLIC_URL

ACCOUNT = "AC" + hashlib.md5(b"account").hexdigest()
BEGIN = datetime(2026, 2, 12, 8, tzinfo=timezone.utc)
KINDS = ["initiated", "ringing", "in-progress", "completed", "recording"]
# So many other calls are told of in between, so that the callbacks of one call do not meet each other.
WAVE = 64


def call_sid(number):
    return "CA" + hashlib.md5(f"new call {number}".encode()).hexdigest()


def recording_sid(number):
    return "RE" + hashlib.md5(f"new recording {number}".encode()).hexdigest()


def twilios(time):
    return time.strftime("%a, %d %b %Y %H:%M:%S +0000")


def status(number, kind, sequence):
    """The fields that Twilio sends, empty ones too."""
    at = BEGIN + timedelta(seconds=number % 10_000_000 + 5 * sequence)
    fields = {
        "AccountSid": ACCOUNT, "ApiVersion": "2010-04-01", "CallSid": call_sid(number), "CallStatus": kind,
        "CallbackSource": "call-progress-events", "Direction": "outbound-api", "SequenceNumber": str(sequence),
        "Timestamp": twilios(at), "FromCountry": "US", "ToCountry": "US", "CallerCountry": "US", "CalledCountry": "US",
    }
    ours, theirs = f"+1212555{number % 40:04d}", f"+1500555{number % 10_000:04d}"
    fields.update({"From": ours, "Caller": ours, "To": theirs, "Called": theirs})
    for party in ("From", "To", "Caller", "Called"):
        fields.update({party + place: "" for place in ("City", "State", "Zip")})
    if kind == "completed":
        fields.update({"CallDuration": "342", "Duration": "6", "SipResponseCode": "200"})
    return fields


def recording(number):
    sid = recording_sid(number)
    return {
        "AccountSid": ACCOUNT, "CallSid": call_sid(number), "RecordingSid": sid, "RecordingStatus": "completed",
        "RecordingUrl": f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Recordings/{sid}",
        "RecordingStartTime": twilios(BEGIN + timedelta(seconds=number % 10_000_000)), "RecordingDuration": "342",
        "RecordingChannels": "2", "RecordingSource": "DialVerb", "RecordingTrack": "both", "ErrorCode": "0",
    }


def signed(number, fields, path, cases):
    """A line of a file of callbacks: target, signature, body."""
    target = f"{path}?case_id={case_id(case_number(number, cases))}&institution_contact_id=chase&called_by=anna"
    text = PUBLIC_URL + target + "".join(name + fields[name] for name in sorted(fields))
    signature = base64.b64encode(hmac.digest(AUTH_TOKEN.encode(), text.encode(), "sha1")).decode()
    return f"{target}\t{signature}\t{urllib.parse.urlencode(fields)}\n"


def case_number(number, cases):
    return 1 + number % cases


def told(number, kind, cases):
    if kind == "recording":
        return signed(number, recording(number), "/webhooks/twilio/voice/recording", cases)
    return signed(number, status(number, kind, KINDS.index(kind)), "/webhooks/twilio/voice/status", cases)


def lives(first, count, cases):
    """The callbacks of so many new calls, each call's in order."""
    for wave in range(first, first + count, WAVE):
        for kind in KINDS:
            for number in range(wave, min(wave + WAVE, first + count)):
                yield told(number, kind, cases)


def crowd(number, size, cases):
    """So many different callbacks of the same new call."""
    for at in range(size):
        fields = dict(status(number, "in-progress", 2), CrowdNumber=str(at))
        yield signed(number, fields, "/webhooks/twilio/voice/status", cases)


def write(path, lines):
    with open(path, "w") as file:
        file.writelines(lines)
    return path


def post(server, line):
    target, signature, body = line.rstrip("\n").split("\t")
    request = urllib.request.Request(
        server.url + target, data=body.encode(), headers={
            "X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            answered = answer.status
    except urllib.error.HTTPError as refused:
        answered = refused.code
    if answered != 204:
        raise Failure(f"The {server.name} answered a callback with {answered}; see {server.log}")


class Script:
    """
    The service's own transactions for pgbench: the callbacks of one call are sent to the service, PostgreSQL's log tells
    what it made of them, and each value that differs from call to call becomes an expression of the call's number. So it is
    always what the service sends, however many statements that is.
    """

    def __init__(self, cluster, service, number, cases, folder):
        lines = [told(number, kind, cases) for kind in KINDS]
        log = cluster.statements(lambda: [post(service, line) for line in lines])
        transactions = [one for one in self._transactions(log) if any(call_sid(number) in values for _, values in one)]
        if len(transactions) != len(KINDS):
            raise Failure(f"{len(KINDS)} callbacks made {len(transactions)} transactions.")
        # Without begin and commit, with which every transaction comes.
        self.statements = [len(one) - 2 for one in transactions]
        record = cluster.run(f"select id from phone_call where twilio_call_sid = '{call_sid(number)}'")
        text = "\\set i :i + 1\n\\set n :first + :i * :connections + :client_id\n"
        for at, one in enumerate(transactions):
            known = {
                call_sid(number): "'CA' || md5('new call ' || cast(:n as text))",
                recording_sid(number): "'RE' || md5('new recording ' || cast(:n as text))",
                case_id(case_number(number, cases)): f"'01K8PC0000' || lpad(cast(1 + :n % {cases} as text), 16, '0')",
                record: "'01J' || lpad(cast(:n as text), 23, '0')",
                "ULID": f"'01J{at}' || lpad(cast(:n as text), 22, '0')",
                "DIGEST": f"md5('one {at} ' || cast(:n as text)) || md5('two {at} ' || cast(:n as text))",
            }
            for sql, values in one:
                values = self._values(values)
                sql = re.sub(r"\$(\d+)", lambda name: self._expression(values[int(name.group(1))], known), sql)
                text += " ".join(sql.split()) + ";\n"
        self.path = os.path.join(folder, "callbacks.sql")
        with open(self.path, "w") as file:
            file.write(text)

    @staticmethod
    def _transactions(log):
        """Statements from begin to commit, of each connection."""
        open_ones, ended = {}, []
        for process, sql, values in log:
            if sql.upper().startswith("BEGIN"):
                open_ones[process] = []
            if process in open_ones:
                open_ones[process].append((sql, values))
                # It goes along with the statement before it, and begins with the blank between the two.
                if sql.strip().upper() == "COMMIT":
                    ended.append(open_ones.pop(process))
        return ended

    @staticmethod
    def _values(detail):
        """$1 = 'one', $2 = NULL"""
        found = re.finditer(r"\$(\d+) = (?:(NULL)|'((?:[^']|'')*)')", detail)
        return {int(one.group(1)): None if one.group(2) else one.group(3).replace("''", "'") for one in found}

    @staticmethod
    def _expression(value, known):
        if value is None:
            return "null"
        parts = re.split(
            "(" + "|".join(map(re.escape, list(known)[:4])) + r"|\b01[0-9A-HJKMNP-TV-Z]{24}\b|(?<![0-9a-f])[0-9a-f]{64})", value)
        parts = [
            known.get(part) or known["DIGEST" if len(part) == 64 else "ULID"] if at % 2 else Script._literal(part)
            for at, part in enumerate(parts) if part]
        return parts[0] if len(parts) == 1 else "(" + " || ".join(parts) + ")"

    @staticmethod
    def _literal(text):
        """pgbench takes :15 for a variable, within quotes too."""
        return "E'" + text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a") + "'"
