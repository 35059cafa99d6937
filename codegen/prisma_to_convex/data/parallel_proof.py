"""The proof in several processes: each reads whole tables of the ZIP by itself, then ids are looked up file by file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, wait
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from .closure import Closure, ClosureCheck, Collected, compared, in_total
from .id_format import ALPHABET
from .table_proof import Found, ProofWork, TableReader
from .workers import workers

_EVERY = 0.2  # seconds between two looks at what the processes have read


def read_tables(
    work: ProofWork, sizes: Mapping[str, int], jobs: int, advance: Callable[[int, int], None]
) -> tuple[dict[str, Found], Closure]:
    """The largest tables first, so that no process is left with one at the end. `sizes` in bytes, by table."""
    context = get_context("fork")
    counts: Any = context.Array("q", 2)
    with workers(jobs, _start, work, counts) as pool:
        largest = sorted(work.tables, key=lambda name: -sizes.get(name, 0))
        waiting = {name: pool.submit(_read, name) for name in largest}
        _watched(list(waiting.values()), counts, advance)
        read = {name: waiting[name].result() for name in work.tables}
        folders = sorted({folder for _, _, folder in read.values()})
        collected = [one for _, one, _ in read.values()]
        closure = in_total(collected, _compared(pool, folders))
    return {name: found for name, (found, _, _) in read.items()}, closure


def _compared(pool: ProcessPoolExecutor, folders: list[Path]) -> list[tuple[int, int]]:
    return list(pool.map(partial(compared, folders), ALPHABET))


def _watched(running: list[Future[Any]], counts: Any, advance: Callable[[int, int], None]) -> None:
    """Until all have ended."""
    before = [0, 0]
    while running:
        _, left = wait(running, _EVERY)
        running = list(left)
        now = list(counts)
        advance(now[0] - before[0], now[1] - before[1])
        before = now


# ---- in a process of its own --------------------------------------------------------------------

_OWN: list[tuple[TableReader, ClosureCheck, Path]] = []


def _start(work: ProofWork, counts: Any) -> None:
    folder = work.folder / str(os.getpid())
    folder.mkdir()

    def advance(rows: int, octets: int) -> None:
        with counts:
            counts[0] += rows
            counts[1] += octets

    check = ClosureCheck(folder)
    _OWN[:] = [(TableReader(work, check, advance), check, folder)]


def _read(name: str) -> tuple[Found, Collected, Path]:
    ((reader, check, folder),) = _OWN
    found = reader.read(name)
    return found, check.collected(), folder
