"""What a schema guarantees, counted without our parser: from Prisma's DMMF and a few plain facts of the text.

An independent witness for the ledger. A `Key` is a guarantee's kind, the block that has it and its fields,
joined by commas; a schema's count says how often each comes. Written actions are counted a second time
under kinds of their own, `written on-delete: Cascade`.

The DMMF does not show views as such, ignored or unsupported parts, `map:` of foreign keys and defaults,
or `where:`. A naive reader of lines finds those; it would be lost in a schema that hides them in strange layouts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from support.oracle import Engine, Json, prisma

Key: TypeAlias = tuple[str, str, str]
Node: TypeAlias = Mapping[str, Any]

NOT_COUNTED = frozenset({"extension", "ignored-field", "relation-mode", "shard-key"})
"""Kinds that neither the DMMF nor a line alone shows. Namespaces of enums are not counted either."""


def count(files: Mapping[str, str], engine: Engine = "7") -> Counter[Key]:
    """Everything that a valid schema guarantees, but for NOT_COUNTED."""
    lines = [line for text in files.values() for line in _lines(text)]
    views = {line.block for line in lines if line.keyword == "view"}
    mapped = {
        (line.block, line.word) for line in lines if re.search(r"@relation\([^@]*\bmap:", line.text)
    }
    found = chain(_shown(prisma().dmmf(files, engine), views, mapped), _hidden(lines))
    return Counter(_promised(found, files))


def shown(files: Mapping[str, str], views: Set[str], engine: Engine = "7") -> Counter[Key]:
    """What the DMMF alone shows of the blocks that are no views: for any layout of the text."""
    return Counter(_promised(_shown(prisma().dmmf(files, engine), views, set()), files))


def _promised(keys: Iterator[Key], files: Mapping[str, str]) -> Iterator[Key]:
    """With `strictUndefinedChecks` the client refuses what is undefined."""
    is_strict = any("strictUndefinedChecks" in text for text in files.values())
    return (key for key in keys if not is_strict or key[0] != "undefined-skipped")


# ---- what the DMMF shows ------------------------------------------------------------------------


def _shown(datamodel: Json, views: Set[str], mapped: Set[tuple[str, str]]) -> Iterator[Key]:
    """`mapped` are the relation fields whose foreign key has a name."""
    models = [model for model in datamodel["models"] if model["name"] not in views]
    for block in (*models, *datamodel["types"]):
        for field in block["fields"]:
            if "relationName" not in field:
                yield from _stored(block["name"], field)
    for model in models:
        yield from _named("mapped-name", model["name"], "", model["dbName"])
        yield from _named("namespace", model["name"], "", model["schema"])
    for enum in datamodel["enums"]:
        yield from _named("mapped-name", enum["name"], "", enum["dbName"])
        for value in enum["values"]:
            yield from _named("mapped-name", enum["name"], value["name"], value["dbName"])
    relations = _relations(models)
    keys = {(end.model, frozenset(end.keys)) for end in _one_to_one(relations)}
    for index in datamodel["indexes"]:
        if index["model"] not in views:
            yield from _index(index, keys)
    for ends in relations:
        yield from _relation(ends, mapped)


def _stored(owner: str, field: Node) -> Iterator[Key]:
    name = field["name"]
    kinds = {"scalar": "scalar-type", "enum": "enum-membership", "object": "composite-shape"}
    yield kinds[field["kind"]], owner, name
    if field["isList"]:
        yield "list", owner, name
    elif field["isRequired"]:
        yield "not-null", owner, name
    yield from _named("native-type", owner, name, field["nativeType"])
    if field["hasDefaultValue"]:
        yield "default", owner, name
    elif (field["isList"] or not field["isRequired"]) and not field.get("isUpdatedAt"):
        yield "omitted-value", owner, name
    yield "undefined-skipped", owner, name
    if field.get("isUpdatedAt"):
        yield "updated-at", owner, name
    yield from _named("mapped-name", owner, name, field.get("dbName"))


def _named(kind: str, owner: str, name: str, given: object) -> Iterator[Key]:
    if given is not None:
        yield kind, owner, name


_INDEX_KINDS = {
    "id": "primary-key",
    "unique": "unique",
    "normal": "index",
    "fulltext": "full-text-index",
}


def _index(index: Node, one_to_one: set[tuple[str, frozenset[str]]]) -> Iterator[Key]:
    owner = index["model"]
    names = [field["name"] for field in index["fields"]]
    kind = _INDEX_KINDS[index["type"]]
    if kind == "unique" and (owner, frozenset(names)) in one_to_one:
        kind = "one-to-one"
    yield kind, owner, ",".join(names)
    options = [index.get("algorithm"), index.get("clustered")]
    for field in index["fields"]:
        options += [field.get("sortOrder"), field.get("length"), field.get("operatorClass")]
    for option in options:
        yield from _named("index-option", owner, ",".join(names), option)
    yield from _named("mapped-name", owner, ",".join(names), index.get("dbName"))


# ---- relations ----------------------------------------------------------------------------------


class End(NamedTuple):
    """A relation field; `keys` are the stored fields that hold the other side's."""

    model: str
    name: str
    target: str
    is_list: bool
    keys: tuple[str, ...]
    actions: tuple[tuple[str, str], ...]


def _relations(models: Sequence[Node]) -> list[list[End]]:
    """Both fields of each relation, or the one that is left where the other is ignored."""
    found: dict[tuple[str, frozenset[str]], list[End]] = defaultdict(list)
    for model in models:
        for field in model["fields"]:
            if "relationName" in field:
                blocks = frozenset((model["name"], field["type"]))
                found[field["relationName"], blocks].append(_end(model["name"], field))
    return list(found.values())


def _end(model: str, field: Node) -> End:
    actions = tuple(
        (kind, field[key])
        for kind, key in (("on-delete", "relationOnDelete"), ("on-update", "relationOnUpdate"))
        if key in field
    )
    keys = tuple(field["relationFromFields"])
    return End(
        model=model,
        name=field["name"],
        target=field["type"],
        is_list=field["isList"],
        keys=keys,
        actions=actions,
    )


def _one_to_one(relations: Sequence[Sequence[End]]) -> Iterator[End]:
    """The ends that hold the key of a relation with no list."""
    for ends in relations:
        if len(ends) == 2 and not any(end.is_list for end in ends):
            yield from (end for end in ends if end.keys)


def _relation(ends: Sequence[End], mapped: Set[tuple[str, str]]) -> Iterator[Key]:
    if all(end.is_list for end in ends):
        yield from _many_to_many(ends)
        return
    for end in ends:
        if not end.keys:
            continue
        fields = ",".join(end.keys)
        yield "foreign-key", end.model, fields
        yield "on-delete", end.model, fields
        yield "on-update", end.model, fields
        for kind, action in end.actions:
            yield f"written {kind}: {action}", end.model, fields
        if (end.model, end.name) in mapped:
            yield "mapped-name", end.model, fields


def _many_to_many(ends: Sequence[End]) -> Iterator[Key]:
    """Told at the model, or the field of one model, that sorts first; each side refers to the other."""
    if len(ends) < 2:
        return
    first = min(ends, key=lambda end: (end.model, end.name))
    yield "many-to-many", first.model, first.name
    for end in ends:
        yield "foreign-key", end.model, end.name
        if not any(one.keys for one in ends):
            yield "on-delete", end.model, end.name


# ---- what only the text shows -------------------------------------------------------------------


class Line(NamedTuple):
    """A line of a block, without comments, the texts of its strings left out; `word` is its first."""

    keyword: str
    block: str
    word: str
    text: str


_COMMENT_OR_STRING = re.compile(r'//[^\n\r]*|/\*.*?\*/|"(?:\\.|[^"\\\n\r])*"', re.DOTALL)
_BLANKS = re.compile(r"(?<=[@(\[:,])\s+|\s+(?=[(\[\])}:,?@])")
_BLOCK = re.compile(r"(model|view|type|enum|datasource|generator)\s+([\w-]+)\s*\{(.*)")


def _lines(text: str) -> Iterator[Line]:
    """Lines that a bracket leaves open go on in the next; blanks stand only where words would join."""
    bare = _COMMENT_OR_STRING.sub(_without_words, text)
    keyword = block = pending = ""
    for line in re.split(r"\r\n|\n|\r", bare):
        if not block:
            started = _BLOCK.match(line.strip())
            if started is None:
                continue
            keyword, block, line = started.groups()
            yield Line(keyword, block, "", "")
        pending = f"{pending} {line}".strip()
        if pending.count("(") > pending.count(")") or pending.count("[") > pending.count("]"):
            continue
        tidy = _BLANKS.sub("", pending)
        if tidy.strip("}"):
            yield Line(keyword, block, re.split(r"[\s(]", tidy)[0], tidy)
        if pending.count("}") > pending.count("{"):
            block = ""
        pending = ""


def _without_words(found: re.Match[str]) -> str:
    return '""' if found[0][0] == '"' else " "


def _hidden(lines: Sequence[Line]) -> Iterator[Key]:
    """Views, ignored models, and in other blocks: unsupported fields, named defaults, conditions."""
    ignored = {line.block for line in lines if line.word == "@@ignore"}
    for line in lines:
        if not line.word and line.keyword == "view":
            yield "view", line.block, ""
        elif not line.word and line.block in ignored:
            yield "ignored-model", line.block, ""
        elif line.keyword in ("model", "type") and line.block not in ignored:
            yield from _attribute(line) if line.word.startswith("@@") else _field(line)


def _attribute(line: Line) -> Iterator[Key]:
    if re.search(r"\bwhere\s*:", line.text):
        yield "index-option", line.block, _listed(line.text)


def _listed(attribute: str) -> str:
    """The fields of `@@index([a, b(sort: Desc)], ...)`, `@@index(fields: [a])` or `@@index(a, ...)`."""
    inside = attribute[attribute.index("(") + 1 : attribute.rindex(")")]
    nested = re.compile(r"\([^()]*\)|\{[^{}]*\}")
    while nested.search(inside):
        inside = nested.sub("", inside)
    listed = re.search(r"\[([^\]]*)\]", inside)
    return listed[1].rstrip(",") if listed else inside.split(",")[0].removeprefix("fields:")


def _field(line: Line) -> Iterator[Key]:
    name = line.word
    if "@ignore" in line.text:
        yield from _ignored_relation(line)
        return
    if re.search(r"@unique\([^@]*\bwhere\s*:", line.text):
        yield "index-option", line.block, name
    if re.search(r"@default\([^@]*\bmap\s*:", line.text):
        yield "mapped-name", line.block, name
    if unsupported := re.match(r'\S+\s+Unsupported\(""\)(\?|\[\])?', line.text):
        yield "scalar-type", line.block, name
        if unsupported[1] == "[]":
            yield "list", line.block, name
        elif unsupported[1] is None:
            yield "not-null", line.block, name
        if unsupported[1] is not None and "@default(" not in line.text:
            yield "omitted-value", line.block, name
        for attribute, kind in (("@default(", "default"), ("@map(", "mapped-name")):
            if attribute in line.text:
                yield kind, line.block, name


def _ignored_relation(line: Line) -> Iterator[Key]:
    """The field is hidden from the client; the foreign key is in the database all the same."""
    if (given := re.search(r"@relation\([^@]*\bfields\s*:\s*\[([^\]]*)\]", line.text)) is None:
        return
    fields = given[1].rstrip(",")
    for kind in ("foreign-key", "on-delete", "on-update"):
        yield kind, line.block, fields
    for kind, word in (("on-delete", "onDelete"), ("on-update", "onUpdate")):
        if action := re.search(rf"@relation\([^@]*\b{word}\s*:\s*(\w+)", line.text):
            yield f"written {kind}: {action[1]}", line.block, fields
    if re.search(r"@relation\([^@]*\bmap\s*:", line.text):
        yield "mapped-name", line.block, fields
