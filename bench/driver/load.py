"""The generators of load, each measured together with the processes that bear it."""

import json
import os
import subprocess
import time
from dataclasses import dataclass

from cluster import program
from failure import Failure
from processes import cpu_seconds, java, resident_mib
from stalls import Stalls

HERE = os.path.dirname(os.path.abspath(__file__))


@dataclass
class Measured:
    """Of requests, or of what pgbench calls transactions. Times are milliseconds, CPU is seconds per 1000 requests."""
    rate: float
    p50: float
    p99: float
    server_cpu: float
    database_cpu: float
    resident: float


class Loads:
    def __init__(self, cluster, connections, folder):
        self.cluster, self.connections, self.folder = cluster, connections, folder

    def wrk(self, server, script, arguments, seconds):
        """Closed loop: each connection sends the next request when it has its answer."""
        joined = os.path.join(self.folder, script)
        with open(joined, "w") as file:
            for part in (script, "wrk.lua"):
                with open(os.path.join(HERE, part)) as lines:
                    file.write(lines.read())
        command = [
            "wrk", "-t1", f"-c{self.connections}", f"-d{seconds}s", "--timeout", "10s", "-s", joined, server.url, "--",
            *[str(argument) for argument in arguments]]
        before = cpu_seconds(server.pid), cpu_seconds(self.cluster.process.pid)
        done = subprocess.run(command, capture_output=True, text=True)
        after = cpu_seconds(server.pid), cpu_seconds(self.cluster.process.pid)
        try:
            said = json.loads(done.stdout.strip().splitlines()[-1])
        except (IndexError, ValueError):
            raise Failure(f"wrk failed: {done.stdout} {done.stderr}")
        if said["failed"] or not said["answered"]:
            raise Failure(f"The {server.name} did not answer each request with success: {said}; see {server.log}")
        thousands = said["answered"] / 1000
        return Measured(
            said["rate"], said["p50"], said["p99"], (after[0] - before[0]) / thousands, (after[1] - before[1]) / thousands,
            resident_mib(server.pid))

    def pgbench(self, script, seconds, requests=1, **variables):
        """The script, which is so many requests, on as many connections as wrk has."""
        log = os.path.join(self.folder, "pgbench")
        for path in self._logs(log):
            os.remove(path)
        given = [word for name, value in variables.items() for word in ("-D", f"{name}={value}")]
        command = [
            program("pgbench"), "-n", "-M", "prepared", "-c", str(self.connections), "-j", "1", "-T", str(seconds), "-l",
            "--log-prefix", log, "--random-seed", "7", *given, "-f", script, *self.cluster.address()]
        before = cpu_seconds(self.cluster.process.pid)
        done = subprocess.run(command, capture_output=True, text=True)
        # What its connections cost is PostgreSQL's once they have ended.
        time.sleep(0.5)
        after = cpu_seconds(self.cluster.process.pid)
        if done.returncode or "number of failed transactions: 0 " not in done.stdout:
            raise Failure(f"pgbench failed: {done.stdout} {done.stderr}"[:3000])
        rate = next(float(line.split()[2]) for line in done.stdout.splitlines() if line.startswith("tps = "))
        times = []
        for path in self._logs(log):
            with open(path) as lines:
                times += [int(line.split()[2]) / 1000 for line in lines]
        times.sort()
        cpu = (after - before) / (len(times) * requests / 1000)
        p50, p99 = (times[int(len(times) * part)] / requests for part in (0.5, 0.99))
        return Measured(rate * requests, p50, p99 if requests == 1 else float("nan"), 0, cpu, float("nan"))

    def open_loop(self, server, seconds, warm_up, lists, tokens, cases, callbacks, file, crowds="-", crowd=0, seed=1):
        """
        Requests on a schedule, so many each second: {kind: {counted, failed, p50, p99, max}}, times from when each was due; and
        what else went on.
        """
        command = [
            # Compiled once and not again: it shares the machine with what it measures.
            java(), "-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            os.path.join(HERE, "OpenLoop.java"),
            server.port, seconds + warm_up, warm_up, lists, tokens,
            *cases, callbacks, file, crowds, crowd, seed]
        with Stalls(self.cluster, warm_up) as stalls:
            done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
        if done.returncode:
            raise Failure(f"The open loop failed: {done.stderr}")
        said = json.loads(done.stdout)
        if any(kind["trouble"] or not kind["counted"] for kind in said.values()):
            raise Failure(f"Not every request of the open loop was answered: {said}; see {server.log}")
        return said, stalls

    def _logs(self, prefix):
        return [os.path.join(self.folder, name) for name in os.listdir(self.folder)
                if name.startswith(os.path.basename(prefix) + ".")]
