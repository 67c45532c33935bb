"""`longrun store copy|check|migrate` between SQLite and PostgreSQL."""

from __future__ import annotations

import os
import pathlib
import subprocess
import tempfile

import pytest

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent / "scripts"

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def postgres():
    """The URI of a PostgreSQL server: LONGRUN_TEST_POSTGRES, or a new one."""
    if uri := os.environ.get("LONGRUN_TEST_POSTGRES"):
        yield uri
        return
    with tempfile.TemporaryDirectory() as parent:
        # The server runs as another user, and pytest's own directories are closed to others.
        os.chmod(parent, 0o755)
        directory, out = pathlib.Path(parent) / "postgres", pathlib.Path(parent) / "uri"
        # Not piped: what it starts would keep the pipe open.
        with out.open("w") as file:
            status = subprocess.run([SCRIPTS / "postgres-up", "--fast", directory], stdout=file).returncode
        if status == 3:
            pytest.skip("PostgreSQL's server programs are not installed (initdb, from Debian's postgresql-15)")
        assert status == 0
        try:
            yield out.read_text().split()[0]
        finally:
            subprocess.run([SCRIPTS / "postgres-up", "--stop", directory], check=True)


@pytest.fixture
def config(tmp_path) -> str:
    """A configuration with a schema of its own."""
    path = tmp_path / "postgres.yaml"
    path.write_text(f"postgres: {{schema: copy_{os.getpid()}_{tmp_path.name[-12:].lower().replace('-', '_')}}}\n")
    return str(path)


def test_there_and_back_again(life, line, postgres, config, new_server):
    source, back = f"sqlite:{life.server.database}", new_server()
    there = line.json("store", "copy", source, postgres, "--config", config)
    report = line.json("store", "check", postgres, "--config", config)
    assert report["faults"] == [] and report["digest"] == there["digest"]
    again = line.json("store", "copy", postgres, f"sqlite:{back.database}", "--config", config)
    assert again == there
    life.assert_goes_on(back.start())


def test_a_copy_serves_what_its_source_did(life, line, postgres, config, new_server):
    line.json("store", "copy", f"sqlite:{life.server.database}", postgres, "--config", config)
    server = new_server("--store", postgres, "--config", config).start()
    life.assert_goes_on(server)
    beside = line.json("store", "check", postgres, "--config", config)
    assert beside["faults"] == []


def test_what_is_not_there_is_not_made(life, line, postgres, config):
    for more in (["check", postgres], ["copy", postgres, f"sqlite:{life.server.directory / 'none.db'}"]):
        result = line.run("store", *more, "--config", config)
        assert result.status == 1 and "longrun store migrate" in result.err, result
    made = line.json("store", "migrate", postgres, "--config", config)
    assert made["present"] == [] and made["applied"]
    assert line.json("store", "migrate", postgres, "--config", config)["applied"] == []
    assert line.run("store", "check", postgres, "--config", config).status == 0


def test_a_target_that_holds_something_stays_as_it_is(life, line, postgres, config):
    source = f"sqlite:{life.server.database}"
    before = line.json("store", "copy", source, postgres, "--config", config)
    refusal = line.run("store", "copy", source, postgres, "--config", config)
    assert refusal.status == 1 and "not empty" in refusal.err
    assert line.json("store", "check", postgres, "--config", config)["digest"] == before["digest"]


def test_a_schema_that_is_served_from_is_not_copied_into(life, line, postgres, config, new_server):
    source, server = f"sqlite:{life.server.database}", new_server("--store", postgres, "--config", config).start()
    refusal = line.run("store", "copy", source, postgres, "--config", config)
    assert refusal.status == 1 and "in use by a longrun server" in refusal.err, refusal
    mine = server.rest.start(operationId="mine")["name"]
    assert [each["name"] for each in server.restart().rest.list()["operations"]] == [mine]
    server.stop()
    assert "not empty" in line.run("store", "copy", source, postgres, "--config", config).err


def test_a_schema_is_not_copied_onto_itself(life, line, postgres, config):
    line.json("store", "migrate", postgres, "--config", config)
    mark = "&" if "?" in postgres else "?"
    for other in (postgres, f"{postgres}{mark}application_name=other", postgres.replace("postgres:", "postgresql:", 1)):
        result = line.run("store", "copy", postgres, other, "--config", config)
        assert result.status == 2 and "the same store" in result.err, result
    assert line.run("store", "check", postgres, "--config", config).status == 0
