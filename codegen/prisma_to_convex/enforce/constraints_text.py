"""Constraints -> the text of constraints.ts."""

from __future__ import annotations

from collections.abc import Iterator

from ..typescript.header import HEADER
from ..typescript.literals import comment_text, ts_string
from .constraint_model import KeyReference, SchemaConstraints, TableConstraints, UniqueKey
from .object_layout import Node, ObjectNode, strings, text_of

_ABOUT = """\
// What enforce.ts enforces. Edit it like schema.ts: your edits stay. To turn a constraint off, say why:
// `off: "duplicates from before 2024, see #12"`.
"""


def constraints_ts(constraints: SchemaConstraints, source: str) -> str:
    """`source` is the schema's name, for the header."""
    head = f"{HEADER} from {comment_text(source, 100)}.\n{_ABOUT}"
    imports = 'import type { DataModel } from "./_generated/dataModel";\n'
    if constraints.fold:
        imports += f'import {{ {constraints.fold} }} from "./collations";\n'
    imports += 'import type { Constraints } from "./enforce";\n'
    if constraints.generators:
        imports += f'import {{ {", ".join(constraints.generators)} }} from "./ids";\n'
    entries: list[tuple[str, Node]] = [("provider", ts_string(constraints.provider))]
    if constraints.is_emulated and constraints.provider != "mongodb":
        entries.append(("relationMode", '"prisma"'))
    if constraints.fold:
        entries.append(("fold", constraints.fold))
    tables = tuple((table.table, _table(table)) for table in constraints.tables)
    entries.append(("tables", ObjectNode(tables, True)))
    body = text_of(ObjectNode(tuple(entries), True), 0, len("export default "))
    return f"{head}{imports}\nexport default {body} satisfies Constraints<DataModel>;\n"


def _table(table: TableConstraints) -> ObjectNode:
    return ObjectNode(tuple(_sections(table)), True)


def _sections(table: TableConstraints) -> Iterator[tuple[str, Node]]:
    yield "model", ts_string(table.model)
    if table.unique:
        yield "unique", ObjectNode(tuple((one.name, _unique(one)) for one in table.unique))
    if table.references:
        keys = tuple((one.name, _reference(one)) for one in table.references)
        yield "references", ObjectNode(keys)
    if table.defaults:
        yield "defaults", ObjectNode(table.defaults)
    if table.updated_at:
        yield "updatedAt", strings(table.updated_at)
    if table.bounds:
        yield "bounds", ObjectNode(table.bounds)
    if table.required:
        yield "required", strings(table.required)
    if table.folded:
        yield "folded", ObjectNode(tuple((name, ts_string(by)) for name, by in table.folded))
    if table.required_later:
        yield "requiredLater", strings(table.required_later)


def _unique(unique: UniqueKey) -> ObjectNode:
    return ObjectNode((("fields", strings(unique.fields)), ("index", ts_string(unique.index_name))))


def _reference(reference: KeyReference) -> ObjectNode:
    entries: list[tuple[str, Node]] = [("fields", strings(reference.fields))]
    if reference.index_name:
        entries.append(("index", ts_string(reference.index_name)))
    entries.append(("to", ts_string(reference.to)))
    if reference.keys != ("_id",):
        entries.append(("keys", strings(reference.keys)))
        if reference.by:
            entries.append(("by", ts_string(reference.by)))
    entries.append(("onDelete", ts_string(reference.on_delete)))
    if reference.keys != ("_id",):
        entries.append(("onUpdate", ts_string(reference.on_update)))
    return ObjectNode(tuple(entries))
