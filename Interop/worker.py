"""A worker that needs only HTTP: it leases, keeps the lease by heartbeats, and says how the work ended."""

from __future__ import annotations

import threading
from collections.abc import Callable

from rest import Rest, RestError


class Failed(Exception):
    """Raised by a handler: the attempt ends with this error."""

    def __init__(self, code: int, message: str, retryable: bool | None = None):
        super().__init__(message)
        self.fields = {"error": {"code": code, "message": message}}
        if retryable is not None:
            self.fields["retryable"] = retryable


class Job:
    """One attempt at the work, in the hands of a handler."""

    def __init__(self, api: Rest, lease: dict):
        self.lease = lease
        self.name = lease["name"]
        self.attempt = lease["attempt"]
        self.request = lease.get("request", {}).get("value")
        self.should_stop = threading.Event()
        self._api = api

    def heartbeat(self, **fields) -> None:
        """Extends the lease; `should_stop` is set when the work is no longer wanted."""
        try:
            if self._api.report("heartbeat", self.lease, **fields).get("cancelRequested"):
                self.should_stop.set()
        except RestError as error:
            if error.reason not in ("LEASE_LOST", "OPERATION_DELETED", "OPERATION_EXPIRED"):
                raise
            self.should_stop.set()


class Worker:
    """Runs `handler(job)` for the operations of some queues; its result is the response, an Any as JSON, or None.

    As a context manager it works until the block ends.
    """

    def __init__(self, api: Rest, handler: Callable[[Job], dict | None], *, concurrency: int = 1, **lease_fields):
        self.api = api
        self.handler = handler
        self.lease_fields = {"waitTimeout": "0.300s", "leaseDuration": "10s", **lease_fields}
        self.errors: list[BaseException] = []
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(concurrency)]

    def __enter__(self) -> Worker:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind, error, trace) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(30)
        if kind is None and self.errors:
            raise self.errors[0]

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                for lease in self.api.lease(**self.lease_fields):
                    self._work(Job(self.api, lease))
        except BaseException as error:  # noqa: BLE001 - shown by __exit__
            self.errors.append(error)

    def _work(self, job: Job) -> None:
        ended = threading.Event()
        pulse = threading.Thread(target=self._keep, args=(job, ended), daemon=True)
        pulse.start()
        try:
            response = self.handler(job)
            verb, fields = "complete", {} if response is None else {"response": response}
        except Failed as failure:
            verb, fields = "fail", failure.fields
        finally:
            ended.set()
            pulse.join()
        try:
            self.api.report(verb, job.lease, **fields)
        except RestError as error:
            if error.reason not in ("LEASE_LOST", "OPERATION_DELETED"):
                raise

    def _keep(self, job: Job, ended: threading.Event) -> None:
        """Beats three times in each lease."""
        pause = float(self.lease_fields["leaseDuration"].removesuffix("s")) / 3
        while not ended.wait(pause) and not job.should_stop.is_set():
            job.heartbeat()
