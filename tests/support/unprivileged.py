"""The program as a user whom permissions bind: root is given up where the tests run as root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

_WITHOUT = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search,-fowner")
_IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

needs_permissions = pytest.mark.skipif(
    os.name != "posix" or (_IS_ROOT and shutil.which("setpriv") is None),
    reason="permissions do not bind root, and there is no setpriv to give them up with",
)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """`prisma-to-convex` in the current folder."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [*(_WITHOUT if _IS_ROOT else ()), sys.executable, "-m", "prisma_to_convex", *words]
    return subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
