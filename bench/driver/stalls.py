"""
What else went on while something was measured: whether the machine or its disk stood still, and whether PostgreSQL put its
tables in order, which takes a core for seconds. What waited for them was not slow itself.
"""

import os
import tempfile
import threading
import time

SLEEP = 0.005
SYNC_EVERY = 0.05
PAGE = bytes(8192)


class Stalls:
    """
    Used with `with`: the longest that a thread which wanted to go on could not, and that a page took to the disk, in ms; and
    how many tables autovacuum was done with.
    """

    def __init__(self, cluster, warm_up):
        self.cluster = cluster
        self.folder = cluster.folder
        self.warm_up = warm_up
        self.vacuumed = 0
        self.machine = self.disk = 0.0
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=watch, daemon=True) for watch in (self._watch_machine, self._watch_disk)]

    def __enter__(self):
        self.vacuumed = -self._vacuumed()
        self.counted_from = time.monotonic() + self.warm_up
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        for thread in self.threads:
            thread.join()
        self.vacuumed += self._vacuumed()

    def _vacuumed(self):
        return int(self.cluster.run("select sum(autovacuum_count + autoanalyze_count) from pg_stat_user_tables"))

    def _longer(self, longest, begin, expected=0.0):
        now = time.monotonic()
        return max(longest, (now - begin - expected) * 1000) if now > self.counted_from else longest

    def _watch_machine(self):
        while not self.ended.is_set():
            begin = time.monotonic()
            time.sleep(SLEEP)
            self.machine = self._longer(self.machine, begin, SLEEP)

    def _watch_disk(self):
        # Written in place, as write-ahead log is.
        with tempfile.TemporaryFile(buffering=0, dir=self.folder) as file:
            while not self.ended.wait(SYNC_EVERY):
                begin = time.monotonic()
                os.pwrite(file.fileno(), PAGE, 0)
                os.fdatasync(file.fileno())
                self.disk = self._longer(self.disk, begin)
