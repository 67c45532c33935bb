"""Clients that are programs of their own."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

LIMIT = 60


def find(name: str) -> str:
    """The path of a program; a test that needs it is skipped where it is not installed."""
    # What a requirement installs stands beside the interpreter.
    beside = pathlib.Path(sys.executable).parent
    path = shutil.which(name, path=f"{beside}{os.pathsep}{os.environ.get('PATH', '')}")
    if path is None:
        pytest.skip(f"{name} is not installed; scripts/install-tools python installs it on Debian")
    return path


def run(name: str, *arguments, stdin: bytes = b"", limit: float = LIMIT) -> subprocess.CompletedProcess:
    """Runs a program to its end, which must be a good one."""
    command = [find(name), *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=limit)
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done


def output(name: str, *arguments, **options) -> str:
    return run(name, *arguments, **options).stdout.decode()
