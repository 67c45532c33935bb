"""Two clusters, of which one follows the other and can take its place without losing what was acknowledged."""

from __future__ import annotations

import pathlib
import signal
import time

from chaos.postgres import Cluster

LIMIT = 30.0
SLOT = "standby"
USER = DATABASE = "longrun"


class Pair:
    """A primary and, most of the time, its synchronous standby. All calls wait until they are done."""

    def __init__(self, directory: pathlib.Path):
        self.primary = Cluster(directory, "north")
        self.other = Cluster(directory, "south")

    @property
    def clusters(self) -> list[Cluster]:
        """Both, always in the same order."""
        return sorted([self.primary, self.other], key=lambda cluster: cluster.name)

    def start(self) -> None:
        self.primary.create()
        self.primary.start()
        self.primary.sql(f"CREATE ROLE {USER} LOGIN")
        self.primary.sql(f"CREATE DATABASE {DATABASE} OWNER {USER}")
        self.add_standby()

    def add_standby(self) -> None:
        """Lets the other cluster follow the primary; from its end on no commit is acknowledged without it."""
        primary, standby = self.primary, self.other
        standby.kill()
        primary.sql(f"SELECT pg_create_physical_replication_slot('{SLOT}')")
        standby.copy(primary, SLOT)
        standby.start()
        self._await_state("streaming")
        primary.configure(synchronous_standby_names=standby.name)
        primary.reload()
        self._await_state("streaming sync")

    def promote(self, pause: float = 0) -> None:
        """Kills the primary for good; its standby takes its place, and has none itself."""
        # A commit whose wait for the standby a crash has cut short can be seen before the standby has it. Once the
        # standby streams it has all that was seen.
        self._await_state("streaming sync")
        self.primary.kill()
        time.sleep(pause)
        self.primary, self.other = self.other, self.primary
        self.primary.promote()

    def restart(self, pause: float = 0) -> None:
        """Shuts the primary down fast but in order, and starts it again."""
        self.primary.stop(signal.SIGINT)
        self._start_after(pause)

    def kill_and_recover(self, pause: float = 0) -> None:
        """Ends all processes of the primary at once, and starts it again."""
        self.primary.kill()
        self._start_after(pause)

    def crash_and_recover(self, pause: float = 0) -> None:
        """Lets the primary end without a last word, and starts it again."""
        self.primary.stop(signal.SIGQUIT)
        self._start_after(pause)

    def _start_after(self, pause: float) -> None:
        time.sleep(pause)
        self.primary.start()

    def kill(self) -> None:
        for cluster in self.clusters:
            cluster.kill()

    def _await_state(self, wanted: str) -> None:
        follower = f"application_name = '{self.other.name}'"
        query = f"SELECT state || ' ' || sync_state FROM pg_stat_replication WHERE {follower}"
        deadline = time.monotonic() + LIMIT
        while not (state := self.primary.sql(query)).startswith(wanted):
            logs = f"{self.primary.log()}\n{self.other.log()}"
            assert time.monotonic() < deadline, f"the standby is '{state}', not '{wanted}':\n{logs}"
            time.sleep(0.05)
