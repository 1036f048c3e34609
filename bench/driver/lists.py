"""Page 1 of 25 with total: PostgreSQL alone, the service, the peer."""

import json
import os
import random
import urllib.request

from data import LARGEST_CASES, case_id
from failure import Failure

COLUMNS = """id, case_id, twilio_call_sid, institution_contact_id, to_number, from_number, status, direction,
duration_seconds, started_at, ended_at, recording_status, recording_duration_seconds, recording_deleted_at, transcript,
summary, action_items, called_by, notes, created_at, updated_at"""

# What any service would ask PostgreSQL for such a page.
CASE = "'01K8PC0000' || lpad(cast(:case as text), 16, '0')"
PAGE = f"select {COLUMNS} from phone_call where case_id = {CASE} order by created_at desc, id desc limit 25;"
COUNT = f"select count(*) from phone_call where case_id = {CASE};"


def profiles(cases):
    """First and last case that is asked for."""
    return {"usual": (LARGEST_CASES + 1, cases), "largest": (1, LARGEST_CASES)}


def get(server, token, number, query=""):
    request = urllib.request.Request(
        f"{server.url}/v1/cases/{case_id(number)}/phone-calls{query}", headers={"Authorization": "Bearer " + token})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def check(cluster, servers, token, cases):
    """What is fast must be right first: some cases' totals and ids against SQL."""
    chosen = random.Random(3)
    numbers = [1, LARGEST_CASES, *(chosen.randint(LARGEST_CASES + 1, cases) for _ in range(8))]
    for number in numbers:
        total = int(cluster.run(f"select count(*) from phone_call where case_id = '{case_id(number)}'"))
        ids = cluster.run(f"""select id from phone_call where case_id = '{case_id(number)}'
            order by created_at desc, id desc limit 25""").split()
        for server in servers:
            page = get(server, token, number)
            if page["meta"]["total_count"] != total or [call["id"] for call in page["data"]] != ids:
                raise Failure(f"The {server.name}'s list of case {case_id(number)} is not what SQL says.")
    views = [get(server, token, numbers[-1])["data"] for server in servers]
    # Both write times as they like: with or without zeros at the end.
    if any(len(view) != len(views[0]) or set(view[0]) != set(views[0][0]) for view in views):
        raise Failure("The service and the peer do not show the same fields.")


def script(folder, first, last):
    path = os.path.join(folder, f"lists-{first}.sql")
    with open(path, "w") as file:
        file.write(f"\\set case random({first}, {last})\n{' '.join(PAGE.split())}\n{' '.join(COUNT.split())}\n")
    return path


def contenders(loads, servers, tokens, first, last, folder):
    """What is measured, by name: each takes seconds and a seed."""
    raw = script(folder, first, last)
    found = {"pgbench": lambda seconds, seed: loads.pgbench(raw, seconds)}
    for server in servers:
        found[server.name] = lambda seconds, seed, server=server: loads.wrk(
            server, "lists.lua", [tokens, first, last, seed], seconds)
    return found
