"""Which tests may notice a mutant: those that ran its lines when all was well."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from coverage import CoverageData

from mutants.places import ROOMS, Mutant
from mutants.recorder import durations, without_group

FIRST, BUDGET = 150, 60.0
"""How many tests, of how many seconds together, are tried by themselves; then whole files."""


class Selection:
    """What a recording knows. `root` is the tree that was recorded."""

    def __init__(self, root: Path, recording: Path) -> None:
        self._root = root
        self._data = CoverageData(basename=str(recording / "coverage"))
        self._data.read()
        self.seconds = durations(recording / "durations")
        self._lines: dict[str, dict[int, frozenset[str]]] = {}

    def tests(self, mutant: Mutant) -> list[str]:
        """The quickest of each test file first, then the others, quickest first."""
        found = self._running(mutant) or self._of_file(mutant.path)
        by_file: dict[str, list[str]] = defaultdict(list)
        for test in sorted(found, key=lambda one: (self.seconds[one], one)):
            by_file[test.partition("::")[0]].append(test)
        heads = [tests[0] for tests in by_file.values()]
        heads.sort(key=lambda one: (not self._is_named_for(one, mutant.path), self.seconds[one]))
        rest = [one for tests in by_file.values() for one in tests[1:]]
        rest.sort(key=lambda one: (not self._is_named_for(one, mutant.path), self.seconds[one]))
        ordered = [*heads, *rest][:FIRST]
        together = accumulate(self.seconds[one] for one in ordered)
        return [one for one, sum_ in zip(ordered, together, strict=True) if sum_ <= BUDGET]

    def files(self, mutant: Mutant, budget: float) -> list[str]:
        """The test files that run anything of the function or module, quickest first, up to `budget` seconds."""
        found = self._running(mutant) | self._of_file(mutant.path)
        seconds: dict[str, float] = defaultdict(float)
        for test, took in self.seconds.items():
            seconds[test.partition("::")[0]] += took
        names = {test.partition("::")[0] for test in found}
        chosen: list[str] = []
        left = budget
        for name in sorted(
            names, key=lambda one: (not self._is_named_for(one, mutant.path), seconds[one])
        ):
            if seconds[name] <= left:
                chosen.append(name)
                left -= seconds[name]
        return chosen

    # -- lines

    def _running(self, mutant: Mutant) -> frozenset[str]:
        lines = self._of_lines(mutant.path)
        found = lines.get(mutant.change.line, frozenset())
        if found:
            return found
        name = _declared_at(
            (self._root / mutant.path).read_text(encoding="utf-8"), mutant.change.line
        )
        return self._mentioning(name, mutant.path) if name else frozenset()

    def _of_file(self, path: str) -> frozenset[str]:
        return frozenset().union(*self._of_lines(path).values())

    def _of_lines(self, path: str) -> dict[int, frozenset[str]]:
        """By line, the tests that ran it; what runs at import is run by none."""
        if path not in self._lines:
            contexts = self._data.contexts_by_lineno(str(self._root / path))
            self._lines[path] = {
                line: _tests(found) & self.seconds.keys() for line, found in contexts.items()
            }
        return self._lines[path]

    def _mentioning(self, name: str, path: str) -> frozenset[str]:
        """The tests that run a line with this name in it; in whatever file, unless the name is the file's own."""
        word = re.compile(rf"\b{re.escape(name)}\b")
        found: set[str] = set()
        files = {path: self._sources[path]} if name.startswith("_") else self._sources
        for file, text in files.items():
            if name in text:
                for number, line in enumerate(text.splitlines(), 1):
                    if word.search(line):
                        found |= self._of_lines(file).get(number, frozenset())
        return frozenset(found)

    @cached_property
    def _sources(self) -> dict[str, str]:
        return {
            path.relative_to(self._root).as_posix(): path.read_text(encoding="utf-8")
            for room in ROOMS
            for path in (self._root / room).rglob("*.py")
        }

    @staticmethod
    def _is_named_for(test: str, path: str) -> bool:
        return Path(test.partition("::")[0]).stem == f"test_{Path(path).stem}"


def _tests(contexts: Iterable[str]) -> frozenset[str]:
    """pytest-cov's contexts are `test|phase`."""
    return frozenset(without_group(one.rpartition("|")[0]) for one in contexts if "|" in one)


def _declared_at(source: str, line: int) -> str:
    """The name that the module or a class gives to what stands on the line; empty if none."""
    found = ""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.stmt) or not node.lineno <= line <= (node.end_lineno or 0):
            continue
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found = name
            case ast.Assign(targets=[ast.Name(id=name), *_]) | ast.AnnAssign(
                target=ast.Name(id=name)
            ):
                found = found or name
    return found
