"""`kill -9` under load, again and again: what was acknowledged is there, what is finished stays as it was."""

from __future__ import annotations

import itertools
import os
import random
import threading
import time
import uuid

import requests

import rest
from rest import RestError, eventually

KILLS = 30
PARENT = "projects/crash/locations/here"
QUEUE = "crash"
POLICY = {"maxAttempts": 100_000, "initialBackoff": "0s", "maxBackoff": "0.100s"}
DOWN = (requests.ConnectionError, requests.Timeout, OSError)


class Ledger:
    """What the server has acknowledged, as its callers remember it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.starts: dict[str, str] = {}
        self.completions: dict[str, str] = {}
        self.finished: dict[str, dict] = {}
        self.lost_leases = 0

    def started(self, name: str, payload: str) -> None:
        with self.lock:
            assert self.starts.setdefault(name, payload) == payload, f"{name} was given to two starts"

    def completed(self, name: str, response: str) -> None:
        with self.lock:
            assert self.completions.setdefault(name, response) == response, f"{name} was completed twice"

    def ended(self) -> set[str]:
        """The operations that are known to be finished now, and so must be for ever."""
        with self.lock:
            return {*self.completions, *self.finished}

    def seen(self, operation: dict, ended: set[str]) -> None:
        """Holds an answer against all that was known before its question."""
        name = operation["name"]
        if not operation.get("done"):
            assert name not in ended, f"{name} is not finished any more"
            return
        with self.lock:
            first = self.finished.setdefault(name, operation)
            assert first == operation, f"{name} changed after its end: {first} became {operation}"
            if name in self.completions:
                assert operation["response"] == rest.text(self.completions[name])


class Load:
    """Starters, workers and readers, each in a thread of its own, who live through every crash."""

    def __init__(self, api: rest.Rest, seed: int):
        self.api = api
        self.ledger = Ledger()
        self.no_more_starts = threading.Event()
        self.no_more_work = threading.Event()
        self.errors: list[BaseException] = []
        roles = [self.start] * 2 + [self.work] * 3 + [self.read] * 2
        self.threads = [
            threading.Thread(target=self._guarded, args=(role, random.Random(seed * 100 + number)), daemon=True)
            for number, role in enumerate(roles)
        ]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.no_more_starts.set()
        self.no_more_work.set()
        for thread in self.threads:
            thread.join(20)

    def check(self) -> None:
        if self.errors:
            raise self.errors[0]

    def _guarded(self, role, chance) -> None:
        try:
            role(chance)
        except BaseException as error:  # noqa: BLE001 - shown by check()
            self.errors.append(error)

    def again(self, call, *arguments, **fields):
        """Repeats a call until somebody answers it, as a careful client does."""
        while True:
            try:
                return call(*arguments, **fields)
            except DOWN:
                time.sleep(0.02)
            except RestError as error:
                if error.code != "UNAVAILABLE":
                    raise
                time.sleep(0.02)

    def start(self, chance: random.Random) -> None:
        while not self.no_more_starts.wait(0.008):
            request_id = str(uuid.UUID(int=chance.getrandbits(128), version=4))
            fields = {"requestId": request_id, "queue": QUEUE, "request": rest.text(request_id), "retryPolicy": POLICY}
            if chance.random() < 0.1:
                ids = [str(uuid.UUID(int=chance.getrandbits(128), version=4)) for _ in range(5)]
                started = self.again(self.api.batch_start, [{**fields, "requestId": each} for each in ids], PARENT)
            else:
                started = [self.again(self.api.start, PARENT, **fields)]
            for each in started:
                self.ledger.started(each["name"], request_id)

    def work(self, chance: random.Random) -> None:
        while not self.no_more_work.is_set():
            leases = self.again(
                self.api.lease, PARENT, queues=[QUEUE], maxOperations=chance.randint(1, 6), waitTimeout="0.500s",
                leaseDuration=f"{chance.choice([1, 2])}s",
            )  # fmt: skip
            for lease in leases:
                try:
                    self._attempt(lease, chance)
                except RestError as error:
                    assert error.reason == "LEASE_LOST", error
                    self.ledger.lost_leases += 1

    def _attempt(self, lease: dict, chance: random.Random) -> None:
        fate = chance.random()
        if fate < 0.05:
            return  # This worker dies: the lease runs out.
        if fate < 0.35:
            self.again(self.api.report, "heartbeat", lease, progressPercent=chance.randint(0, 100))
        if fate < 0.10:
            self.again(self.api.report, "fail", lease, error={"code": 14, "message": "try again"})
        elif fate < 0.15:
            self.again(self.api.report, "release", lease)
        else:
            response = f"{lease['request']['value']} {lease['attempt']} {chance.random()}"
            self.again(self.api.report, "complete", lease, response=rest.text(response))
            self.ledger.completed(lease["name"], response)

    def read(self, chance: random.Random) -> None:
        while not self.no_more_work.wait(0.02):
            with self.ledger.lock:
                names = list(self.ledger.starts)
            if names:
                ended = self.ledger.ended()
                self.ledger.seen(self.again(self.api.get, chance.choice(names)), ended)


def check_all(api: rest.Rest, starts: set[str], ended: set[str], ledger: Ledger) -> list[dict]:
    """Reads everything, and holds it against what was acknowledged before."""
    operations = api.list_all(PARENT, pageSize=1_000)
    missing = starts - {each["name"] for each in operations}
    assert not missing, f"{len(missing)} acknowledged starts are lost, such as {min(missing)}"
    for operation in operations:
        ledger.seen(operation, ended)
    return operations


def check_history(api: rest.Rest, name: str) -> None:
    """An operation's history is one chain from its start to its only end."""
    steps = api.history(name)
    assert steps[0]["kind"] == "STARTED"
    assert steps[-1]["kind"] == "SUCCEEDED"
    assert [each["kind"] for each in steps].count("SUCCEEDED") == 1
    for first, second in itertools.pairwise(steps):
        assert first["to"] == second["from"]
        assert int(first["revision"]) < int(second["revision"])
        assert first["time"] <= second["time"]


def test_term_under_load(new_server):
    """A graceful end under load loses nothing either, and is in time."""
    chance = random.Random(7)
    server = new_server().start()
    with Load(server.rest, 7) as load:
        for _ in range(5):
            time.sleep(chance.uniform(0.3, 0.8))
            server.stop()
            starts, ended = set(load.ledger.starts), load.ledger.ended()
            server.start()
            check_all(server.rest, starts, ended, load.ledger)
            load.check()
    load.check()
    server.assert_no_errors_logged()


def test_kill_nine(new_server):
    seed = int(os.environ.get("LONGRUN_CRASH_SEED", random.SystemRandom().randrange(1_000_000)))
    print(f"seed {seed}; repeat with LONGRUN_CRASH_SEED={seed}")
    chance = random.Random(seed)
    server = new_server().start()
    api = server.rest

    with Load(api, seed) as load:
        ledger = load.ledger
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.02, 0.6))
            load.check()
            server.kill()
            # Nobody is answered while there is no server: this is all that was ever acknowledged.
            starts, ended = set(ledger.starts), ledger.ended()
            server.start()
            check_all(api, starts, ended, ledger)
            load.check()

        load.no_more_starts.set()
        for thread in load.threads[:2]:
            thread.join(20)
        starts = set(ledger.starts)

        def all_done() -> bool:
            load.check()
            return all(each.get("done") for each in api.list_all(PARENT, pageSize=1_000))

        eventually(all_done, within=60, every=0.3)
        load.no_more_work.set()
        operations = check_all(api, starts, ledger.ended(), ledger)

    load.check()
    assert {each["name"] for each in operations} == starts, "each start, repeated or not, made one operation"
    for name in chance.sample(sorted(starts), min(25, len(starts))):
        check_history(api, name)
    print(f"{len(starts)} starts, {len(ledger.completions)} completions, {ledger.lost_leases} lost leases")
    assert len(starts) > 50
    server.restart()
    check_all(api, starts, starts, ledger)
