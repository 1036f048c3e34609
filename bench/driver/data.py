"""The data set: made once for each schema, generator and size, and kept."""

import hashlib
import os
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from cluster import Cluster
from failure import Failure

HERE = os.path.dirname(os.path.abspath(__file__))
LARGEST_CASES = 5
BATCH = 50_000
SESSIONS = 2
TABLES = "('phone_call', 'call_leg', 'call_recording', 'twilio_callback')"


def case_id(number):
    """As data.sql makes it."""
    return f"01K8PC0000{number:016d}"


def read(name):
    with open(os.path.join(HERE, name)) as file:
        return file.read()


def loaded(folder, package, calls, cases, talk, shared_buffers):
    """Folder of a stopped cluster with the data."""
    digest = hashlib.sha256()
    for part in (read("prepare.sql"), read("data.sql"), *package.migrations()):
        digest.update(part.encode())
    kept = os.path.join(folder, f"{calls}-{cases}-{talk}-{digest.hexdigest()[:12]}")
    if not os.path.exists(kept):
        shutil.rmtree(kept + ".unfinished", ignore_errors=True)
        cluster = Cluster.create(kept + ".unfinished", shared_buffers)
        try:
            load(cluster, package, calls, cases, talk)
        finally:
            cluster.stop()
        os.rename(kept + ".unfinished", kept)
    return kept


def copy(kept, to):
    """A copy to write into, so that the next run finds what this one found."""
    shutil.rmtree(to, ignore_errors=True)
    if subprocess.run(["cp", "-a", "--reflink=auto", kept, to]).returncode:
        raise Failure(f"The data could not be copied to {to}.")
    # What the kernel has still to write of it would be in the way of the first commits.
    os.sync()


def load(cluster, package, calls, cases, talk):
    begin = time.monotonic()
    print(f"Loading {calls} calls over {cases} cases", flush=True)
    package.migrate(cluster)
    cluster.run(read("prepare.sql"), cases=cases)
    # Building an index afterwards takes a fraction of keeping it up row by row.
    indexes = cluster.run(f"""
        select indexrelid::regclass, pg_get_indexdef(indexrelid) from pg_index
        where indrelid::regclass::text in {TABLES}
            and not exists (select from pg_constraint where conindid = indexrelid) order by 1::text""")
    indexes = [line.split("\t") for line in indexes.splitlines()]
    cluster.run("".join(f"drop index {name};" for name, _ in indexes))

    with ThreadPoolExecutor(SESSIONS) as sessions:
        list(sessions.map(lambda session: insert(cluster, calls, talk, session), range(SESSIONS)))
        list(sessions.map(cluster.run, [definition for _, definition in indexes]))
    cluster.run("drop schema made cascade")
    cluster.run("vacuum (freeze, analyze)")
    cluster.run("checkpoint")
    size = cluster.run("select pg_size_pretty(pg_database_size('callfile'))")
    print(f"Loaded in {time.monotonic() - begin:.0f} s: {size}", flush=True)


def insert(cluster, calls, talk, session):
    for first in range(0, calls, BATCH):
        cluster.run(
            read("data.sql"), first=first, last=min(first + BATCH, calls), calls=calls, talk=talk, sessions=SESSIONS,
            session=session)
