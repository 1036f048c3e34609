"""The service and its peer as processes, and what processes cost."""

import glob
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
import zipfile

from cluster import free_port
from failure import Failure

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PUBLIC_URL = "https://calls.example.com"
AUTH_TOKEN = "0123456789abcdef0123456789abcdef"
ISSUER = "https://issuer.example.com"
# As the image sets it.
IMAGE = {"MALLOC_ARENA_MAX": "2"}
TICKS = os.sysconf("SC_CLK_TCK")


def stat(pid):
    """Parent and CPU seconds of a process, with and without those of its children that have ended."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    own, ended = (sum(int(field) for field in fields[at:at + 2]) / TICKS for at in (11, 13))
    return int(fields[1]), own, own + ended


def cpu_seconds(pid):
    """Of a process and its children, PostgreSQL's for example."""
    total = stat(pid)[2]
    for path in glob.glob("/proc/[0-9]*"):
        try:
            parent, own, _ = stat(os.path.basename(path))
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += own if parent == pid else 0
    return total


def busy_cores(seconds=2):
    """How much of the machine is in use: what others take, a measurement does not get."""
    def idle():
        with open("/proc/stat") as file:
            # Idle, and waiting for a disk.
            return sum(int(field) for field in file.readline().split()[4:6]) / TICKS

    before = idle()
    time.sleep(seconds)
    return max(0, os.cpu_count() - (idle() - before) / seconds)


def resident_mib(pid):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:")) / 1024


class Server:
    """A process that answers HTTP on loopback."""

    def __init__(self, name, command, settings, port, ready, log):
        self.name, self.port, self.log = name, port, log
        with open(log, "w") as out:
            self.process = subprocess.Popen(
                command, env=dict(settings, LC_ALL="C.UTF-8", **IMAGE), stdout=out, stderr=out, start_new_session=True)
        for _ in range(600):
            if self.status(ready) == 200:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        self.stop()
        raise Failure(f"The {name} does not start: see {log}")

    @staticmethod
    def status(url):
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            return None

    @property
    def pid(self):
        return self.process.pid

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def stop(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Package:
    """The packaged service: target/quarkus-app, or a native executable."""

    def __init__(self, path, java_options, key, logs, pool=None):
        self.path, self.key, self.logs, self.pool = path, key, logs, pool
        if os.path.isdir(path):
            self.command = [java(), *java_options, "-jar", os.path.join(path, "quarkus-run.jar")]
        else:
            self.command = [path, *[option for option in java_options if option.startswith("-Xm")]]

    def migrations(self):
        """Their texts: those of the package, or of the source where it is an executable."""
        packed = glob.glob(os.path.join(self.path, "app", "*.jar"))
        if packed:
            with zipfile.ZipFile(packed[0]) as jar:
                return [jar.read(name).decode() for name in sorted(jar.namelist()) if name.startswith("db/migration/V")]
        texts = []
        for path in sorted(glob.glob(os.path.join(ROOT, "src/main/resources/db/migration/V*"))):
            with open(path) as file:
                texts.append(file.read())
        return texts

    def migrate(self, cluster):
        """The job that runs before a roll-out."""
        job = dict(
            self.settings(cluster), QUARKUS_FLYWAY_MIGRATE_AT_START="true", QUARKUS_INIT_AND_EXIT="true",
            QUARKUS_SHUTDOWN_DELAY="0S")
        log = os.path.join(self.logs, "migration.log")
        with open(log, "w") as out:
            if subprocess.run(self.command, env=job, stdout=out, stderr=out).returncode:
                raise Failure(f"The migration failed: see {log}")

    def start(self, cluster):
        settings = self.settings(cluster)
        return Server(
            "service", self.command, settings, int(settings["QUARKUS_HTTP_PORT"]),
            f"http://127.0.0.1:{settings['QUARKUS_MANAGEMENT_PORT']}/q/health/ready", os.path.join(self.logs, "service.log"))

    def settings(self, cluster):
        """Production's. The records were not made by callbacks, so they are not compared with those."""
        return {
            "LC_ALL": "C.UTF-8",
            "QUARKUS_HTTP_HOST": "127.0.0.1",
            "QUARKUS_HTTP_PORT": str(free_port()),
            "QUARKUS_MANAGEMENT_HOST": "127.0.0.1",
            "QUARKUS_MANAGEMENT_PORT": str(free_port()),
            "QUARKUS_DATASOURCE_JDBC_URL": cluster.jdbc_url,
            "QUARKUS_DATASOURCE_USERNAME": "callfile",
            "CALLFILE_PUBLIC_URL": PUBLIC_URL,
            "CALLFILE_TWILIO_AUTH_TOKENS": AUTH_TOKEN,
            "CALLFILE_CHECK_EVERY": "off",
            "MP_JWT_VERIFY_ISSUER": ISSUER,
            "MP_JWT_VERIFY_PUBLICKEY_LOCATION": self.key,
            "MP_JWT_VERIFY_AUDIENCES": "callfile",
            **({"QUARKUS_DATASOURCE_JDBC_MAX_SIZE": self.pool} if self.pool else {}),
        }


def peer(cluster, jar, java_options, key, logs):
    port = free_port()
    settings = {
        "SERVER_ADDRESS": "127.0.0.1",
        "SERVER_PORT": str(port),
        "SPRING_DATASOURCE_URL": cluster.jdbc_url,
        "SPRING_DATASOURCE_USERNAME": "callfile",
        "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_PUBLIC_KEY_LOCATION": "file:" + key,
    }
    return Server(
        "peer", [java(), *java_options, "-jar", jar], settings, port, f"http://127.0.0.1:{port}/actuator/health",
        os.path.join(logs, "peer.log"))


def java():
    return os.path.join(os.environ["JAVA_HOME"], "bin", "java")
