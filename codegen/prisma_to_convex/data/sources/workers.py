"""Processes that share the work of one. They are forked, so they have what it has, and end with it, however that ends."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from .row_source import UnusableSource

_LOOK_AFTER = 0.5  # seconds


def can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods()


@contextlib.contextmanager
def workers(count: int, start: Callable[..., None], *words: Any) -> Iterator[ProcessPoolExecutor]:
    """`start` is called with `words` in each. Raises `UnusableSource` where one of them is killed."""
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(count, context, _start, (os.getpid(), start, words)) as pool:
        try:
            yield pool
        except BrokenProcessPool:
            raise UnusableSource(
                "a process that read rows was killed, perhaps for want of memory: try fewer `--jobs`"
            ) from None


def _start(parent: int, start: Callable[..., None], words: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    start(*words)


def _end_with(parent: int) -> None:
    """A worker whose parent was killed would wait for ever, and keep the parts and the snapshot."""
    while os.getppid() == parent:
        time.sleep(_LOOK_AFTER)
    os._exit(1)
