"""Runs of the program that are killed at their n-th call of anything in `os`.

Each is a fork of an interpreter of its own: pytest has threads, and those don't survive a fork.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Protocol

_DRIVER = """\
import contextlib, io, os, signal, sys
import pathlib, shutil, tempfile
from prisma_to_convex import cli
from prisma_to_convex.data.exporting import publication, rejects, scratch, shards
from prisma_to_convex.data.ids import secret
from prisma_to_convex.data.snapshots import archive
from prisma_to_convex.project import folder, journal, recovery, targets, writing

MODULES = (folder, journal, recovery, targets, writing, archive, publication, rejects, scratch, secret, shards,
           pathlib, shutil, tempfile)

class Killing:
    def __init__(self, left):
        self.left = left
    def __getattr__(self, name):
        value = getattr(os, name)
        if not callable(value) or isinstance(value, type):
            return value
        def counted(*given, **named):
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            if name == "fsync":  # slow, and of no use to a process that dies alone
                return None
            return value(*given, **named)
        return counted

def child(left, fails, words):
    sys.stdout = sys.stderr = open(os.devnull, "w")
    killing = Killing(left)
    for module in MODULES:
        if hasattr(module, "os"):
            module.os = killing
    if fails:
        calls = [0]
        replace = os.replace
        def failing(*given, **named):
            calls[0] += 1
            if calls[0] == fails:
                raise OSError(16, "Device or resource busy")
            return replace(*given, **named)
        os.replace = failing
    os._exit(cli.main(words))

with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    cli.main(sys.argv[1:])  # what is imported once, no child imports

for line in sys.stdin:
    left, fails, *words = line.split()
    process = os.fork()
    if process == 0:
        child(int(left), int(fails), words)
    _, status = os.waitpid(process, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""


class Run(Protocol):
    """-> the exit code of a process whose m-th `os.replace` is refused, negative for a signal."""

    def __call__(self, *words: str, kill_at: int = 0, fails: int = 0) -> int: ...


@contextlib.contextmanager
def killed_runs(*warm: str) -> Iterator[Run]:
    """In the current folder. `warm` is a command to run first: what it imports, no child has to."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", _DRIVER, *warm],
        text=True,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:

        def run(*words: str, kill_at: int = 0, fails: int = 0) -> int:
            assert process.stdin is not None
            assert process.stdout is not None
            print(kill_at, fails, *words, file=process.stdin, flush=True)
            return int(process.stdout.readline())

        yield run
