"""The code that the configuration or `--queries` names: its calls, and the indexes that they ask for."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from prisma_schema_parser import load
from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple

from ..calls.examined import ExaminedCode
from ..compiler import Compilation
from ..options.settings import RequestedIndex
from ..queries.examining import examine_code
from ..queries.files.code_files import read_code
from ..queries.files.extra import MissingExtra, require
from ..queries.files.workspace import (
    SchemaPlace,
    delegates_of_others,
    home,
    schemas_below,
    shares,
    without_examples,
)
from ..queries.judging.index_planning import plan_for
from ..queries.judging.requested_indexes import requested_indexes
from ..queries.reading.application_reading import delegate_name, delegates
from ..terminal.console import Console


class AskingCode(NamedTuple):
    """`requested` are the indexes that the calls need, by model."""

    code: ExaminedCode
    requested: Mapping[str, tuple[RequestedIndex, ...]]


def code_or_complain(schema: Path, compiled: Compilation, console: Console) -> AskingCode | None:
    """None, with a message on the console, where the code can't be read."""
    try:
        require()
    except MissingExtra as missing:
        console.complain(f"prisma-to-convex: {missing}")
        return None
    files = read_code([_from_here(one) for one in compiled.lowered.options.queries])
    if files.problems:
        for problem in files.problems:
            console.complain(f"prisma-to-convex: {plain(problem)}")
        return None
    places = _places(schema.as_posix(), compiled, files.schemas)
    share, *rest = shares(places, files.files)
    elsewhere = [file for other in rest for file in other]
    others = delegates_of_others(places[0], places)
    code, _ = examine_code(share, compiled.lowered, files.left_out, elsewhere, others)
    root = schema if os.path.isdir(schema) else schema.parent
    found = requested_indexes(code.indexes)
    requested = {
        model: tuple(one._replace(file=_seen_from(root, one.file)) for one in indexes)
        for model, indexes in found.items()
    }
    return AskingCode(code, requested)


_MODEL = re.compile(r"^[ \t]*(?:model|view)[ \t]+(\w+)[ \t]*\{", re.MULTILINE)


def _places(schema: str, compiled: Compilation, all_schemas: Sequence[str]) -> list[SchemaPlace]:
    """The schema first, then the others below the code: their models are only looked up by name."""
    found = [SchemaPlace(schema, frozenset(delegates(compiled.lowered.schema)))]
    for other in schemas_below(without_examples(all_schemas)):
        if home(other) != home(schema):
            texts = [source.text for source in load(other).sources]
            names = [name for text in texts for name in _MODEL.findall(text)]
            found.append(SchemaPlace(other, frozenset(map(delegate_name, names))))
    return found


def with_code(compiled: Compilation, code: ExaminedCode) -> Compilation:
    """`code` is what was examined; its indexes are those of this compilation."""
    return compiled._replace(code=code._replace(indexes=plan_for(code.calls, compiled.lowered)))


def _from_here(path: str) -> str:
    """A path below the working directory, where it can be."""
    try:
        found = os.path.relpath(path)
    except ValueError:  # another drive
        return path
    return path if found.startswith("..") else found


def _seen_from(root: Path, name: str) -> str:
    """No absolute path gets into an output."""
    try:
        return os.path.relpath(name, root).replace(os.sep, "/")
    except ValueError:  # another drive
        return os.path.basename(name)
