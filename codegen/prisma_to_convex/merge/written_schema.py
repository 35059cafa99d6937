"""What a schema.ts says, edits by hand included, as data: tables, fields, indexes, exported validators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from prisma_schema_parser.records import NamedTuple

from ..convex.convex_schema import SearchIndex, TableIndex, Validator, VectorIndex
from ..convex.validator_reader import InvalidValidator
from ..convex.validator_reader import parse as parse_validator
from ..typescript.tokens import NotTypeScript, TsToken, scan, string_value
from .tree import Block, Item, body_of

_SCHEMA = "export default"
_OPTIONAL = ("v", ".", "optional", "(")
_TIGHT_BEHIND, _TIGHT_BEFORE = frozenset("([."), frozenset(")].,")
_CLOSERS = frozenset(")]}")


class StandingField(NamedTuple):
    """`text` is its validator as it stands, on one line, without `v.optional`; `validator` is None where
    it is none that can be read."""

    name: str
    text: str
    validator: Validator | None
    is_optional: bool = False

    @property
    def shown(self) -> str:
        return f"v.optional({self.text})" if self.is_optional else self.text


class WrittenTable(NamedTuple):
    """`is_open`: some of what it has stands where it can't be read."""

    name: str
    fields: Mapping[str, StandingField]
    indexes: tuple[TableIndex, ...]
    search_indexes: tuple[SearchIndex, ...]
    vector_indexes: tuple[VectorIndex, ...]
    is_open: bool

    @property
    def index_fields(self) -> dict[str, tuple[str, ...]]:
        """By name, of indexes of all kinds."""
        return {
            **{index.name: index.fields for index in self.indexes},
            **{index.name: (index.search_field,) for index in self.search_indexes},
            **{index.name: (index.vector_field,) for index in self.vector_indexes},
        }


class WrittenSchema(NamedTuple):
    """`exports` are the constants that hold a validator, by name. `is_open`: more tables may stand where they
    can't be read. `is_checked`: `schemaValidation` is not turned off."""

    exports: Mapping[str, StandingField]
    tables: Mapping[str, WrittenTable]
    is_open: bool
    is_checked: bool


def written_schema(tree: Block) -> WrittenSchema | None:
    """None where it has no schema that can be read."""
    declared = tree.by_key()
    schema = declared.get(_SCHEMA)
    tables = _block(schema, "tables") if schema is not None else None
    if schema is None or tables is None:
        return None
    found: dict[str, WrittenTable] = {}
    is_open = False
    for item in tables.items:
        if item.key.startswith("..."):
            is_open = True
            continue
        found[item.key] = _table(item, declared)
    return WrittenSchema(dict(_exports(tree)), found, is_open, not _is_off(schema))


def _block(item: Item, kind: str) -> Block | None:
    blocks = (part for part in item.parts if isinstance(part, Block) and part.kind == kind)
    return next(blocks, None)


def _is_off(schema: Item) -> bool:
    """`schemaValidation: false` behind the tables."""
    words = [token.text for token in _tokens(schema)]
    pairs = zip(words, words[1:], words[2:], strict=False)
    return ("schemaValidation", ":", "false") in pairs


def _exports(tree: Block) -> Iterator[tuple[str, StandingField]]:
    for item in tree.items:
        tokens = _tokens(item)
        words = [token.text for token in tokens]
        if words[:1] == ["export"]:
            tokens, words = tokens[1:], words[1:]
        if words[:1] != ["const"] or "=" not in words:
            continue
        start = words.index("=") + 1
        if words[start : start + 2] == ["v", "."]:
            yield item.key, _field(item.key, tokens[start:])


# ---- tables -------------------------------------------------------------------------------------


def _table(item: Item, declared: Mapping[str, Item]) -> WrittenTable:
    """`users: defineTable({...})`, or the constant that it names."""
    holder = _followed(item, declared)
    fields: dict[str, StandingField] = {}
    block = _block(holder, "fields")
    is_open = block is None
    for one in block.items if block is not None else ():
        read = _fields(one, declared)
        if read is None:
            is_open = True
        else:
            fields.update(read)
    calls = _block(holder, "calls")
    read_calls = [_index(call) for call in calls.items] if calls is not None else []
    return WrittenTable(
        name=item.key,
        fields=fields,
        indexes=tuple(one for one in read_calls if isinstance(one, TableIndex)),
        search_indexes=tuple(one for one in read_calls if isinstance(one, SearchIndex)),
        vector_indexes=tuple(one for one in read_calls if isinstance(one, VectorIndex)),
        is_open=is_open or calls is None or None in read_calls,
    )


def _followed(item: Item, declared: Mapping[str, Item]) -> Item:
    """The constant that `users` or `users: userTable` names; else the item itself."""
    words = [token.text for token in _tokens(item)]
    named = words[0] if len(words) == 1 else words[2] if len(words) == 3 and words[1] == ":" else ""
    return declared.get(named, item)


def _fields(item: Item, declared: Mapping[str, Item]) -> dict[str, StandingField] | None:
    """One field; those of `...shared` and `...shared.fields`. None for what can't be read."""
    tokens = _tokens(item)
    words = [token.text for token in tokens]
    if words[:1] == ["..."]:
        there = declared.get(words[1]) if words[2:] in ([], [".", "fields"]) else None
        block = _block(there, "fields") if there is not None else None
        if block is None:
            return None
        found: dict[str, StandingField] = {}
        for one in block.items:
            if _tokens(one)[0].text == "...":
                return None
            found.update(_fields(one, declared) or {})
        return found
    if len(tokens) == 1 and tokens[0].kind == "word":
        return {item.key: _field(item.key, tokens)}
    if len(tokens) < 3 or words[1] != ":":
        return None
    return {item.key: _field(item.key, tokens[2:])}


def _field(name: str, tokens: list[TsToken]) -> StandingField:
    words = tuple(token.text for token in tokens)
    is_optional = words[:4] == _OPTIONAL and words[-1:] == (")",)
    inner = tokens[4:-1] if is_optional else tokens
    if inner and inner[-1].text == ",":
        inner = inner[:-1]
    text = one_line(inner)
    try:
        validator = parse_validator(text)
    except InvalidValidator:
        validator = None
    return StandingField(name, text, validator, is_optional)


def _tokens(item: Item) -> list[TsToken]:
    """Without the comma or semicolon behind it."""
    try:
        found = list(scan(body_of(item)).tokens)
    except NotTypeScript:
        return []
    while found and found[-1].text in (",", ";"):
        found.pop()
    return found


def one_line(tokens: Iterable[TsToken]) -> str:
    """Code on one line, as a formatter would lay it out where it fits; without comments.

    >>> one_line(scan("v.union(\\n  v.id('a'), // or\\n  v.null(),\\n)").tokens)
    "v.union(v.id('a'), v.null())"
    """
    pieces: list[str] = []
    before: TsToken | None = None
    for token in tokens:
        if before is not None and before.text == "," and token.text in _CLOSERS:
            pieces.pop()
        is_apart = before is not None and token.start > before.end
        is_tight = (before is not None and before.text in _TIGHT_BEHIND) or (
            token.text in _TIGHT_BEFORE
        )
        if is_apart and not is_tight:
            pieces.append(" ")
        pieces.append(token.text)
        before = token
    return "".join(pieces)


# ---- the calls behind a table -------------------------------------------------------------------


def _index(call: Item) -> TableIndex | SearchIndex | VectorIndex | None:
    """None for a call that can't be read."""
    tokens = _tokens(call)
    words = [token.text for token in tokens]
    if len(tokens) < 6 or tokens[3].kind != "string":
        return None
    name, method = string_value(tokens[3].text), words[1]
    if method == "index" and "[" in words:  # `{ fields: [...], staged: true }`, too
        listed = tokens[words.index("[") : words.index("]")]
        return TableIndex(
            name, tuple(string_value(one.text) for one in listed if one.kind == "string")
        )
    read = {
        key.text: value
        for key, mark, value in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if mark.text == ":"
    }
    if method == "searchIndex" and "searchField" in read:
        return SearchIndex(name, string_value(read["searchField"].text))
    if method == "vectorIndex" and {"vectorField", "dimensions"} <= read.keys():
        size = read["dimensions"].text
        field = string_value(read["vectorField"].text)
        return VectorIndex(name, field, int(size) if size.isdecimal() else 0)
    return None
