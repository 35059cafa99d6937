"""The proof in several processes: each reads tables of the ZIP by itself, or its share of one; then ids are looked up
file by file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, wait
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ..counting.closure import Closure, ClosureCheck, Collected, compared, in_total
from ..ids.id_format import ALPHABET
from ..snapshots.snapshot import Share
from ..sources.workers import workers
from .table_proof import Found, ProofWork, TableReader, together

_EVERY = 0.2  # seconds between two looks at what the processes have read
_SMALL = 1 << 20
"""Octets of documents that are not worth a second reader, who has to inflate the whole table as well."""


def shares(sizes: Mapping[str, int], tables: Iterable[str], jobs: int) -> dict[str, int]:
    """How many processes read a table, the largest first: more than one where it is much of the whole. `sizes` in
    octets, by table."""
    found = {name: sizes.get(name, 0) for name in tables}
    whole = max(1, sum(found.values()))
    return {
        name: max(1, min(jobs, 2 * jobs * size // whole, size // _SMALL))
        for name, size in sorted(found.items(), key=lambda pair: -pair[1])
    }


def read_tables(
    work: ProofWork, counts: Mapping[str, int], jobs: int, advance: Callable[[int, int], None]
) -> tuple[dict[str, Found], Closure]:
    """`counts` are the `shares`: with the largest tables first, no process is left with one at the end."""
    context = get_context("fork")
    read: Any = context.Array("q", 2)
    with workers(jobs, _start, work, read) as pool:
        waiting = {
            name: [pool.submit(_read, name, Share(at, count)) for at in range(count)]
            for name, count in counts.items()
        }
        _watched(list(chain.from_iterable(waiting.values())), read, advance)
        found = {name: [one.result() for one in waiting[name]] for name in work.tables}
        every = list(chain.from_iterable(found.values()))
        folders = sorted({folder for _, _, folder in every})
        closure = in_total([one for _, one, _ in every], _compared(pool, folders))
    return {name: together([one for one, _, _ in parts]) for name, parts in found.items()}, closure


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


def _read(name: str, share: Share) -> tuple[Found, Collected, Path]:
    ((reader, check, folder),) = _OWN
    found = reader.read(name, share)
    return found, check.collected(), folder
