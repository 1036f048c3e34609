"""What bench/performance and bench/startup run, which have checked the settings: name=value on the command line."""

import atexit
import os
import random
import shutil
import signal
import statistics
import sys
from concurrent.futures import ThreadPoolExecutor

import callbacks
import lists
import memory
import report
import startup
import tokens
from cluster import Cluster
from curve import LARGEST, SMALL, Curve
from data import copy, loaded
from failure import Failure
from load import Loads
from processes import ROOT, Package, busy_cores, peer

# More than a second can take.
MOST_CALLBACKS = 5000
MOST_WARM_UPS = 8
HARDLY_FASTER = 1.03
# Of the generator itself, in seconds.
OPEN_WARM_UP = 5
# As the image has them.
AOT = [
    "-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTAdapterCaching", "-XX:-AOTReplayTraining", "-XX:CompileThresholdScaling=2",
    "-XX:Tier4InvocationThreshold=20000", "-XX:Tier4MinInvocationThreshold=2400", "-XX:Tier4CompileThreshold=60000",
    "-XX:Tier4BackEdgeThreshold=160000"]
# Callbacks of the same call at once.
CROWD = 50


class Run:
    def __init__(self, settings):
        self.settings = settings
        self.busy = busy_cores()
        self.folder = os.path.join(ROOT, "target", settings["folder"])
        os.makedirs(self.folder, exist_ok=True)
        self.kept = os.path.join(ROOT, "bench", ".data")
        os.makedirs(self.kept, exist_ok=True)
        self.rounds, self.seconds = int(settings["rounds"]), int(settings.get("seconds", 0))
        self.calls, self.cases = int(settings["calls"]), int(settings["cases"])
        self.random = random.Random(int(settings["seed"]))
        self.key, self.tokens = tokens.write(self.folder)
        with open(self.tokens) as file:
            self.token = file.readline().strip()
        self.package = Package(
            settings["package"], settings["java_options"].split(), self.key, self.folder, settings.get("pool"))
        self.text = []
        self.told = 0
        self.saturation = {}

    def cluster(self, calls, cases, writes):
        """A running one, which stops with the run. What writes does so into a copy."""
        kept = loaded(self.kept, self.package, calls, cases, int(self.settings["talk"]), self.settings["shared_buffers"])
        if writes:
            work = os.path.join(self.kept, "work")
            atexit.register(shutil.rmtree, work, ignore_errors=True)
            copy(kept, work)
            kept = work
        cluster = Cluster(kept, self.settings["shared_buffers"])
        atexit.register(cluster.stop)
        cluster.start()
        return cluster

    def servers(self, cluster):
        found = [self.package.start(cluster)]
        atexit.register(found[0].stop)
        if self.settings["peer"]:
            found.append(peer(
                cluster, self.settings["peer"], self.settings["java_options"].split(), self.key, self.folder))
            atexit.register(found[1].stop)
        return found

    def say(self, text):
        print(text, flush=True)
        self.text.append(text)

    def warm(self, measure):
        """Until another time is hardly faster: a JVM compiles what has run often, and how soon that is the machine decides."""
        fastest = 0
        for seed in range(MOST_WARM_UPS):
            rate = measure(int(self.settings["warm_up"]), seed).rate
            if rate < fastest * HARDLY_FASTER:
                return
            fastest = max(fastest, rate)

    def interleaved(self, contenders):
        """Each contender in each round, in an order of its own."""
        for name, measure in contenders.items():
            if name != "pgbench":
                self.warm(measure)
        found = []
        for _ in range(self.rounds):
            order = list(contenders)
            self.random.shuffle(order)
            found.append({name: contenders[name](self.seconds, self.random.randrange(1_000_000)) for name in order})
        return found

    def measure(self):
        only = self.settings["only"]
        cluster = self.cluster(self.calls, self.cases, writes=only != "list")
        servers = self.servers(cluster)
        loads = Loads(cluster, int(self.settings["connections"]), self.folder)
        pool = f", {self.settings['pool']} of the service to PostgreSQL" if self.settings["pool"] else ""
        self.say(f"{self.calls:,} calls over {self.cases:,} cases; {report.machine(cluster)}; "
                 f"{self.settings['connections']} connections{pool}; {self.rounds} rounds of {self.seconds} s; "
                 f"{self.busy:.1f} cores were busy with others before\n")
        if only in ("", "list"):
            self.lists(cluster, servers, loads)
        if only in ("", "callbacks"):
            self.callbacks(cluster, servers[0], loads)
        if only in ("", "mixed"):
            self.mixed(servers[0], loads)

    def new_calls(self):
        """First of a million calls that nothing has been told of."""
        self.told += 1_000_000
        return self.told

    def lists(self, cluster, servers, loads):
        lists.check(cluster, servers, self.token, self.cases)
        charts = {}
        for profile, (first, last) in lists.profiles(self.cases).items():
            rounds = self.interleaved(lists.contenders(loads, servers, self.tokens, first, last, self.folder))
            self.say(f"## List, page 1 of 25 with total, {profile} cases\n")
            self.say(report.rates(rounds, "requests"))
            if profile == "usual":
                self.saturation["list"] = statistics.median(measured["service"].rate for measured in rounds)
            charts[profile] = {
                name: [measured[name].rate / measured["pgbench"].rate for measured in rounds] for name in rounds[0]}
        report.bars(self.folder, "lists", "Lists per second, in ratio to pgbench", charts)

    def callbacks(self, cluster, service, loads):
        script = callbacks.Script(cluster, service, self.new_calls(), self.cases, self.folder)
        kinds = len(callbacks.KINDS)
        rounds = self.interleaved({
            "pgbench": lambda seconds, _: loads.pgbench(
                script.path, seconds, kinds, i=0, first=self.new_calls(), connections=loads.connections),
            "service": lambda seconds, _: self.told_by_wrk(service, loads, seconds),
        })
        self.say("## Callbacks: initiated, ringing, in-progress, completed and a recording of new calls\n")
        self.say(report.rates(rounds, "callbacks"))
        self.say("Statements of a callback besides begin and commit: " + ", ".join(
            f"{count} ({kind})" for kind, count in zip(callbacks.KINDS, script.statements)) + "\n")
        self.saturation["callback"] = statistics.median(measured["service"].rate for measured in rounds)

    def told_by_wrk(self, service, loads, seconds):
        return loads.wrk(service, "callbacks.lua", [self.lives(seconds * MOST_CALLBACKS)], seconds)

    def lives(self, count):
        """A file with at least so many callbacks."""
        calls = count // len(callbacks.KINDS) + callbacks.WAVE
        return callbacks.write(
            os.path.join(self.folder, "callbacks"), callbacks.lives(self.new_calls(), calls, self.cases))

    def saturated(self, service, loads):
        """Lists and callbacks per second at most, measured now if they were not yet."""
        first, last = lists.profiles(self.cases)["usual"]
        measures = {
            "list": lambda seconds, seed: loads.wrk(service, "lists.lua", [self.tokens, first, last, seed], seconds),
            "callback": lambda seconds, _: self.told_by_wrk(service, loads, seconds),
        }
        for name, measure in measures.items():
            if name not in self.saturation:
                self.warm(measure)
                self.saturation[name] = measure(self.seconds, 0).rate
        return self.saturation["list"], self.saturation["callback"]

    def mixed(self, service, loads):
        most_lists, most_callbacks = self.saturated(service, loads)
        rates = most_lists / 8, most_callbacks / 2
        found = {"without": [], "with": []}
        for _ in range(self.rounds):
            for name in self.random.sample(list(found), 2):
                crowds = "-"
                if name == "with":
                    crowds = callbacks.write(os.path.join(self.folder, "crowds"), (
                        line for number in range(self.seconds + OPEN_WARM_UP)
                        for line in callbacks.crowd(self.new_calls(), CROWD, self.cases)))
                file = self.lives(int(rates[1] * (self.seconds + OPEN_WARM_UP)))
                found[name].append(loads.open_loop(
                    service, self.seconds, OPEN_WARM_UP, rates[0], self.tokens, lists.profiles(self.cases)["usual"],
                    rates[1], file, crowds, CROWD, self.random.randrange(1_000_000)))
        self.say(f"## Callbacks while lists run: {rates[1]:.0f} callbacks/s, half of saturation, and {rates[0]:.0f} lists/s, "
                 f"an eighth of it, on a schedule\n")
        self.say(report.latencies({
            "without crowds": found["without"], f"with {CROWD} callbacks of one call at once, each second": found["with"]}))

    def curve(self):
        sizes = [10 ** power for power in range(4, 10) if 10 ** power <= int(self.settings["curve_to"])]
        found = {}
        for calls in sizes:
            cases = calls // 100
            cluster = self.cluster(calls, cases, writes=False)
            service = self.package.start(cluster)
            try:
                loads = Loads(cluster, int(self.settings["connections"]), self.folder)
                self.warm(lambda seconds, seed: loads.wrk(
                    service, "lists.lua", [self.tokens, *lists.profiles(cases)["usual"], seed], seconds))
                found[calls] = Curve(cluster, service, self.token, calls, cases).measure(self.rounds, self.random)
                machine = report.machine(cluster)
            finally:
                service.stop()
                cluster.stop()
        self.say(f"## What a page costs: median ms (and pages of PostgreSQL that are touched)\n\n{machine}; "
                 f"one request at a time; {self.rounds} rounds; each of the five largest cases has a twentieth of all calls.\n")
        points = list(found[sizes[-1]])
        cell = lambda of, name: f"{of[name][0]:.2f} ({of[name][1]:.0f})" if name in of else "–"
        self.say(report.table(["calls", *points], [
            [f"{calls:,}", *[cell(of, name) for name in points]] for calls, of in found.items()]))
        by_cursor = [of[name] for of in found.values() for name in of if "cursor" in name]
        for at, what in enumerate(("time", "pages touched")):
            values = [point[at] for point in by_cursor]
            firsts = [of[LARGEST][at] / of[SMALL][at] for of in found.values()]
            self.say(f"By {what}: the dearest page by cursor ÷ the cheapest {max(values) / min(values):.2f}; "
                     f"first page and total of the largest case ÷ of a small one, at most {max(firsts):.2f}\n")
        report.lines(
            self.folder, "curve", "Milliseconds of a page", "calls in the table",
            {name: [(calls, of[name][0]) for calls, of in found.items() if name in of] for name in points}, "set logscale x")

    def memory(self):
        minutes = int(self.settings["minutes"])
        cluster = self.cluster(self.calls, self.cases, writes=True)
        services = {"service": self.package.start(cluster)}
        if self.settings["beside"]:
            logs = os.path.join(self.folder, "beside")
            os.makedirs(logs, exist_ok=True)
            services["beside it, native"] = Package(self.settings["beside"], [], self.key, logs).start(cluster)
        for service in services.values():
            atexit.register(service.stop)
        loads = Loads(cluster, int(self.settings["connections"]), self.folder)
        rates = {}
        for name, service in services.items():
            # Each of its own: an executable does less in a second.
            self.saturation = {}
            rates[name] = [rate / 4 / len(services) for rate in self.saturated(service, loads)]

        def sample(name):
            return memory.sample(
                loads, services[name], minutes, rates[name][0], self.tokens, lists.profiles(self.cases)["usual"],
                rates[name][1], self.new_calls(), self.cases, self.folder)

        with ThreadPoolExecutor(len(services)) as each:
            seen = dict(zip(services, each.map(sample, services)))
        samples = {name: found for name, (found, _) in seen.items()}
        half = "half of saturation" if len(services) == 1 else "a quarter of saturation each"
        loaded = ", ".join(f"{name} {asked:.0f} lists/s and {told:.0f} callbacks/s" for name, (asked, told) in rates.items())
        self.say(f"## Resident memory at {half}, {minutes} minutes if the load was borne: {loaded}\n\n{report.machine(cluster)}\n")
        self.say(report.table(
            ["", "minutes", "at the beginning, MiB", "second half: least", "most", "at the end", "growth in it, MiB an hour"],
            [[name, f"{found[-1][0]:.1f}", *[f"{value:.0f}" for value in memory.told(found)]] for name, found in samples.items()]))
        for name, (_, said) in seen.items():
            self.say(f"{name}: {memory.answers(said)}\n")
        report.lines(self.folder, "memory", "Resident memory, MiB", "minutes", samples)

    def startup(self):
        options = self.settings["java_options"].split()
        packages = {"jar": self.package}
        cache = os.path.join(self.package.path, "app.aot")
        if os.path.exists(cache):
            cached = [*options, *AOT, f"-XX:AOTCache={cache}", "-XX:AOTMode=on"]
            packages["jar, AOT cache"] = Package(self.package.path, cached, self.key, self.folder)
        if self.settings["native"]:
            packages["native"] = Package(self.settings["native"], [], self.key, self.folder)
        requests = int(self.settings["requests"])
        cluster = self.cluster(self.calls, self.cases, writes=False)
        found = startup.interleaved(startup.Startup(cluster, self.token, requests), packages, self.rounds, self.random)
        self.say(f"## Start\n\n{report.machine(cluster)}; {self.rounds} rounds; {self.busy:.1f} cores were busy with others "
                 "before\n")
        self.say(report.table(
            ["package", "first list answered, ms: min / **median** / max", "of the jar", "resident then, MiB",
             f"after {requests:,} requests"], startup.rows(found)))

    def write(self):
        path = os.path.join(self.folder, "report.md")
        with open(path, "w") as file:
            file.write("\n".join(self.text))
        print(f"Written: {os.path.relpath(path)}")


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    run = Run(dict(argument.split("=", 1) for argument in sys.argv[1:]))
    getattr(run, run.settings["part"])()
    run.write()


try:
    main()
except Failure as failure:
    sys.exit(str(failure))
