"""The `longrun` command: what it prints, and with which status it ends."""

from __future__ import annotations

import json
import signal
import subprocess

import pytest

import rest
from commands import LIMIT, CommandLine


@pytest.fixture(scope="module")
def cli(server):
    return CommandLine(server)


def items(answer) -> list[dict]:
    """A list is an array, or an object that holds one."""
    if isinstance(answer, dict):
        return next((value for value in answer.values() if isinstance(value, list)), [])
    return answer


# Starting and looking


def test_start_and_get(cli, api, parent):
    request = '{"file": "a.txt", "size": 3}'
    started = cli.json(
        "start", parent, "--queue", "q1", "--id", "first", "--request", request, "--label", "a=1", "--label", "b=x=y"
    )
    assert started["name"] == f"{parent}/operations/first"

    record = api.record(started["name"])
    assert record["queue"] == "q1"
    assert record["labels"] == {"a": "1", "b": "x=y"}
    assert record["request"] == rest.struct(file="a.txt", size=3)
    assert cli.json("get", started["name"])["name"] == started["name"]


def test_start_at_the_root(cli):
    assert cli.json("start")["name"].startswith("operations/")


def test_the_request_from_a_file(cli, api, parent, tmp_path):
    path = tmp_path / "request.json"
    path.write_text(json.dumps(rest.text("typed")))
    name = cli.json("start", parent, "--request", f"@{path}")["name"]
    assert api.record(name)["request"] == rest.text("typed")


def test_list(cli, api, parent):
    names = sorted(each["name"] for each in api.batch_start([{}] * 120, parent))
    assert [each["name"] for each in items(cli.json("list", parent))] == names
    assert [each["name"] for each in items(cli.json("list", parent, "--limit", "7"))] == names[:7]
    text = cli.run("list", parent)
    assert text.status == 0
    assert all(name.split("/")[-1] in text.out for name in names)


def test_an_empty_list(cli, parent):
    assert items(cli.json("list", parent)) == []
    assert cli.run("list", parent).status == 0


def test_text_is_for_people(cli, api, parent):
    name = api.start(parent, labels={"team": "blue"})["name"]
    api.report("heartbeat", api.lease_one(name), progressPercent=40, statusMessage="copying files")
    result = cli.run("get", name)
    assert result.status == 0
    for word in (name, "40", "copying files"):
        assert word in result.out
    assert "{" not in result.out.splitlines()[0]


# Waiting


def test_wait_for_success(cli, api, parent):
    name = api.start(parent)["name"]
    waiting = cli.begin("wait", name, "--output", "json")
    api.finish(name, rest.text("x"))
    out, err = waiting.communicate(timeout=LIMIT)
    assert waiting.returncode == 0, err
    assert json.loads(out)["response"] == rest.text("x")


@pytest.mark.parametrize("command", ["wait", "watch"])
@pytest.mark.parametrize("end", ["fail", "cancel"])
def test_waiting_for_a_failure_ends_with_1(cli, api, parent, command, end):
    name = api.start(parent)["name"]
    waiting = cli.begin(command, name)
    if end == "cancel":
        api.cancel(name)
    else:
        api.report("fail", api.lease_one(name), error={"code": 9, "message": "the disk is full"})
    out, err = waiting.communicate(timeout=LIMIT)
    assert waiting.returncode == 1, (out, err)
    if end == "fail":
        assert "the disk is full" in out + err


def test_watch_shows_progress(cli, api, parent):
    name = api.start(parent)["name"]
    lease = api.lease_one(name)
    watching = cli.begin("watch", name)
    seen = ""
    for percent in (25, 75):
        api.report("heartbeat", lease, progressPercent=percent, statusMessage=f"step {percent}")
        while f"{percent}" not in seen:
            line = watching.stdout.readline()
            assert line, f"the watch ended early: {seen}{watching.stderr.read()}"
            seen += line
    api.report("complete", lease)
    out, err = watching.communicate(timeout=LIMIT)
    assert watching.returncode == 0, err


def test_start_and_wait(cli, api, parent, queue):
    with cli.worker("--queue", queue, "--", "sh", "-c", "echo done"):
        result = cli.run("start", parent, "--queue", queue, "--wait", "--output", "json")
        assert result.status == 0, result
        assert result.json["response"] == rest.text("done")
    with cli.worker("--queue", queue, "--", "sh", "-c", "exit 3"):
        assert cli.run("start", parent, "--queue", queue, "--wait").status == 1


# Changing


def test_cancel_delete_history(cli, api, parent):
    name = cli.json("start", parent)["name"]
    assert cli.run("cancel", name).status == 0
    assert cli.json("get", name)["error"]["code"] == 1
    steps = items(cli.json("history", name))
    assert [each["kind"] for each in steps] == ["STARTED", "CANCELLED"]
    assert "CANCELLED" in cli.run("history", name).out.upper()
    assert cli.run("delete", name).status == 0
    assert cli.run("get", name).status == 3


# Exit statuses


@pytest.mark.parametrize("command", ["get", "wait", "watch", "cancel", "delete", "history"])
def test_not_found_is_3(cli, command):
    result = cli.run(command, "operations/unknown")
    assert result.status == 3, result
    assert "operations/unknown" in result.err
    assert result.out == ""


@pytest.mark.parametrize("arguments", [
    ["get"], ["unheard-of"], ["get", "--unheard-of", "operations/x"], ["start", "--request", "{"],
    ["start", "--label", "novalue"], ["list", "--output", "xml"], ["work"], ["start", "--request", "@/no/such/file"],
], ids=" ".join)  # fmt: skip
def test_usage_errors_are_2(cli, arguments):
    result = cli.run(*arguments)
    assert result.status == 2, result
    assert result.err and result.out == ""


@pytest.mark.parametrize("arguments", [["get", "operations/x"], ["list"], ["start"]], ids=" ".join)
def test_no_server_is_4(cli, arguments):
    for options in ({"LONGRUN_ENDPOINT": "127.0.0.1:1"}, {}):
        more = [] if options else ["--endpoint", "127.0.0.1:1"]
        result = cli.run(*arguments, *more, **options)
        assert result.status == 4, result
        assert "127.0.0.1:1" in result.err


def test_other_errors_of_the_server_are_5(cli, api, parent):
    api.start(parent, operationId="taken")
    result = cli.run("start", parent, "--id", "taken")
    assert result.status == 5, result
    assert "already exists" in result.err
    assert cli.run("get", "nonsense").status in (2, 5)


def test_help_and_version(cli):
    for arguments in (["--help"], ["help", "start"], ["work", "--help"], ["--version"]):
        result = cli.run(*arguments)
        assert result.status == 0, result
        assert result.out


# Running one command


def at_work(api, queue) -> list[dict]:
    """What has reported progress in a queue."""
    return [each for each in api.all_records() if each["queue"] == queue and each.get("progressPercent")]


def test_exec(cli, api):
    result = cli.run("exec", "--output", "json", "--", "sh", "-c", "echo '{\"lines\": 3}'")
    assert result.status == 0, result


def test_exec_is_visible_to_all(cli, api, queue):
    script = 'echo "progress 40 half way" >&3; read line < "$0"; echo end'
    pipe = cli.directory / f"pipe-{queue}"
    subprocess.run(["mkfifo", str(pipe)], check=True)
    running = cli.begin("exec", "--queue", queue, "--", "sh", "-c", script, str(pipe))
    try:
        [record] = rest.eventually(lambda: at_work(api, queue))
        assert (record["state"], record["progressPercent"], record["statusMessage"]) == ("RUNNING", 40, "half way")
        with pipe.open("w") as writer:
            writer.write("go\n")
        out, err = running.communicate(timeout=LIMIT)
        assert running.returncode == 0, err
        assert api.get(record["name"])["response"] == rest.text("end")
    finally:
        running.kill()
        running.communicate()


def test_exec_of_a_failing_command_ends_with_1(cli):
    assert cli.run("exec", "--", "sh", "-c", "exit 7").status == 1


def test_exec_is_interrupted_with_its_command(cli, api, queue):
    script = 'trap "exit 0" TERM INT; echo "progress 1 up" >&3; while :; do sleep 0.05; done'
    running = cli.begin("exec", "--queue", queue, "--", "sh", "-c", script)
    try:
        rest.eventually(lambda: at_work(api, queue))
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=LIMIT)
        assert running.returncode != 0
    finally:
        running.kill()
        running.communicate()
