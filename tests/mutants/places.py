"""Which mutants are tried: a seeded choice over all files and operators."""

from __future__ import annotations

import ast
import random
from collections import defaultdict
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

    def told(self, source: str) -> str:
        """`path:line operator: before -> after`, in one line."""
        before = source[self.change.start : self.change.end]
        texts = [" ".join(text.split())[:90] for text in (before, self.change.text)]
        return (
            f"{self.path}:{self.change.line} {self.change.operator}: "
            f"`{texts[0]}` -> `{texts[1]}`"
        )


def chosen(root: Path, count: int, seed: int) -> list[Mutant]:
    """So many mutants: operators take turns, and no two are on one line of a file."""
    by_operator: dict[str, list[Mutant]] = defaultdict(list)
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            if path.name not in GENERATED:
                name = path.relative_to(root).as_posix()
                for change in mutants(path.read_text(encoding="utf-8")):
                    by_operator[change.operator].append(Mutant(name, change))
    dice = random.Random(seed)
    for group in by_operator.values():
        dice.shuffle(group)
    found: list[Mutant] = []
    lines: set[tuple[str, int]] = set()
    while len(found) < count and any(by_operator.values()):
        for operator in sorted(by_operator):
            group = by_operator[operator]
            while group:
                mutant = group.pop()
                line = (mutant.path, mutant.change.line)
                if line not in lines and _parses(mutant, root):
                    lines.add(line)
                    found.append(mutant)
                    break
    return found[:count]


def _parses(mutant: Mutant, root: Path) -> bool:
    try:
        ast.parse(mutant.applied((root / mutant.path).read_text(encoding="utf-8")))
    except SyntaxError:
        return False
    return True
