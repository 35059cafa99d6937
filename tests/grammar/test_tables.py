"""The shipped tables are those of the grammar, and what runs them reads as Lark does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from prisma_schema_parser import build_tables, lalr, tables
from prisma_schema_parser.machine import machine
from prisma_schema_parser.nodes import Nodes
from prisma_schema_parser.syntax import KEYWORDS

GRAMMAR = files("prisma_schema_parser").joinpath("prisma.lark").read_text(encoding="utf-8")
STALE = "tables.py is not that of prisma.lark: run `make tables`"


def test_the_shipped_tables_are_those_of_the_grammar() -> None:
    shipped = files("prisma_schema_parser").joinpath("tables.py").read_text(encoding="utf-8")
    assert build_tables.checksum(GRAMMAR) == tables.CHECKSUM, STALE
    assert build_tables.render(GRAMMAR) == shipped, STALE


@pytest.fixture
def _parser_anew() -> Iterator[None]:
    """The parser is built once per process: not in these tests, nor for those after them."""
    machine.cache_clear()
    yield
    machine.cache_clear()


@pytest.mark.usefixtures("_parser_anew")
def test_stale_tables_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "CHECKSUM", 0)
    monkeypatch.setattr(tables, "TABLES", None)
    found = machine().parse("model A {\n  id Int\n}\n", "document")
    assert [child.rule for child in found.children] == ["model"]


@pytest.mark.usefixtures("_parser_anew")
def test_lark_is_not_needed_for_current_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_tables, "build", None)
    assert machine().parse("", "document").children == ()


# ---- the same answers as Lark -------------------------------------------------------------------

LARK = Lark(
    GRAMMAR,
    parser="lalr",
    lexer="contextual",
    start=list(build_tables.START_SYMBOLS),
    maybe_placeholders=False,
)


class Lists:
    """What every rule gives: its name and its children, terminals with their offsets."""

    def __getattr__(self, rule: str) -> Callable[..., list[Any]]:
        return lambda *children: [
            rule,
            *(list(child) if type(child) is tuple else child for child in children),
        ]


OURS = lalr.Parser(build_tables.build(GRAMMAR), Lists())


def plain(node: Any) -> Any:
    """Lark's tree as the same lists."""
    if isinstance(node, Token):
        return [node.type, str(node), node.start_pos, node.end_pos]
    return [str(node.data), *map(plain, node.children)]


def by_lark(text: str, start: str) -> Any:
    try:
        return plain(LARK.parse(text, start=start))
    except UnexpectedToken as error:
        return len(text) if error.token.type == "$END" else error.pos_in_stream
    except UnexpectedCharacters as error:
        return error.pos_in_stream


def by_us(text: str, start: str) -> Any:
    try:
        return OURS.parse(text, start)
    except lalr.Unexpected as error:
        return error.position


INSIDES = [
    "",
    " ",
    "@id",
    "@id@default(cuid())",
    "@ id @default ( autoincrement( ) ) // x",
    '@relation("a\\"b", fields: [a, b], references: [c.d, e], onDelete: Cascade) /* x */',
    '@@index([a(sort: Desc, ops: raw("x")), b,], where: { a: { not: null }, b: 1.5 })',
    "@@id([a, b], name: )",
    "@a(1, -2.5, 007, 1a, 1.)",
    "@a(,)",
    "@a([])",
    "@a([1 2])",
    "@a({})",
    "@a({ b: [c, d(e: f)] })",
    '[1, "two", three]',
    'env("X") // why',
    '"unclosed',
    "@a(",
    "@a)",
    "@a \u00a0 \u3000 @b",
    "@a \u0085 @b",
    "\u2028",
    "@\u00e9.\u00e9\u0301",
    "#",
    "@db.VarChar(10) @db.",
    "String",
    "String [] ? @id",
    ": [ String ]",
    ': Unsupported( "a" )! // x',
    "[a, b]",
    "Unsupported(a)",
    "= [1]",
    "{ // x",
    '{ "// x" / /* y */ z',
]


@pytest.mark.parametrize("start", build_tables.START_SYMBOLS[1:])
@pytest.mark.parametrize("text", INSIDES)
def test_a_line_as_lark_reads_it(text: str, start: str) -> None:
    assert by_us(text, start) == by_lark(text, start)


@pytest.mark.parametrize("path", sorted(Path("samples").glob("*/schema.prisma")), ids=str)
def test_a_file_as_lark_reads_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert by_us(text, "document") == by_lark(text, "document")
    for cut in range(0, len(text), 997):
        damaged = text[:cut] + '"}{@(' + text[cut + 40 :]
        assert by_us(damaged, "document") == by_lark(damaged, "document")


def test_no_callback_lacks_its_rule() -> None:
    rules = {rule.callback for rule in tables.TABLES.rules}
    methods = {name for name in vars(Nodes) if not name.startswith("_")}
    assert methods <= rules
    assert rules - methods == {"", "argument", "expression"}


def test_the_keywords_are_those_of_the_grammar() -> None:
    spelt = [word for kind in ("MODEL", "ENUM", "CONFIG") for word in KEYWORD[kind].split("|")]
    assert sorted(spelt) == sorted(KEYWORDS)


KEYWORD = dict(
    re.findall(r"^(MODEL|ENUM|CONFIG)\.\d: +/(?:\(\?:)?([a-z|]+)", GRAMMAR, re.MULTILINE)
)


def test_no_more_terminals_than_were_asked_for() -> None:
    assert OURS.parse("@a@b", "attributes", most=5) == OURS.parse("@a@b", "attributes")
    with pytest.raises(lalr.TooMany):
        OURS.parse("@a@b", "attributes", most=4)


def test_what_is_unexpected_has_a_place() -> None:
    with pytest.raises(lalr.Unexpected) as caught:
        OURS.parse("@a(b c)", "attributes")
    assert caught.value.position == 5
    assert not issubclass(lalr.Unexpected, UnexpectedInput)
