"""The lock: schema.ts, or another file whose hand edits survive, as it was last generated, before hand
edits. The base of every merge.

It stands beside the file and is committed with it. Convex takes it for no module: its name ends in
none of the endings that `convex` bundles (facts: convex 1.48 src/bundler entryPoints).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator

from prisma_schema_parser.records import NamedTuple

from .table_names import UNKNOWN, Identities, TableIdentity

_ENDING = ".prisma-to-convex.lock"
NAME = f"schema{_ENDING}"
VERSION = 1
_DIGITS = 9  # of a version that is worth reading

TITLE = "# prisma-to-convex lock"
_FORM = re.compile(
    rf"{TITLE} (?P<version>[0-9]+)\n(?:# [^\n]*\n)*# sha256 (?P<sum>[0-9a-f]{{64}})\n(?P<text>.*)\Z",
    re.DOTALL,
)
_TABLE = re.compile(
    r"# table (?P<name>\w+) is (?P<model>[\w-]+)"
    r'(?: in (?P<database>"(?:[^"\\\n]|\\.)*"))?(?:, here (?P<here>\w+))?'
)


class Lock(NamedTuple):
    """`text` is what was last generated, or None where `problem` says why nobody knows. `tables` are the models that
    its tables are."""

    text: str | None
    problem: str = ""
    tables: Identities = UNKNOWN


def lock_name(file: str) -> str:
    """The name of the lock of `schema.ts` or another file of TypeScript."""
    return file.removesuffix(".ts") + _ENDING


def lock_text(generated: str, file: str = "schema.ts", tables: Identities = UNKNOWN) -> str:
    return (
        f"{TITLE} {VERSION}\n"
        f"# What {file} was before hand edits. Commit this file with it, and leave it as it is.\n"
        f"{''.join(_lines(tables))}"
        f"# sha256 {_sum(generated)}\n{generated}"
    )


def _lines(tables: Identities) -> Iterator[str]:
    for name, one in tables.items():
        database = f" in {json.dumps(one.database)}" if one.database != one.model else ""
        here = f", here {one.here}" if one.here else ""
        yield f"# table {name} is {one.model}{database}{here}\n"


def read_lock(text: str) -> Lock:
    """`text` has LF newlines."""
    title = re.match(rf"{TITLE} 0*([0-9]+)\n", text)
    if title and (len(title[1]) > _DIGITS or int(title[1]) > VERSION):
        return Lock(None, "is from a newer prisma-to-convex")
    if re.search(r"^(<{7}|>{7})( |$)", text, re.MULTILINE):
        return Lock(None, "holds the conflict markers of a version control merge")
    found = _FORM.match(text)
    if found is None:
        return Lock(None, "is damaged: it does not begin as a lock does")
    if _sum(found["text"]) != found["sum"]:
        return Lock(None, "is damaged: its text is not the one that was written")
    return Lock(found["text"], tables=dict(_tables(text[: found.start("text")])))


def _tables(head: str) -> Iterator[tuple[str, TableIdentity]]:
    """A line that is not as we write it says nothing."""
    for line in head.split("\n"):
        found = _TABLE.fullmatch(line)
        if found is not None:
            model, written = found["model"], found["database"]
            try:
                database = json.loads(written) if written else model
            except ValueError:
                continue
            yield found["name"], TableIdentity(model, database, found["here"] or "")


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
