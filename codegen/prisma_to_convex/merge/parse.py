"""Text -> tree. What is not recognised stays a leaf, word for word, in its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from prisma_schema_parser.records import NamedTuple

from ..typescript.header import HEADER
from ..typescript.tokens import Source, TsToken, scan, string_value
from .notes import comment_span
from .tree import HEADER_KEY, Block, Item, Kind, Leaf, Part, essence

_TRAILING_COMMENT = re.compile(
    r"[^\S\n]*(?://[^\n]*|/\*[^\n]*?\*/(?=[^\S\n]*(?://[^\n]*)?(?:\n|\Z)))"
)
_NAMED = ("const", "let", "var", "function", "type", "interface", "class", "enum", "namespace")
_MODIFIERS = ("export", "default", "declare", "abstract", "async")
_STARTERS = frozenset(("import", *_NAMED, *_MODIFIERS)) - {"default"}
_INDEXES = frozenset(("index", "searchIndex", "vectorIndex"))
# A line that ends with one of these goes on,
_MARKS_AT_END = frozenset(("=>", "?.", "...", *"=([{,.?:|&+-*/%<>!~^"))
# unless they end `Infer<typeof role>`, `found!` or `count++` and a declaration follows: no operand begins like one.
_MARKS_BEHIND = frozenset(">!+-")
# The members of an enum and the commas between them; comments are no tokens.
_ENUM = re.compile(r'v \. literal \( " (?:, )?\)(?: , v \. literal \( " (?:, )?\))*(?: ,)?')


class Range(NamedTuple):
    """Tokens `start` to `stop` (exclusive) of an item, and where its text ends: comma included."""

    start: int
    stop: int
    end: int


Parts = Callable[[Source, int, int], tuple[str, tuple[Part, ...]]]


def parse(text: str) -> Block:
    """The file's statements. Raises NotTypeScript."""
    source = scan(text)
    block = _block(source, "statements", 0, _statements(source), len(text), _statement)
    return _with_header(block)


def _block(
    source: Source, kind: Kind, start: int, ranges: Iterable[Range], end: int, parts: Parts
) -> Block:
    """`start` and `end`: offsets of the text that the block's items and its close fill."""
    items: list[Item] = []
    seen: Counter[str] = Counter()
    at = start
    for one in ranges:
        tokens = source.tokens
        key, found = parts(source, one.start, one.stop)
        seen[key] += 1
        unique = key if seen[key] == 1 else f"{key}#{seen[key]}"
        lead = source.text[at : tokens[one.start].start]
        trailing = source.text[tokens[one.stop - 1].end : one.end]
        items.append(Item(key=unique, lead=lead, parts=found, end=trailing, is_first=not items))
        at = one.end
    return Block(kind, "", tuple(items), source.text[at:end])


def _with_header(block: Block) -> Block:
    """The line that says who generated the file is an item of its own, whatever stands behind it."""
    first = block.items[0] if block.items else None
    found = comment_span(first.lead, HEADER) if first else None
    if first is None or found is None:
        return block
    at, end = found
    header = Item(
        key=HEADER_KEY,
        lead=first.lead[:at],
        parts=(Leaf(first.lead[at:end]),),
        end="",
        is_first=True,
    )
    rest = first._replace(lead=first.lead[end:], is_first=False)
    return block._replace(items=(header, rest, *block.items[1:]))


# ---- statements ---------------------------------------------------------------------------------


def _statements(source: Source) -> Iterator[Range]:
    start = at = 0
    tokens = source.tokens
    while at < len(tokens):
        if tokens[at].text == ";" and at > start:
            yield Range(start, at, _end_of_trailing_comment(source, tokens[at].end))
            start = at = at + 1
        elif at > start and _begins(source, at):
            yield Range(start, at, _end_of_trailing_comment(source, tokens[at - 1].end))
            start = at
        else:
            at = source.partner.get(at, at) + 1
    if start < len(tokens):
        yield Range(start, len(tokens), _end_of_trailing_comment(source, tokens[-1].end))


def _begins(source: Source, at: int) -> bool:
    """Whether a statement starts here though no semicolon ends the one before."""
    before, token = source.tokens[at - 1], source.tokens[at]
    return (
        token.text in _STARTERS
        and before.text not in _MODIFIERS
        and "\n" in source.text[before.end : token.start]
        and (
            before.text not in _MARKS_AT_END
            or (before.text in _MARKS_BEHIND and _declares(source, at))
        )
    )


def _declares(source: Source, at: int) -> bool:
    """Whether a word or an opened brace follows the starter on its line, as in `type Role = ...`."""
    after = source.tokens[at + 1] if at + 1 < len(source.tokens) else None
    return (
        after is not None
        and (after.kind == "word" or after.text in ("{", "*"))
        and "\n" not in source.text[source.tokens[at].end : after.start]
    )


def _end_of_trailing_comment(source: Source, end: int) -> int:
    """The end of the comment that follows on the same line, if one does."""
    found = _TRAILING_COMMENT.match(source.text, end)
    return found.end() if found else end


def _statement(source: Source, start: int, stop: int) -> tuple[str, tuple[Part, ...]]:
    words = [token.text for token in source.tokens[start : min(stop, start + 6)]]
    if words[0] == "import":
        return _import(source, start, stop)
    if words[:2] == ["export", "default"]:
        return "export default", _schema(source, start, start + 2, stop)
    at = start
    while at < stop - 1 and source.tokens[at].text in _MODIFIERS:
        at += 1
    words = [token.text for token in source.tokens[at : min(stop, at + 4)]]
    if words[:1] == ["const"] and words[2:] == ["=", "defineSchema"]:
        return "export default", _schema(source, start, at + 3, stop)
    if source.tokens[at].text not in _NAMED or at + 1 >= stop:
        return " ".join(essence(_text(source, start, stop))), (_leaf(source, start, stop),)
    equals = next((n for n in _flat(source, at, stop) if source.tokens[n].text == "="), stop - 1)
    table = _table(source, start, equals + 1, stop) or _indexed(source, start, equals + 1, stop)
    return source.tokens[at + 1].text, table or _value(source, start, equals + 1, stop)


def _import(source: Source, start: int, stop: int) -> tuple[str, tuple[Part, ...]]:
    last = source.tokens[stop - 1]
    module = string_value(last.text) if last.kind == "string" else last.text
    brace = next((n for n in range(start, stop) if source.tokens[n].text == "{"), None)
    is_type = source.tokens[start + 1].text == "type" and brace != start + 1
    key = f"import {'type ' if is_type else ''}{module}"
    if brace is None:
        return key, (_leaf(source, start, stop),)
    return key, _around(source, start, brace, stop, "names", _name)


def _name(source: Source, start: int, stop: int) -> tuple[str, tuple[Part, ...]]:
    return " ".join(essence(_text(source, start, stop))), (_leaf(source, start, stop),)


def _schema(source: Source, start: int, value: int, stop: int) -> tuple[Part, ...]:
    """`export default defineSchema({...}, ...)`; in a constant that is exported below, it is the same."""
    words = [token.text for token in source.tokens[value : value + 3]]
    if words[:1] == ["{"]:  # constraints.ts, a file of tables
        return _around(source, start, value, stop, "fields", _property)
    if words[:1] == ["defineTable"] and (table := _table(source, start, value, stop)):
        return table
    if words != ["defineSchema", "(", "{"]:
        return (_leaf(source, start, stop),)
    return _around(source, start, value + 2, stop, "tables", _property)


# ---- objects ------------------------------------------------------------------------------------


def _property(source: Source, start: int, stop: int) -> tuple[str, tuple[Part, ...]]:
    """`name: value`, `name`, `...spread`, `[computed]: value`, `method() {}`."""
    tokens = source.tokens
    following = tokens[start + 1].text if start + 1 < stop else ""
    if tokens[start].kind not in ("word", "string") or following not in (":", "", "("):
        return " ".join(essence(_text(source, start, stop))), (_leaf(source, start, stop),)
    first = tokens[start]
    key = string_value(first.text) if first.kind == "string" else first.text
    if following != ":":
        return key, (_leaf(source, start, stop),)
    return key, (
        _table(source, start, start + 2, stop)
        or _indexed(source, start, start + 2, stop)
        or _value(source, start, start + 2, stop)
    )


def _indexed(source: Source, start: int, value: int, stop: int) -> tuple[Part, ...]:
    """`users: usersTable.index(...)`: what was defined elsewhere, and more indexes; nothing for all else."""
    at = value
    while at + 2 < stop and source.tokens[at].kind == "word" and source.tokens[at + 1].text == ".":
        if source.tokens[at + 2].text in _INDEXES and source.tokens[at + 3 : at + 4]:
            calls = _calls(source, at + 1, stop)
            return () if calls is None else (_leaf(source, start, at + 1), calls)
        at += 2
    return ()


def _table(source: Source, start: int, value: int, stop: int) -> tuple[Part, ...]:
    """`name: defineTable({...}).index(...)`, in a constant too; nothing where it is not that."""
    words = [token.text for token in source.tokens[value : value + 2]]
    if words != ["defineTable", "("]:
        return ()
    end = source.partner[value + 1] + 1
    calls = _calls(source, end, stop)
    if calls is None:
        return ()
    brace = _brace(source, value + 2, end - 1)
    if brace is None:
        return (_leaf(source, start, end), calls)
    return (*_around(source, start, brace, end, "fields", _property), calls)


def _brace(source: Source, at: int, stop: int) -> int | None:
    """Where the object is that a table is made of: `{...}`, `v.object({...})`, `withTimestamps({...})`."""
    tokens = source.tokens
    while at < stop and (tokens[at].kind == "word" or tokens[at].text in (".", "(")):
        at += 1
    return at if at < stop and tokens[at].text == "{" else None


def _calls(source: Source, start: int, stop: int) -> Block | None:
    """A chain of `.method(...)`, each with the comments before it."""
    ranges: list[Range] = []
    at = start
    while at < stop:
        words = [token.text for token in source.tokens[at : at + 3]]
        if at + 3 >= stop or words[0] != "." or words[2] != "(":
            return None
        end = source.partner[at + 2] + 1
        ranges.append(Range(at, end, source.tokens[end - 1].end))
        at = end
    here = source.tokens[start - 1].end
    last = ranges[-1].end if ranges else here
    return _block(source, "calls", here, ranges, last, _call)


def _call(source: Source, start: int, stop: int) -> tuple[str, tuple[Part, ...]]:
    """Indexes of all kinds share one space of names, so the name alone is the key."""
    argument = source.tokens[start + 3]
    leaf = (_leaf(source, start, stop),)
    if argument.kind == "string":
        return string_value(argument.text), leaf
    return " ".join(essence(_text(source, start, stop))), leaf


def _value(source: Source, start: int, value: int, stop: int) -> tuple[Part, ...]:
    """An expression with the object in it, or the literals of a union, taken apart."""
    if _is_enum(source, value, stop):
        return _around(source, start, value + 3, stop, "members", _name)
    is_named_table = [one.text for one in source.tokens[value : value + 2]] == ["Table", "("]
    for at in range(max(value, start + 1), stop):
        if source.tokens[at].text == "{":
            if source.tokens[at - 1].text not in ("(", "=", ":") and not (
                is_named_table and at == value + 4
            ):
                break
            return _around(source, start, at, stop, "fields", _property)
    return (_leaf(source, start, stop),)


def _is_enum(source: Source, start: int, stop: int) -> bool:
    """`v.union(v.literal("A"), v.literal("B"))`: nothing else may be merged member by member."""
    head = ("v", ".", "union", "(")
    words = tuple(token.text for token in source.tokens[start : start + 4])
    if words != head or source.partner.get(start + 3) != stop - 1:
        return False
    return _ENUM.fullmatch(" ".join(map(_shape, source.tokens[start + 4 : stop - 1]))) is not None


def _shape(token: TsToken) -> str:
    return '"' if token.kind == "string" else token.text


# ---- pieces -------------------------------------------------------------------------------------


def _around(
    source: Source, start: int, bracket: int, stop: int, kind: Kind, parts: Parts
) -> tuple[Part, ...]:
    """The text before a bracket, the block in it, the text behind it."""
    tokens, closing = source.tokens, source.partner[bracket]
    opened, closed = tokens[bracket], tokens[closing]
    block = _block(source, kind, opened.end, _entries(source, bracket), closed.end, parts)
    before = Leaf(source.text[tokens[start].start : opened.start])
    trailing = Leaf(source.text[closed.end : tokens[stop - 1].end])
    return before, block._replace(open=opened.text), trailing


def _entries(source: Source, bracket: int) -> Iterator[Range]:
    """What commas part between a bracket and its partner."""
    closing = source.partner[bracket]
    start = bracket + 1
    for at in _flat(source, bracket + 1, closing):
        if source.tokens[at].text == "," and at > start:
            yield Range(start, at, _end_of_trailing_comment(source, source.tokens[at].end))
            start = at + 1
    if start < closing:
        yield Range(
            start, closing, _end_of_trailing_comment(source, source.tokens[closing - 1].end)
        )


def _flat(source: Source, start: int, stop: int) -> Iterator[int]:
    """The tokens from `start` to `stop` that are in no bracket; of a bracket, the opening one."""
    at = start
    while at < stop:
        yield at
        at = source.partner.get(at, at) + 1


def _text(source: Source, start: int, stop: int) -> str:
    return source.text[source.tokens[start].start : source.tokens[stop - 1].end]


def _leaf(source: Source, start: int, stop: int) -> Leaf:
    return Leaf(_text(source, start, stop))
