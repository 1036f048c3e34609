"""From the start of a process to its first answered list request, and what it holds in memory then and later."""

import os
import signal
import socket
import statistics
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from data import case_id
from failure import Failure
from processes import resident_mib

CONNECTIONS = 4
# Of a process that does not answer, in seconds.
PATIENCE = 60


@dataclass
class Started:
    milliseconds: float
    resident: float
    resident_later: float


class Startup:
    def __init__(self, cluster, token, requests):
        self.cluster, self.requests = cluster, requests
        # A usual case, of a hundred calls: a page of 25 with its total.
        self.request = (
            f"GET /v1/cases/{case_id(50)}/phone-calls HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
        ).encode()

    def measure(self, package):
        settings = package.settings(self.cluster)
        port = int(settings["QUARKUS_HTTP_PORT"])
        log = os.path.join(package.logs, "startup.log")
        with open(log, "w") as out:
            begin = time.perf_counter()
            process = subprocess.Popen(package.command, env=settings, stdout=out, stderr=out, start_new_session=True)
        try:
            while not self.ask(port, 1):
                if process.poll() is not None or time.perf_counter() - begin > PATIENCE:
                    raise Failure(f"It does not start: see {log}")
                time.sleep(0.0005)
            took = time.perf_counter() - begin
            resident = resident_mib(process.pid)
            with ThreadPoolExecutor(CONNECTIONS) as clients:
                answered = sum(clients.map(lambda _: self.ask(port, self.requests // CONNECTIONS), range(CONNECTIONS)))
            if answered != self.requests // CONNECTIONS * CONNECTIONS:
                raise Failure(f"Of {self.requests} requests {answered} were answered: see {log}")
            return Started(took * 1000, resident, resident_mib(process.pid))
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()

    def ask(self, port, times):
        """Sends so many requests on one connection; returns how many were answered 200, until the first that was not."""
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                answers = connection.makefile("rb")
                for answered in range(times):
                    connection.sendall(self.request)
                    if not answers.readline().startswith(b"HTTP/1.1 200 "):
                        return answered
                    length = 0
                    while (line := answers.readline().strip().lower()):
                        if line.startswith(b"content-length:"):
                            length = int(line.split(b":")[1])
                    if not length or len(answers.read(length)) < length:
                        return answered
                return times
        except OSError:
            return 0


def interleaved(startup, packages, rounds, random):
    """Each package in each round, in an order of its own; the first round only reads the files into the page cache."""
    found = {name: [] for name in packages}
    for number in range(rounds + 1):
        for name in random.sample(list(packages), len(packages)):
            once = startup.measure(packages[name])
            if number:
                found[name].append(once)
    return found


def rows(found):
    """Of a table: name, times, ratio to the first package, and memory."""
    middle = lambda all, value: statistics.median(getattr(once, value) for once in all)
    reference = middle(next(iter(found.values())), "milliseconds")
    for name, all in found.items():
        times = [once.milliseconds for once in all]
        yield [
            name, f"{min(times):.0f} / **{statistics.median(times):.0f}** / {max(times):.0f}",
            f"{statistics.median(times) / reference:.3f}", f"{middle(all, 'resident'):.0f}",
            f"{middle(all, 'resident_later'):.0f}"]
