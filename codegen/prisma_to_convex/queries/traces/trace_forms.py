"""Recorded forms -> classified calls: each becomes code with `value` for each value, and is read as code is.

So a form and a call of the application that ask the same are the same facts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from prisma_schema_parser.schema import Schema

from ...calls.trace import RecordedForm
from ..files.code_files import CodeFile
from ..files.code_module import CodeModule
from ..finding.sites import Site, sites
from ..judging.classify import classify
from ..reading.call_reading import read_call
from ..relation_keys import RelationKeys
from ..values.definitions import Definitions
from .trace_lines import VALUE, Form, RecordedLine

_FILE = "trace.ts"


def recorded_forms(
    counts: Mapping[RecordedLine, int], delegates: Mapping[str, str], schema: Schema
) -> list[RecordedForm]:
    """Of the models that have a delegate; the most frequent first."""
    names = {model: name for name, model in delegates.items()}
    lines = [one for one in counts if one.model in names]
    code = "".join(_code(names[one.model], one) for one in lines)
    module = CodeModule(CodeFile(_FILE, code.encode()))
    definitions, relations = Definitions([]), RelationKeys(schema)
    found: list[RecordedForm] = []
    for site in sites(module, delegates):
        if isinstance(site, Site):
            line = lines[site.call.start_point[0]]
            call = read_call(site, site.argument, definitions, relations).call
            found.append(RecordedForm(classify(call, relations), counts[line]))
    return sorted(found, key=lambda one: (-one.times, one.call.span.start))


def _code(delegate: str, line: RecordedLine) -> str:
    arguments = json.loads(line.arguments)
    text = "value" if arguments == VALUE else "".join(_text(arguments, ""))
    return f"prisma.{delegate}.{line.operation}({text});\n"


def _text(form: Form, key: str) -> Iterator[str]:
    """Keys are names, so they are code as they stand; `trace_lines` has seen to that."""
    if isinstance(form, dict):
        yield "{"
        for name, inner in form.items():
            yield f"{name}:"
            yield from _text(inner, name)
            yield ","
        yield "}"
    elif isinstance(form, list):
        yield "["
        for inner in form:
            yield from _text(inner, key)
            yield ","
        yield "]"
    elif form is None:
        yield "null"
    elif isinstance(form, bool):
        yield "true" if form else "false"
    elif form == VALUE:
        yield "value"
    elif key == "take":
        yield "-value"
    else:
        yield f'"{form}"'
