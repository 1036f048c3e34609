"""What a page costs in depth, and as the table grows."""

import http.client
import json
import random
import re
import statistics
import time

from data import LARGEST_CASES, case_id
from failure import Failure

DEPTHS = [2, 10, 100, 1000]
PAGE = 25
REQUESTS = 200
SMALL, LARGEST = "first page and total, small case", "first page and total, largest case"


class Curve:
    """The pages of one size of the table; points are what is asked for: {name: [paths]}."""

    def __init__(self, cluster, service, token, calls, cases):
        self.cluster, self.token = cluster, token
        self.connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
        chosen = random.Random(5)
        largest = [self.path(number) for number in range(1, LARGEST_CASES + 1)]
        self.points = {
            SMALL: [self.path(chosen.randint(LARGEST_CASES + 1, cases)) for _ in range(REQUESTS)],
            LARGEST: largest,
        }
        for path in largest:
            self.walk(path, [depth for depth in DEPTHS if depth * PAGE < calls // 20])

    @staticmethod
    def path(number):
        return f"/v1/cases/{case_id(number)}/phone-calls"

    def ask(self, path):
        self.connection.request("GET", path, headers={"Authorization": "Bearer " + self.token})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise Failure(f"{path} was answered with {answer.status}: {body.decode()}")
        return body

    def walk(self, path, depths):
        """By cursor to the deepest page, remembering how the others are asked for."""
        address = path
        for page in range(1, max(depths) + 1):
            if page in depths:
                self.points.setdefault(f"page {page} by cursor", []).append(address)
            address = path + "?cursor=" + json.loads(self.ask(address))["meta"]["next_cursor"]

    def measure(self, rounds, order):
        """{point: (milliseconds, buffers)}, medians both. The points take turns request by request."""
        times = {name: [] for name in self.points}
        for at in range(rounds * REQUESTS):
            for name in order.sample(list(self.points), len(self.points)):
                path = self.points[name][at % len(self.points[name])]
                begin = time.perf_counter()
                self.ask(path)
                times[name].append((time.perf_counter() - begin) * 1000)
        return {
            name: (statistics.median(times[name]), statistics.median(self.buffers(path) for path in paths[:LARGEST_CASES]))
            for name, paths in self.points.items()}

    def buffers(self, path):
        """Pages of 8 KiB that the service's own statements touch, as EXPLAIN (ANALYZE, BUFFERS) counts them."""
        case = path.split("/")[3]
        total = 0
        for _, sql, values in self.cluster.statements(lambda: self.ask(path)):
            if case in values:
                given = dict(re.findall(r"\$(\d+) = (NULL|'(?:[^']|'')*')", values))
                sql = re.sub(r"\$(\d+)", lambda name: given[name.group(1)], sql)
                plan = json.loads(self.cluster.run("explain (analyze, buffers, format json) " + sql))[0]["Plan"]
                total += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        return total
