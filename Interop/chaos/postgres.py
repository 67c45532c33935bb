"""Throw-away PostgreSQL clusters: made, started, stopped, killed and copied; not as root, even when root does it."""

from __future__ import annotations

import contextlib
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import time

from servers import free_ports

LIMIT = 60.0
OWNER = "postgres"  # The superuser within the cluster.

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": 200,
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
    "wal_level": "replica",
    "hot_standby": "on",
    "wal_retrieve_retry_interval": "100ms",
    "wal_sender_timeout": "5s",
    # Processes die here, the machine does not: what was written is kept without waiting for a disk.
    "fsync": "off",
    "log_line_prefix": "%m [%p] ",
}


def find_programs() -> pathlib.Path | None:
    """The folder with initdb and its like: from PATH, else the newest that Debian's packages have installed."""
    if found := shutil.which("initdb"):
        return pathlib.Path(found).resolve().parent
    versions = pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in versions), key=lambda path: float(path.parent.name), default=None)


def _unprivileged() -> dict:
    """PostgreSQL refuses to run as root: who it runs as instead, as arguments for a new process."""
    if os.geteuid() != 0:
        return {}
    names = {each.pw_name for each in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Cluster:
    """One PostgreSQL server on a port and in a folder of its own. All calls wait until they are done."""

    def __init__(self, directory: pathlib.Path, name: str):
        self.name = name
        self.programs = find_programs()
        (self.port,) = free_ports(1)
        self.directory = directory / name
        self.directory.mkdir()
        self.data = self.directory / "data"
        self.log_path = self.directory / "log"
        self.process: subprocess.Popen | None = None
        self._account = _unprivileged()
        if self._account:
            os.chown(self.directory, self._account["user"], self._account["group"])

    def create(self) -> None:
        self._run("initdb", "-D", self.data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.configure(**SETTINGS, port=self.port)

    def copy(self, source: Cluster, slot: str) -> None:
        """Becomes a standby of another cluster, in place of whatever it held before."""
        shutil.rmtree(self.data, ignore_errors=True)
        address = f"host=127.0.0.1 port={source.port} user={OWNER}"
        options = ("--checkpoint=fast", "--wal-method=stream", "--no-sync")
        self._run("pg_basebackup", "-D", self.data, "-d", address, *options)
        self.configure(
            port=self.port, primary_conninfo=f"{address} application_name={self.name}", primary_slot_name=slot,
            synchronous_standby_names="",
        )  # fmt: skip
        (self.data / "standby.signal").touch()

    def configure(self, **settings) -> None:
        """Settings that hold from the next start or reload on; the last word on each counts."""
        with (self.data / "postgresql.conf").open("a") as file:
            for name, value in settings.items():
                print(f"{name} = '{value}'", file=file)

    def reload(self) -> None:
        self.process.send_signal(signal.SIGHUP)

    def start(self) -> None:
        """Starts it, and returns when it answers queries."""
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.data], stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, cwd=self.directory, **self._account,
            )  # fmt: skip
        deadline = time.monotonic() + LIMIT
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise AssertionError(f"PostgreSQL '{self.name}' did not start:\n{self.log()}")
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Ends it: SIGINT is a fast shutdown, SIGQUIT an immediate one, after which it has to recover."""
        self.process.send_signal(how)
        try:
            self.process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"PostgreSQL '{self.name}' did not stop:\n{self.log()}") from None
        self.process = None

    def kill(self) -> None:
        """Ends all its processes at once, without a chance to do anything."""
        if self.process is None:
            return
        if self.process.poll() is None:
            # Stopped first, so that it makes no more children while they are counted, and hears of no death; killed
            # last, because a child that misses it says good-bye to its client.
            self.process.send_signal(signal.SIGSTOP)
            children = _children(self.process.pid)
            for pid in [*children, self.process.pid]:
                _kill(pid)
            self.process.wait()
            while any(_is_alive(pid) for pid in children):
                time.sleep(0.005)
        self.process = None

    def promote(self) -> None:
        """Makes a standby a primary."""
        assert self.sql("SELECT pg_promote(true, 30)") == "t", f"'{self.name}' was not promoted:\n{self.log()}"

    def answers(self) -> bool:
        return self._psql("SELECT 1", "postgres").returncode == 0

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Runs a statement as the superuser; its values, as text."""
        done = self._psql(statement, database)
        assert done.returncode == 0, f"{statement}: {done.stderr.decode()}"
        return done.stdout.decode().strip()

    def log(self, limit: int = 4_000) -> str:
        return self.log_path.read_bytes()[-limit:].decode(errors="replace") if self.log_path.exists() else ""

    def _psql(self, statement: str, database: str) -> subprocess.CompletedProcess:
        address = f"host=127.0.0.1 port={self.port} user={OWNER} dbname={database} connect_timeout=3"
        command = [self.programs / "psql", "-X", "-A", "-t", "-q", "-d", address, "-c", statement]
        return subprocess.run(command, capture_output=True, timeout=LIMIT)

    def _run(self, program: str, *arguments) -> None:
        command = [self.programs / program, *arguments]
        done = subprocess.run(command, capture_output=True, timeout=LIMIT, cwd=self.directory, **self._account)
        assert done.returncode == 0, f"{program} failed:\n{done.stdout.decode()}{done.stderr.decode()}"


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _children(parent: int) -> list[int]:
    return [int(each.name) for each in pathlib.Path("/proc").glob("[0-9]*") if _status(each.name)[1:] == [str(parent)]]


def _is_alive(pid: int) -> bool:
    return _status(str(pid))[:1] not in ([], ["Z"])


def _status(pid: str) -> list[str]:
    """State and parent of a process, as in `proc(5)`; nothing if there is no such process."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[:2]
    except OSError:
        return []
