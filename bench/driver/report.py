"""Tables and plots of what was measured."""

import math
import os
import platform
import statistics
import subprocess


def machine(cluster):
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), platform.machine())
    version = subprocess.run(
        [os.path.join(os.environ["JAVA_HOME"], "bin", "java"), "-version"], capture_output=True, text=True).stderr
    java = version.splitlines()[1] if len(version.splitlines()) > 1 else version
    return f"{os.cpu_count()} cores, {model}; PostgreSQL {cluster.version()}; {java.strip()}"


def number(value, digits=3):
    """With about three digits that count."""
    if value is None or math.isnan(value):
        return "–"
    places = max(0, digits - 1 - (math.floor(math.log10(abs(value))) if value else 0))
    return f"{value:,.{min(places, 3)}f}"


def spread(values):
    return f"{min(values):.2f} / **{statistics.median(values):.2f}** / {max(values):.2f}"


def table(head, rows):
    lines = ["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]]
    return "\n".join(lines) + "\n"


def rates(rounds, what):
    """Medians of each contender over the rounds, and how it stands to pgbench and the service to its peer, round by round."""
    names = [name for name in ("pgbench", "service", "peer") if name in rounds[0]]
    median = lambda name, value: number(statistics.median(getattr(measured[name], value) for measured in rounds))
    against = lambda one, other: spread([measured[one].rate / measured[other].rate for measured in rounds])
    rows = [
        [name, median(name, "rate"), "1" if name == "pgbench" else against(name, "pgbench"), median(name, "p50"),
         median(name, "p99"), median(name, "server_cpu") if name != "pgbench" else "–", median(name, "database_cpu"),
         median(name, "resident")]
        for name in names
    ]
    text = table(
        ["", what + "/s", "of pgbench: min / **median** / max", "p50, ms", "p99, ms", "CPU s of the process per 1000",
         "CPU s of PostgreSQL per 1000", "resident, MiB"], rows)
    if "peer" in names:
        text += f"\nService ÷ peer: {against('service', 'peer')}\n"
    return text


def latencies(runs):
    """
    Of an open loop's kinds: medians over the rounds of p50 and p99, and the longest of all; and, round by round, how long the
    longest callback took, and what else went on.
    """
    rows, stood = [], []
    for name, measured in runs.items():
        rounds = [said for said, _ in measured]
        for said, stalls in measured:
            stood.append([name, number(said["callback"]["max"]), number(stalls.machine), number(stalls.disk),
                          str(stalls.vacuumed)])
        for kind in rounds[0]:
            total = lambda what: sum(measured[kind][what] for measured in rounds)
            middle = lambda what: number(statistics.median(measured[kind][what] for measured in rounds))
            rows.append([name, kind, middle("p50"), spread([measured[kind]["p99"] for measured in rounds]),
                         number(max(measured[kind]["max"] for measured in rounds)),
                         f"{total('failed')} of {total('counted')}"])
    return (table(["", "of", "p50, ms", "p99, ms: min / **median** / max", "longest, ms", "refused"], rows)
            + "\n" + table(["each round", "longest callback, ms", "the machine stood still, ms", "the disk, ms",
                            "tables that autovacuum put in order"], stood))


def plot(folder, name, commands, data):
    """An SVG by gnuplot; data is blocks of rows, which the commands name $block0, $block1 and so on."""
    blocks = "".join(
        f"$block{index} << END\n" + "".join(" ".join(f'"{cell}"' if isinstance(cell, str) else str(cell) for cell in row) + "\n"
                                            for row in block) + "END\n"
        for index, block in enumerate(data))
    path = os.path.join(folder, name + ".svg")
    preamble = f"set terminal svg size 760,420 font 'sans-serif,13' background '#ffffff'\nset output '{path}'\nset grid ytics\n"
    subprocess.run(["gnuplot"], input=blocks + preamble + commands, text=True, check=True)
    return path


def bars(folder, name, title, groups):
    """One group of bars each, with a whisker from the least to the most: {group: {name: [values]}}."""
    names = list(next(iter(groups.values())))
    rows = [[group, *[value for name in names for value in
                      (statistics.median(of[name]), min(of[name]), max(of[name]))]] for group, of in groups.items()]
    drawn = ", ".join(
        f"$block0 using {2 + 3 * at}:{3 + 3 * at}:{4 + 3 * at}:xtic(1) title '{name}'" for at, name in enumerate(names))
    plot(folder, name, f"""set style data histograms
set style histogram errorbars gap 1.5 lw 1
set style fill solid 0.75 border -1
set yrange [0:*]
set title '{title}'
set key top right
plot {drawn}
""", [rows])


def lines(folder, name, title, below, series, more=""):
    """One line for each series: {name: [(x, y)]}."""
    drawn = ", ".join(
        f"$block{at} using 1:2 with linespoints pointtype 7 pointsize 0.4 title '{each}'" for at, each in enumerate(series))
    plot(folder, name, f"""set yrange [0:*]
set title '{title}'
set xlabel '{below}'
set key outside below
set offsets 0, 0, graph 0.15, 0
{more}
plot {drawn}
""", list(series.values()))
