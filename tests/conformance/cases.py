"""The cases on disk, and what is written in them about Prisma's answer.

    valid/<chapter>/<rule>.prisma      at least one engine accepts it. Its last line may name the only one:
                                       `// prisma: 7 only`
    invalid/<chapter>/<rule>.prisma    both engines refuse it. Its last line tells the lines with a diagnostic, and
                                       the first message: `// prisma: 4, 7: No such argument.`
    invalid/expected.json              the same, for texts that such a comment would change

A case of several files is a folder; each file that has a diagnostic has its own comment.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parent
SIDE_FILE = ROOT / "invalid" / "expected.json"
COMMENT = re.compile(r"// prisma: (?:(\d+(?:, \d+)*): (.*)|([67]) only)\n\Z")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Expected:
    """What Prisma 7.10 says about one file: the lines, from 1, at which errors start; its first message in one line."""

    lines: tuple[int, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    """`chapter-rule`"""
    valid: bool
    files: Mapping[str, str]
    """As they are on disk, comments included: name -> text."""
    expected: Mapping[str, Expected]
    """Of an invalid case, for each file with a diagnostic."""
    only: Literal["6", "7"] | None = None
    """Of a valid case: the one engine that accepts it."""

    @property
    def bare_files(self) -> dict[str, str]:
        return {name: COMMENT.sub("", text) for name, text in self.files.items()}


def load() -> Iterator[Case]:
    """All cases, by name, the invalid ones first."""
    side = json.loads(read(SIDE_FILE)) if SIDE_FILE.exists() else {}
    for folder in ("invalid", "valid"):
        for path in places(folder):
            yield _case(path, folder == "valid", side)


def places(folder: str) -> list[Path]:
    """The files and folders of the cases, by chapter and name."""
    return sorted((ROOT / folder).glob("*/*"))


def key(case: Path, file: str) -> str:
    """What a file of a case is called in expected.json."""
    parts = (case.parent.name, case.name, file) if case.is_dir() else (case.parent.name, case.name)
    return "/".join(parts)


def _case(path: Path, valid: bool, side: Mapping[str, dict[str, list[int] | str]]) -> Case:
    files = {file.name: read(file) for file in paths(path)}
    expected: dict[str, Expected] = {}
    only = None
    for name, text in files.items():
        match = COMMENT.search(text)
        aside = side.get(key(path, name))
        if match and match[3]:
            only = match[3]
        elif match:
            expected[name] = Expected(tuple(map(int, match[1].split(", "))), match[2])
        elif aside:
            expected[name] = Expected(tuple(map(int, aside["lines"])), str(aside["message"]))
    name = f"{path.parent.name}-{path.stem}"
    return Case(name, valid, files, expected, "6" if only == "6" else "7" if only else None)


def paths(case: Path) -> list[Path]:
    """The files of a case, in the order in which the engine is given them."""
    return sorted(case.glob("*.prisma")) if case.is_dir() else [case]


def read(path: Path) -> str:
    """No line end is translated: they are what some cases are about."""
    return path.read_bytes().decode()


def line_of(text: str, offset: int) -> int:
    return 1 + len(_LINE_END.findall(text, 0, offset))
