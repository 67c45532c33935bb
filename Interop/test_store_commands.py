"""`longrun store copy|check|migrate`: a populated, partly finished server moves with all that it knows."""

from __future__ import annotations

import json
import shutil
import sqlite3

import pytest

KINDS = {"operations", "history", "tombstones", "starts", "descriptorSets", "policies"}

pytestmark = pytest.mark.sqlite


def sqlite(path) -> str:
    return f"sqlite:{path}"


def test_a_copy_is_whole_without_the_files_beside_it(life, line, tmp_path):
    copied = line.json("store", "copy", sqlite(life.server.database), sqlite(tmp_path / "a.db"))
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    assert line.json("store", "check", sqlite(tmp_path / "b.db"))["digest"] == copied["digest"]


def test_a_copy_serves_what_its_source_did(life, line, new_server):
    server = new_server()
    copied = line.json("store", "copy", sqlite(life.server.database), sqlite(server.database))
    assert set(copied["counts"]) == KINDS and all(copied["counts"].values()), copied
    for database in (life.server.database, server.database):
        report = line.json("store", "check", sqlite(database))
        assert report["faultCount"] == 0 and report["faults"] == []
        assert (report["digest"], report["counts"]) == (copied["digest"], copied["counts"])
    life.assert_goes_on(server.start())


def test_a_target_that_holds_something_stays_as_it_is(life, line, new_server):
    server = new_server().start()
    server.rest.start(operationId="mine")
    in_use = line.run("store", "copy", sqlite(life.server.database), sqlite(server.database))
    assert in_use.status == 1 and "is in use by another longrun server" in in_use.err
    server.stop()
    refusal = line.run("store", "copy", sqlite(life.server.database), sqlite(server.database))
    assert refusal.status == 1 and "not empty" in refusal.err and not refusal.out
    assert [each["name"] for each in server.start().rest.list()["operations"]] == ["operations/mine"]


def test_a_copy_that_was_interrupted_is_not_served(life, line, new_server):
    server = new_server()
    assert line.run("store", "copy", sqlite(life.server.database), sqlite(server.database)).status == 0
    with sqlite3.connect(server.database) as database:
        database.execute("INSERT INTO meta (key, value) VALUES ('loading', 1)")
    for arguments in (["serve", "--store"], ["store", "check"], ["store", "copy", sqlite(life.server.database)]):
        result = line.run(*arguments, sqlite(server.database))
        assert result.status == 1 and "a copy that was interrupted" in result.err, result
    onward = line.run("store", "copy", sqlite(server.database), sqlite(server.directory / "other.db"))
    assert onward.status == 1 and not (server.directory / "other.db").exists()


def test_what_is_not_there_is_not_made(line, tmp_path):
    for arguments in (["check"], ["copy"]):
        more = [sqlite(tmp_path / "to.db")] if arguments == ["copy"] else []
        result = line.run("store", *arguments, sqlite(tmp_path / "none.db"), *more)
        assert result.status == 1 and "There is no database" in result.err, result
    assert list(tmp_path.iterdir()) == []


def test_a_check_says_what_is_wrong(life, line, tmp_path):
    path = tmp_path / "broken.db"
    assert line.run("store", "copy", sqlite(life.server.database), sqlite(path)).status == 0
    with sqlite3.connect(path) as database:
        of_one = "operation_id = (SELECT id FROM operations WHERE name = ?)"
        database.execute(f"DELETE FROM history WHERE {of_one}", [life.names[5]])
        database.execute("UPDATE operations SET due_time = NULL WHERE name = ?", [life.names[2]])
    result = line.run("store", "check", sqlite(path))
    assert result.status == 1 and "the store has 2 faults." in result.err, result
    assert f"{life.names[5]}: It has no history." in result.out
    assert f"'{life.names[2]}' is due at another time" in result.out
    report = line.run("store", "check", sqlite(path), "--output", "json").json
    assert report["faultCount"] == 2 and {"subject": life.names[5], "sentence": "It has no history."} in report["faults"]


def test_a_migration_says_what_was_there(life, line, tmp_path):
    path = tmp_path / "new.db"
    made = line.json("store", "migrate", sqlite(path))
    assert made["present"] == [] and made["applied"][0] == "001-operations"
    again = line.json("store", "migrate", sqlite(path))
    assert again == {"present": made["applied"], "applied": []}
    with sqlite3.connect(path) as database:
        database.execute("DELETE FROM grdb_migrations WHERE identifier = '004-policies'")
        database.execute("DROP TABLE policies")
    for command in (["check", sqlite(path)], ["copy", sqlite(path), sqlite(tmp_path / "to.db")]):
        result = line.run("store", *command)
        assert result.status == 1 and "longrun store migrate" in result.err, result
    assert "004-policies" in line.run("store", "migrate", sqlite(path)).out
    assert line.run("store", "check", sqlite(path)).status == 0
    with sqlite3.connect(path) as database:
        database.execute("INSERT INTO grdb_migrations VALUES ('999-later')")
    newer = line.run("store", "check", sqlite(path))
    assert newer.status == 1 and "newer version" in newer.err


def refusal(result) -> str:
    """The reason that a command gives to programs."""
    status = json.loads(result.err)
    assert not result.out and status["message"] and status["code"], result
    return status["details"][0]["reason"]


def test_what_is_refused_has_a_reason_for_programs(life, line, tmp_path):
    source, target = sqlite(life.server.database), sqlite(tmp_path / "to.db")
    (tmp_path / "link.db").symlink_to(life.server.database)
    assert line.run("store", "copy", source, target).status == 0
    refused = [
        (1, "STORE_NOT_FOUND", "check", sqlite(tmp_path / "none.db")), (1, "TARGET_NOT_EMPTY", "copy", source, target),
        (2, "SAME_STORE", "copy", source, source), (2, "SAME_STORE", "copy", source, sqlite(tmp_path / "link.db")),
        (2, "INVALID_STORE", "check", ""), (2, "INVALID_STORE", "migrate", "mysql:a"),
        (2, "INVALID_STORE", "copy", source, "memory:"), (2, "INVALID_STORE", "check", "postgres://h/d?nonsense=1"),
    ]  # fmt: skip
    for status, reason, *arguments in refused:
        result = line.run("store", *arguments, "--output", "json")
        assert (result.status, refusal(result)) == (status, reason), (arguments, result)


def test_a_store_that_there_cannot_be_is_a_fault_of_usage(life, line):
    for name, words in (("", "The name of the store is empty"), ("mysql:a", "is not known"), ("sqlite:", "no file"),
                        ("host=db password=secret", "does not say its kind")):
        for command in (["serve", "--store"], ["store", "check"], ["store", "migrate"]):
            result = line.run(*command, name)
            assert result.status == 2 and words in result.err and "secret" not in result.err, (command, result)
