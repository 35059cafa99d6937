"""Which mutants are tried: a seeded choice over all files and operators.

A mutant's rank is a hash of itself, so that a change of the code elsewhere leaves the choice as it was.
"""

from __future__ import annotations

import ast
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mutants.operators import Change, mutants

ROOMS = ("grammar/prisma_schema_parser", "codegen/prisma_to_convex")
GENERATED = frozenset({"tables.py"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of one file; `path` is from the project's root."""

    path: str
    change: Change

    def applied(self, source: str) -> str:
        return source[: self.change.start] + self.change.text + source[self.change.end :]

    def description(self, source: str) -> str:
        """`path:line operator: before -> after`, in one line."""
        before = source[self.change.start : self.change.end]
        texts = [" ".join(text.split())[:90] for text in (before, self.change.text)]
        return (
            f"{self.path}:{self.change.line} {self.change.operator}: "
            f"`{texts[0]}` -> `{texts[1]}`"
        )


def chosen(root: Path, count: int, seed: int) -> list[Mutant]:
    """So many mutants: operators take turns, and no two are on one line of a file."""
    by_operator: dict[str, list[tuple[str, Mutant]]] = defaultdict(list)
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            if path.name not in GENERATED:
                name, source = path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
                for rank, mutant in _ranked(name, source, seed):
                    by_operator[mutant.change.operator].append((rank, mutant))
    waiting = {
        operator: iter([mutant for _, mutant in sorted(group, key=lambda one: one[0])])
        for operator, group in sorted(by_operator.items())
    }
    found: list[Mutant] = []
    lines: set[tuple[str, int]] = set()
    while len(found) < count and waiting:
        for operator, group in list(waiting.items()):
            for mutant in group:
                line = (mutant.path, mutant.change.line)
                if line not in lines and _parses(mutant, root):
                    lines.add(line)
                    found.append(mutant)
                    break
            else:
                del waiting[operator]
    return found[:count]


def _ranked(path: str, source: str, seed: int) -> Iterator[tuple[str, Mutant]]:
    """The mutants of a file, each with its rank: by the text that it changes, the how manieth of its like it is, and
    not by its line.
    """
    like: Counter[str] = Counter()
    for change in mutants(source):
        said = f"{path}|{change.operator}|{source[change.start : change.end]}|{change.text}"
        like[said] += 1
        rank = hashlib.sha256(f"{seed}|{said}|{like[said]}".encode()).hexdigest()
        yield rank, Mutant(path, change)


def _parses(mutant: Mutant, root: Path) -> bool:
    try:
        ast.parse(mutant.applied((root / mutant.path).read_text(encoding="utf-8")))
    except SyntaxError:
        return False
    return True
