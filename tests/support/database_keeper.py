"""Runs one database server in the background until it is told to end, or the process that it is for is gone.

python database_keeper.py OWNER PIDFILE USER COMMAND...

Its pid and the server's are in PIDFILE while they run. What the server holds is thrown away, so it is killed; without
its owner, the whole folder of PIDFILE goes too.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType


def main(owner: int, pidfile: Path, user: str, command: list[str]) -> None:
    def end(signal_number: int, frame: FrameType | None) -> None:
        raise SystemExit

    signal.signal(signal.SIGTERM, end)
    server = subprocess.Popen(command, user=user or None, cwd="/", start_new_session=True)
    pidfile.write_text(f"{os.getpid()} {server.pid}")
    try:
        while server.poll() is None and _alive(owner):
            time.sleep(0.3)
    finally:
        server.send_signal(signal.SIGQUIT)  # PostgreSQL's children end with it
        try:
            server.wait(2)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        pidfile.unlink(missing_ok=True)
        if not _alive(owner):
            shutil.rmtree(pidfile.parent, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    if os.fork():
        os._exit(0)  # the caller need not wait for the one that stays
    os.setsid()
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4:])
