"""`longrun work`: a worker out of any program."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess

import pytest

import rest
from commands import CommandLine


@pytest.fixture(scope="module")
def cli(server):
    return CommandLine(server)


def run(api, cli, parent, queue, script, request=None, *options, **fields):
    """Starts one operation, lets `sh -c script` do it, and answers with it when it is done."""
    more = {} if request is None else {"request": request}
    name = api.start(parent, queue=queue, **more, **fields)["name"]
    with cli.worker("--queue", queue, *options, "--", "sh", "-c", script):
        return wait(api, name)


def wait(api, name):
    operation = api.wait(name, "20s")
    assert operation.get("done"), operation
    return operation


@pytest.mark.parametrize("output, response", [
    ("hello world", rest.text("hello world")),
    ("", rest.empty()),
    ('{"a": 1, "b": [true, null]}', rest.struct(a=1, b=[True, None])),
    ("[1, 2]", {"@type": rest.TYPES + "Value", "value": [1, 2]}),
    ("42", {"@type": rest.TYPES + "Value", "value": 42}),
    ('"quoted"', {"@type": rest.TYPES + "Value", "value": "quoted"}),
    ("true", {"@type": rest.TYPES + "Value", "value": True}),
    ('{"@type": "type.googleapis.com/google.protobuf.Duration", "value": "3s"}',
     {"@type": rest.TYPES + "Duration", "value": "3s"}),
    ("two\nlines", rest.text("two\nlines")),
    ("größe 🌍", rest.text("größe 🌍")),
    ("{not json", rest.text("{not json")),
])  # fmt: skip
def test_standard_output_is_the_response(cli, api, parent, queue, output, response):
    path = cli.directory / f"{queue}.out"
    path.write_text(output + ("\n" if output else ""))
    assert run(api, cli, parent, queue, f"cat '{path}'")["response"] == response


def test_the_request_is_on_standard_input(cli, api, parent, queue):
    done = run(api, cli, parent, queue, "cat", rest.struct(path="/tmp/x", count=3))
    assert done["response"] == rest.struct(path="/tmp/x", count=3)


def test_no_request_is_an_empty_input(cli, api, parent, queue):
    done = run(api, cli, parent, queue, "wc -c | tr -d ' '")
    assert done["response"]["value"] in (0, 1, 2, 3)


def test_the_program_is_told_what_it_works_on(cli, api, parent, queue):
    done = run(api, cli, parent, queue, 'echo "$LONGRUN_OPERATION $LONGRUN_QUEUE $LONGRUN_ATTEMPT"')
    assert done["response"]["value"] == f"{done['name']} {queue} 1"


def test_progress_on_descriptor_3(cli, api, parent, queue):
    pipe = cli.directory / f"{queue}.pipe"
    subprocess.run(["mkfifo", str(pipe)], check=True)
    lines = "printf 'progress 10 first\\nprogress 60 nearly there\\nnoise\\n' >&3"
    script = f"{lines}; read x <'{pipe}'; echo ok"
    name = api.start(parent, queue=queue)["name"]
    with cli.worker("--queue", queue, "--", "sh", "-c", script):
        record = rest.eventually(lambda: (found := api.record(name)).get("progressPercent") == 60 and found)
        assert record["statusMessage"] == "nearly there"
        pipe.write_text("go\n")
        assert wait(api, name)["response"] == rest.text("ok")


@pytest.mark.parametrize("status, code", [(1, 2), (7, 2), (126, 2)])
def test_a_failing_program_is_a_failure(cli, api, parent, queue, status, code):
    done = run(api, cli, parent, queue, f"echo partial; echo 'no such bucket' >&2; exit {status}")
    assert done["error"]["code"] == code
    assert str(status) in done["error"]["message"] or "no such bucket" in done["error"]["message"]


def test_a_program_that_cannot_be_run_is_refused_before_any_work_is_taken(cli, api, parent, queue):
    name = api.start(parent, queue=queue)["name"]
    result = cli.run("work", "--queue", queue, "--", "/no/such/program")
    assert result.status == 2
    assert "/no/such/program" in result.err
    assert api.record(name)["state"] == "PENDING"


def test_exit_75_is_tried_again(cli, api, parent, queue):
    marker = cli.directory / f"{queue}.marker"
    script = f"test -e '{marker}' && {{ echo second; exit 0; }}; touch '{marker}'; exit 75"
    done = run(api, cli, parent, queue, script, retryPolicy={"initialBackoff": "0s", "maxBackoff": "0s"})
    assert done["response"] == rest.text("second")
    assert api.record(done["name"])["attempt"] == 2


def test_cancellation_is_term(cli, api, parent, queue):
    script = "trap 'echo stopped; exit 1' TERM; echo 'progress 1 up' >&3; while :; do sleep 0.05; done"
    name = api.start(parent, queue=queue)["name"]
    with cli.worker("--queue", queue, "--lease", "2s", "--", "sh", "-c", script):
        rest.eventually(lambda: api.record(name).get("progressPercent"))
        api.cancel(name)
        assert wait(api, name)["error"]["code"] == 1
    assert api.record(name)["state"] == "CANCELLED"


def test_leases_are_kept_while_the_program_runs(cli, api, parent, queue):
    script = "sleep 2.2; echo slow"
    name = api.start(parent, queue=queue)["name"]
    with cli.worker("--queue", queue, "--lease", "1s", "--", "sh", "-c", script):
        rest.eventually(lambda: api.record(name)["state"] == "RUNNING")
        assert wait(api, name)["response"] == rest.text("slow")
    assert api.record(name)["attempt"] == 1


def test_concurrency(cli, api, parent, queue):
    """Four programs meet at one place, which they can only do together."""
    place = cli.directory / queue
    place.mkdir()
    script = f"touch '{place}'/$$; until [ $(ls '{place}' | wc -l) -ge 4 ]; do sleep 0.05; done; echo met"
    names = [each["name"] for each in api.batch_start([{"queue": queue}] * 4, parent)]
    with cli.worker("--queue", queue, "--concurrency", "4", "--", "sh", "-c", script):
        assert [wait(api, name)["response"]["value"] for name in names] == ["met"] * 4


def test_a_parent_limits_the_work(cli, api, parent, queue):
    other = api.start(parent + "/things/1", queue=queue)["name"]
    outside = api.start("projects/other", queue=queue)["name"]
    with cli.worker("--queue", queue, "--parent", parent, "--", "sh", "-c", "echo mine"):
        assert wait(api, other)["response"] == rest.text("mine")
    assert api.lease_one(outside, wait="0s")["attempt"] == 1


def test_a_stopped_worker_gives_its_work_back(cli, api, parent, queue):
    name = api.start(parent, queue=queue)["name"]
    script = "trap 'exit 1' TERM; echo 'progress 1 up' >&3; while :; do sleep 0.05; done"
    with cli.worker("--queue", queue, "--grace", "0.5s", "--", "sh", "-c", script):
        rest.eventually(lambda: api.record(name).get("progressPercent"))
    record = api.record(name)
    assert (record["state"], record["attempt"]) == ("PENDING", 1)
    assert "RELEASED" in [each["kind"] for each in api.history(name)]
    assert not record.get("cancelRequested")


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not installed")
def test_quick_start_checksums_of_a_directory(cli, api, parent, tmp_path):
    """The first example of the README: one operation a file, four at a time."""
    expected = {}
    for number in range(12):
        path = tmp_path / f"file {number}.bin"
        path.write_bytes(os.urandom(10_000))
        expected[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()

    names = {
        cli.json("start", parent, "--queue", "checksum", "--request", json.dumps({"path": path}))["name"]: path
        for path in expected
    }
    program = (
        'path=$(python3 -c "import json, sys; print(json.load(sys.stdin)[\\"path\\"])");'
        'echo "progress 50 hashing" >&3; sha256sum "$path" | cut -d" " -f1'
    )
    with cli.worker("--queue", "checksum", "--concurrency", "4", "--", "sh", "-c", program):
        for name, path in names.items():
            assert wait(api, name)["response"] == rest.text(expected[path])


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not installed")
def test_a_standard_tool_as_a_worker(cli, api, parent, queue):
    done = run(api, cli, parent, queue, "sha256sum | cut -d' ' -f1")
    assert len(done["response"]["value"]) == 64
