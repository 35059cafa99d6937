"""What the migrations alone hold, counted by reading their lines: none of our replay is in it.

It knows the statements that stand in the tests' and samples' files, each on its own, as a person would look for them:
what is created under a name, minus what is dropped under that name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_NAME = r'["`]?(?P<name>\w+)["`]?'
_MADE = {
    "check": rf"CONSTRAINT\s+{_NAME}\s+CHECK\b",
    "exclusion": rf"CONSTRAINT\s+{_NAME}\s+EXCLUDE\b",
    "trigger": rf"CREATE\s+TRIGGER\s+{_NAME}",
    "function": rf"CREATE\s+(?:OR\s+REPLACE\s+)?FUNCTION\s+{_NAME}",
    "row-policy": rf"CREATE\s+POLICY\s+{_NAME}",
    "view-definition": rf"CREATE\s+VIEW\s+{_NAME}",
    "sequence": rf"CREATE\s+SEQUENCE\s+{_NAME}",
    "domain": rf"CREATE\s+DOMAIN\s+{_NAME}",
    "generated-column": rf"{_NAME}\s+\w+\s+GENERATED\s+ALWAYS\s+AS\s*\(",
}
_DROPPED = re.compile(
    rf"DROP\s+(?:CONSTRAINT|CHECK|TRIGGER|FUNCTION|POLICY|VIEW|INDEX|COLUMN)\s+(?:IF\s+EXISTS\s+)?{_NAME}"
)
_NAMELESS_CHECK = re.compile(r"(?<!\w)CHECK\s*\(")
_NAMED_CHECK = re.compile(_MADE["check"])
_INDEX = re.compile(
    rf"CREATE\s+(?P<unique>UNIQUE\s+)?INDEX\s+{_NAME}\s+ON\s+\S+?\s*(?P<columns>\((?:[^()]|\([^()]*\))*\))"
    r"(?P<rest>[^;]*);"
)


def counted(scripts: Iterable[str]) -> Counter[str]:
    """By kind of guarantee, of the files in their order."""
    counts: dict[tuple[str, str], int] = {}
    nameless: Counter[str] = Counter()
    for statement in _statements("\n".join(scripts)):
        for kind, pattern in _MADE.items():
            for found in re.finditer(pattern, statement):
                counts[kind, found["name"]] = 1
        if not statement.lstrip().startswith("CREATE DOMAIN"):
            checks = len(_NAMELESS_CHECK.findall(statement))
            nameless["check"] += checks - len(_NAMED_CHECK.findall(statement))
        for index in _INDEX.finditer(statement):
            if index["unique"] and (kind := _unique(index["columns"], index["rest"])):
                counts[kind, index["name"]] = 1
        for gone in _DROPPED.finditer(statement):
            for key in [key for key in counts if key[1] == gone["name"]]:
                del counts[key]
    return Counter(kind for kind, _ in counts) + nameless


def _unique(columns: str, rest: str) -> str:
    if "(" in columns[1:]:
        return "expression-unique"
    return "partial-unique" if "WHERE" in rest else ""


def _statements(text: str) -> list[str]:
    without = re.sub(r"--[^\n]*", "", text)
    bodies = re.sub(r"\$\$.*?\$\$", "''", without, flags=re.DOTALL)
    return [f"{one};" for one in bodies.split(";")]
