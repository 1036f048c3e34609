"""What bench/performance runs, which has checked the settings: name=value on the command line."""

import atexit
import os
import random
import signal
import sys

import lists
import report
import tokens
from cluster import Cluster
from data import copy, loaded
from failure import Failure
from load import Loads
from processes import ROOT, Package, peer


class Run:
    def __init__(self, settings):
        self.settings = settings
        self.folder = os.path.join(ROOT, "target", "performance")
        os.makedirs(self.folder, exist_ok=True)
        self.kept = os.path.join(ROOT, "bench", ".data")
        os.makedirs(self.kept, exist_ok=True)
        self.rounds, self.seconds = int(settings["rounds"]), int(settings["seconds"])
        self.calls, self.cases = int(settings["calls"]), int(settings["cases"])
        self.random = random.Random(int(settings["seed"]))
        self.key, self.tokens = tokens.write(self.folder)
        with open(self.tokens) as file:
            self.token = file.readline().strip()
        self.package = Package(settings["package"], settings["java_options"].split(), self.key, self.folder)
        self.text = []

    def cluster(self, calls, writes):
        """A running one, which stops with the run. What writes does so into a copy."""
        kept = loaded(self.kept, self.package, calls, self.cases, int(self.settings["talk"]), self.settings["shared_buffers"])
        if writes:
            work = os.path.join(self.kept, "work")
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

    def interleaved(self, contenders):
        """Each contender in each round, in an order of its own; the first time to warm up."""
        for name, measure in contenders.items():
            if name != "pgbench":
                measure(int(self.settings["warm_up"]), 0)
        found = []
        for _ in range(self.rounds):
            order = list(contenders)
            self.random.shuffle(order)
            found.append({name: contenders[name](self.seconds, self.random.randrange(1_000_000)) for name in order})
        return found

    def measure(self):
        only = self.settings["only"]
        cluster = self.cluster(self.calls, writes=only != "list")
        servers = self.servers(cluster)
        loads = Loads(cluster, int(self.settings["connections"]), self.folder)
        self.say(f"{self.calls:,} calls over {self.cases:,} cases; {report.machine(cluster)}; "
                 f"{self.settings['connections']} connections; {self.rounds} rounds of {self.seconds} s\n")
        if only in ("", "list"):
            self.lists(cluster, servers, loads)

    def lists(self, cluster, servers, loads):
        lists.check(cluster, servers, self.token, self.cases)
        charts = {}
        for profile, (first, last) in lists.profiles(self.cases).items():
            rounds = self.interleaved(lists.contenders(loads, servers, self.tokens, first, last, self.folder))
            self.say(f"## List, page 1 of 25 with total, {profile} cases\n")
            self.say(report.rates(rounds, "requests"))
            charts[profile] = {
                name: [measured[name].rate / measured["pgbench"].rate for measured in rounds] for name in rounds[0]}
        report.bars(self.folder, "lists", "Lists per second, in ratio to pgbench", charts)

    def write(self):
        path = os.path.join(self.folder, "report.md")
        with open(path, "w") as file:
            file.write("\n".join(self.text))
        print(f"Written: {os.path.relpath(path)}")


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    run = Run(dict(argument.split("=", 1) for argument in sys.argv[1:]))
    run.measure()
    run.write()


try:
    main()
except Failure as failure:
    sys.exit(f"performance: {failure}")
