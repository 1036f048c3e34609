"""A PostgreSQL of the benchmark's own: fsync on, loopback only, on a free port, kept between runs."""

import csv
import glob
import os
import random
import shutil
import signal
import socket
import subprocess
import time

from failure import Failure

# What anyone would set on a machine of this size. Everything else is PostgreSQL's default: fsync, full_page_writes and
# synchronous_commit are on.
SETTINGS = {
    "max_wal_size": "4GB",
    "maintenance_work_mem": "512MB",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "logging_collector": "on",
    "log_destination": "csvlog",
    "log_directory": "statements",
    "log_filename": "log",
    "log_min_messages": "warning",
}


def program(name):
    """Path of one of PostgreSQL's programs, of the newest version that is installed."""
    version = lambda path: [int(part) for part in path.split("/")[4].split(".")]
    installed = sorted(glob.glob("/usr/lib/postgresql/*/bin/" + name), key=version, reverse=True)
    found = (installed or [shutil.which(name)])[0]
    if not found:
        raise Failure(f"PostgreSQL's {name} is missing: install PostgreSQL 14 or newer, server and contrib programs.")
    return found


def as_somebody(command):
    """PostgreSQL refuses to be root. In a user namespace of its own it is nobody, and root's files are its own."""
    return ["unshare", "--user", *command] if os.geteuid() == 0 else command


def free_port():
    """None of those that the system gives to connections: one of them could have it before the server is there."""
    while True:
        port = random.randrange(16_000, 32_000)
        with socket.socket() as found:
            try:
                found.bind(("127.0.0.1", port))
                return port
            except OSError:
                # Taken.
                continue


class Cluster:
    def __init__(self, folder, shared_buffers):
        self.folder = folder
        self.settings = dict(SETTINGS, shared_buffers=shared_buffers)
        self.port = free_port()
        self.process = None

    @classmethod
    def create(cls, folder, shared_buffers):
        made = subprocess.run(
            as_somebody([program("initdb"), "-D", folder, "-U", "callfile", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust"]),
            capture_output=True, text=True)
        if made.returncode:
            raise Failure("initdb failed: " + made.stderr.strip())
        cluster = cls(folder, shared_buffers)
        # Write-ahead log that is kept would be copied with the data.
        cluster.settings["max_wal_size"] = "1GB"
        cluster.start()
        cluster.run("create database callfile", database="postgres")
        return cluster

    def start(self):
        options = [option for name, value in self.settings.items() for option in ("-c", f"{name}={value}")]
        log = open(os.path.join(self.folder, "server.out"), "w")
        self.process = subprocess.Popen(
            as_somebody([program("postgres"), "-D", self.folder, "-p", str(self.port), *options]),
            stdout=log, stderr=log, start_new_session=True)
        for _ in range(600):
            if subprocess.run([program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]).returncode == 0:
                return
            if self.process.poll() is not None:
                raise Failure(f"PostgreSQL does not start: see {self.folder}/server.out")
            time.sleep(0.1)
        raise Failure(f"PostgreSQL does not start within a minute: see {self.folder}/server.out")

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(120)
            self.process = None

    @property
    def jdbc_url(self):
        return f"jdbc:postgresql://127.0.0.1:{self.port}/callfile"

    def address(self, database="callfile"):
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", "callfile", database]

    def run(self, sql, database="callfile", **variables):
        """What psql prints of some SQL: rows as lines, columns with tabs between."""
        given = [word for name, value in variables.items() for word in ("-v", f"{name}={value}")]
        done = subprocess.run(
            [program("psql"), "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", *given, *self.address(database)],
            input=sql, capture_output=True, text=True)
        if done.returncode:
            raise Failure("psql failed: " + done.stderr.strip()[:2000])
        return done.stdout.strip()

    def set(self, name, value):
        """Sets what can be changed while it runs; None takes that back."""
        self.run(f"alter system reset {name}" if value is None else f"alter system set {name} = '{value}'")
        self.run("select pg_reload_conf()")
        time.sleep(0.5)

    def statements(self, work):
        """What was executed while some work was done: (process, SQL, parameters) in order."""
        log = os.path.join(self.folder, "statements", "log.csv")
        self.set("log_statement", "all")
        begin = os.path.getsize(log)
        work()
        # The log is written by a process of its own.
        time.sleep(1)
        self.set("log_statement", None)
        with open(log, newline="") as lines:
            lines.seek(begin)
            rows = [(row[3], row[13], row[14]) for row in csv.reader(lines) if len(row) > 14]
        return [
            (process, message.split(": ", 1)[1], detail.split(": ", 1)[1] if detail else "")
            for process, message, detail in rows if message.startswith(("execute ", "statement: "))
        ]

    def version(self):
        return self.run("show server_version")
