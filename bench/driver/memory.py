"""Resident memory of the service over time, under a load that goes on."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import callbacks
from failure import Failure
from processes import resident_mib

EVERY = 5
# Of the generator, which would fall behind at once, and could not catch up: requests come half as often.
WARM_UP = 60


def sample(loads, service, minutes, lists, tokens, profile, told, first, cases, folder):
    """[(minutes, MiB)] while so many lists and callbacks come each second, and what the open loop says of them."""
    pipe = os.path.join(folder, f"callbacks-{service.pid}.pipe")
    if os.path.exists(pipe):
        os.remove(pipe)
    os.mkfifo(pipe)

    def tell():
        try:
            callbacks.write(pipe, callbacks.lives(first, int(told * minutes * 60), cases))
        except BrokenPipeError:
            # The open loop has ended.
            pass

    threading.Thread(target=tell, daemon=True).start()
    found = []
    with ThreadPoolExecutor(1) as aside:
        begin = time.monotonic()
        load = aside.submit(loads.open_loop, service, minutes * 60, WARM_UP, lists, tokens, profile, told, pipe)
        while not load.done():
            found.append(((time.monotonic() - begin) / 60, resident_mib(service.pid)))
            time.sleep(EVERY)
        os.remove(pipe)
        try:
            said, _ = load.result()
        except Failure as failure:
            # What was seen until then is worth to be told.
            print(failure, flush=True)
            said = {}
    return found, said


def told(samples):
    """At the beginning, least and most of the second half, at the end, and how it grows: MiB."""
    half = [mib for _, mib in samples[len(samples) // 2:]]
    return samples[0][1], min(half), max(half), samples[-1][1], growth(samples)


def answers(said):
    """How many requests of each kind were counted, those that were refused, and how long they took."""
    return "; ".join(
        f"{of['counted']:,} {kind}s, {of['failed']:,} of them not answered with success, p50 {of['p50']:.1f} ms, "
        f"p99 {of['p99']:.1f} ms, at most {of['max']:.0f} ms" for kind, of in said.items())


def growth(samples):
    """MiB an hour over the second half, by the line that fits best."""
    half = samples[len(samples) // 2:]
    middle = sum(at for at, _ in half) / len(half), sum(mib for _, mib in half) / len(half)
    spread = sum((at - middle[0]) ** 2 for at, _ in half)
    return 60 * sum((at - middle[0]) * (mib - middle[1]) for at, mib in half) / spread if spread else 0
