"""Whatever the text: no exception, spans inside it, and the same answer twice."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from prisma_schema_parser import Diagnostic, Rule, Severity, SourceFile, Span, read_schema
from prisma_schema_parser.listing import listed
from prisma_schema_parser.parser import parse
from strategies import mutations, schemas

UNHURRIED = settings(
    deadline=None,
    derandomize=True,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# What a schema is made of, and what Unicode and other languages would put in its place.
_CHARACTERS = "{}[]()@?:,.\"'\\/-_=!#$\n\r\t \x00\x0b\x0c\x85\xa0\u2028\ufeff\u0301é字😀"
_WORDS = (
    "@@", "//", "///", "/*", "*/", "model A {\n", "enum E {\n", "type T {\n", "view V {\n",
    "datasource d {\n", "  id Int @id\n", "}\n", "  a A[]\n", "  x = [1]\n", "@relation(",
    "Unsupported(", "@db.", "1.5",
)  # fmt: skip  # words beside words
PIECES = st.sampled_from([*_CHARACTERS, *_WORDS])


def shown(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[object, ...]]:
    return [(one.rule.code, one.message, one.span.start, one.span.end) for one in diagnostics]


def holds(text: str) -> None:
    result = read_schema([SourceFile("any.prisma", text)])
    for found in result.diagnostics:
        for span in (found.span, *(label.span for label in found.labels)):
            assert 0 <= span.start <= span.end <= len(text)
            assert span.position.line >= 1
    again = read_schema([SourceFile("any.prisma", text)])
    assert shown(result.diagnostics) == shown(again.diagnostics)


@UNHURRIED
@given(st.text())
def test_any_text(text: str) -> None:
    holds(text)


@UNHURRIED
@given(st.lists(PIECES, max_size=60).map("".join))
@example("model A {\n  id Int @id @@\n")
@example('model A {\n  x Unsupported("\\q") @db.\n}\n')
def test_any_pieces(text: str) -> None:
    holds(text)


@UNHURRIED
@given(schemas())
def test_schemas_are_valid(schema: object) -> None:
    files = schema.files  # type: ignore[attr-defined]  # SchemaText, which the package does not type
    result = read_schema([SourceFile(name, text) for name, text in files])
    assert shown(tuple(one for one in result.diagnostics if one.is_error)) == []


@UNHURRIED
@given(schemas().flatmap(lambda schema: mutations(schema.text)))
def test_mutations(text: str) -> None:
    holds(text)


@pytest.mark.parametrize(
    ("before", "line", "after"),
    [("", "bad", ""), ("model A {\n  id Int @id\n", "bad", "}\n"), ("", "modl B {\n}", "")],
)
def test_behind_10_000_errors_nothing_is_read(before: str, line: str, after: str) -> None:
    found = parse(SourceFile("a.prisma", before + f"{line}\n" * 10_003 + after)).diagnostics
    assert len(found) == 10_001
    assert found[-1].message == "too many mistakes: from here on nothing is read"
    first = before.count("\n") + 10_000 * (line.count("\n") + 1) + 1
    assert found[-1].span.line == first
    assert found[-1].span.end == found[-1].span.start + 1


def test_behind_10_000_errors_no_other_file_is_read() -> None:
    """What may be missed, since it was not read, is not told."""
    rest = "bad\n" * 5_000
    texts = ("model A {\n  id Int @id\n  b B\n}\n" + rest, rest, "bad", "model B {\n}\n")
    sources = [SourceFile(f"{at}.prisma", text) for at, text in enumerate(texts)]
    found = read_schema(sources).diagnostics
    assert [one.span.source.name for one in found[-2:]] == ["1.prisma", "2.prisma"]
    assert found[-1].message == "too many mistakes: from here on nothing is read"
    assert len(found) == 10_001


@pytest.mark.parametrize("line", ["f# Tpye", "  s# String!", "@@index([x#])"])
def test_of_a_check_10_000_findings_are_listed(line: str) -> None:
    """There are as many as without the limit, up to it; what another check finds is there, too."""
    lines = "".join(f"  {line.replace('#', str(at))}\n" for at in range(10_002))
    found = read_schema(
        [SourceFile("a", f"model A {{\n  id Int @id\n{lines}}}\nmodel B {{\n}}\n")]
    ).diagnostics
    assert found[10_000].span.line == 10_003
    assert found[10_000].message in (
        "there is more of this from here on, beyond 10,000 that are listed",
        "too many mistakes: from here on nothing is read",
    )
    assert len(found) - 10_001 == (0 if "!" in line else 1)


def test_an_error_behind_many_warnings_is_listed() -> None:
    source = SourceFile("a", "x" * 10)

    def found(*severities: Severity) -> list[Diagnostic]:
        rules = [Rule("PC199", "a-rule", one) for one in severities]
        return [Diagnostic(one, str(at), Span(source, at, at)) for at, one in enumerate(rules)]

    warning, error = Severity.WARNING, Severity.ERROR
    more = "there is more of this from here on, beyond 2 that are listed"
    for some, expected in (
        ((), []),
        ((warning, warning), ["0", "1"]),
        ((warning, warning, warning), ["0", "1", more]),
        ((warning, warning, warning, error, error), ["0", "1", "3", more]),
        ((warning, warning, error), ["0", "1", "2"]),
        ((error, warning, error, warning), ["0", "1", more]),
    ):
        listed_ = list(listed(found(*some), 2))
        assert [one.message for one in listed_] == expected, some
        assert [one.span.start for one in listed_ if one.message == more] in ([], [2])
