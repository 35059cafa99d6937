"""The Markdown report read back, by a reader of Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .report_facts import Row, Said, Table, by_title, flat

_READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_CODE = re.compile(r"PC\d{3}")


class _Part(NamedTuple):
    """What stands under a heading: tables as rows of cells with their heads, and lines of lists and text."""

    level: int
    title: list[Token]
    tables: list[list[list[Token]]]
    lines: list[list[Token]]

    def table(self, *head: str) -> list[list[Token]]:
        """The rows of the first table whose head begins so; none where there is no such table."""
        for first, *rows in self.tables:
            if [_shown([one]) for one in first][: len(head)] == list(head):
                return rows
        return []


_NOTHING = _Part(0, [], [], [])


def _parts(text: str) -> list[_Part]:
    found = [_Part(0, [], [], [])]
    tokens = _READER.parse(text)
    row: list[Token] = []
    for at, token in enumerate(tokens):
        match token.type:
            case "heading_open":
                title = tokens[at + 1].children or []
                found.append(_Part(int(token.tag[1]), title, [], []))
            case "table_open":
                found[-1].tables.append([])
            case "tr_open":
                row = []
                found[-1].tables[-1].append(row)
            case "inline" if tokens[at - 1].type in ("td_open", "th_open"):
                row.append(token)
            case "inline" if tokens[at - 1].type == "paragraph_open":
                found[-1].lines.append([token])
    return found


def _shown(tokens: Iterable[Token]) -> str:
    inside = (one for token in tokens for one in token.children or [token])
    return "".join(one.content for one in inside if one.type != "html_inline")


def _codes(token: Token) -> list[str]:
    """The code spans of a text, those that are written in HTML included."""
    found: list[str] = []
    inside: list[str] | None = None
    for one in token.children or []:
        if one.type == "html_inline":
            if inside is not None:
                found.append("".join(inside))
            inside = None if inside is not None else []
        elif inside is not None:
            inside.append(one.content)
        elif one.type == "code_inline":
            found.append(one.content)
    return found


def of_markdown(text: str) -> Said:
    """All but the documentation of the rules, which is long."""
    parts = _parts(text.partition("\n## Rules\n")[0])
    named = {_shown(one.title): one for one in parts if one.level < 3}
    start, figures = named["What moving to Convex takes"], named["In figures"]
    verdict, work = named["Verdict"], named["Effort"]
    sentences = [_shown(line) for line in start.lines]
    at = [number for number, one in enumerate(parts) if _shown(one.title) in ("Tables", "Names")]
    sections = [one for one in parts[at[0] + 1 : at[1]] if one.level == 3]
    findings = Counter(code for one in sections for code in _rule_codes(one))
    head, decides, *lines = [_shown(line) for line in verdict.lines]
    assert decides == "What decides it:"
    at_change = next(
        at for at, line in enumerate(lines) if line.startswith("What would change it: ")
    )
    at_next = lines.index("What to do next:")
    stances = {"In the way": "blocks", "Against": "against", "For": "for"}
    after = lines[at_next + 1 : -1]
    reasons = [one.split(": ", 1) for one in after if one.split(": ")[0] in stances]
    steps = [one for one in after if one.split(": ")[0] not in stances and one != "After that:"]
    sentence = [head, *lines[:at_change], lines[at_change].removeprefix("What would change it: ")]
    sentence += [*steps, lines[-1]]
    sentences += [_shown(line) for line in named["Guarantees"].lines]
    counted = re.search(
        r"([\d,]+) errors?, ([\d,]+) warnings?, ([\d,]+) notes?", " ".join(sentences)
    )
    law = re.search(
        r"([\d,]+) guarantees = ([\d,]+) kept \+ ([\d,]+) replaced \+ ([\d,]+) lost",
        " ".join(sentences),
    )
    assert counted
    assert law
    return Said(
        law.groups(),
        counted.groups(),
        frozenset(_texts(row) for row in figures.table("Kind of guarantee")[:-1]),
        frozenset(_texts(row) for row in figures.table("Rule")),
        findings,
        tuple(
            sorted((_section(one) for one in sections if "→" in _shown(one.title)), key=by_title)
        ),
        tuple(_texts(row[:3]) for row in named["Names"].table("", "Prisma")),
        tuple(map(flat, sentence)),
        tuple((stances[stance], flat(sentence)) for stance, sentence in reasons),
        tuple(
            (*_texts([row[0], *row[2:5]]), *_CODE.findall(_shown(row[5:])))
            for row in named.get("Risks", _NOTHING).table("Likelihood")
        ),
        tuple(_work(work)),
        tuple(_texts(row[1:]) for row in work.table("Part", "For each")),
        tuple(tuple(_codes(row[1])) for row in named["Order of the import"].table("Wave")),
        tuple(_moved(named.get("Moving a part", _NOTHING).lines)),
        Counter(
            _shown([row[0]])
            for row in named.get("Queries that will be harder", _NOTHING).table("What")
            for _ in _shown([row[3]]).split("; ")
        ),
        frozenset(
            (*_texts(row[:2]), flat(one))
            for row in named["Data"].table("References hold")
            for one in _codes(row[2])
        ),
        frozenset(_decided(" ".join(sentences))),
    )


def _texts(row: Sequence[Token]) -> Row:
    return tuple(flat(_shown([one])) for one in row)


def _rule_codes(section: _Part) -> Iterator[str]:
    for head in ("Lost", "Changed"):
        for row in section.table(head):
            yield from _alike(row)
    for line in section.lines:
        if _shown(line)[:5] and _CODE.fullmatch(_shown(line)[:5]):
            yield _shown(line)[:5]


def _alike(row: Sequence[Token]) -> list[str]:
    """The rule of a row, once for each subject: those of which the same is said share a row."""
    return [_CODE.findall(_shown([row[2]]))[0]] * max(1, len(_codes(row[0])))


def _section(part: _Part) -> Table:
    title, name = _shown(part.title).split(" → ")
    return Table(
        title,
        name,
        tuple(_texts(row[:2]) for row in part.table("Field", "Validator")),
        tuple(
            (
                _codes(row[0])[0],
                flat(_shown([row[0]])).removeprefix(_codes(row[0])[0]).strip("()"),
                *_texts(row[1:]),
            )
            for row in part.table("Index")
        ),
        Counter(code for row in part.table("Lost") for code in _alike(row)),
    )


def _work(part: _Part) -> Iterator[Row]:
    effort = re.fullmatch(
        r"(.+) for one developer \((.+)\), if all of this holds:", _shown(part.lines[0])
    )
    assert effort
    yield flat(effort[1]), flat(effort[2])
    for row in part.table("Part", "Hours")[:-1]:
        yield _texts(row)
    for line in part.lines[1:]:
        if not _shown(line).startswith("<"):
            yield (flat(_shown(line)),)


def _moved(lines: list[list[Token]]) -> Iterator[Row]:
    found: list[tuple[str, list[str], str, list[str]]] = []
    for (line,) in lines:
        text, codes = _shown([line]), _codes(line)
        if codes and codes[-1].startswith("prisma-to-convex generate"):
            found.append((text.split(":")[0].lower(), codes[:-1], "0", []))
        elif "between the two databases" in text:
            found[-1] = (*found[-1][:2], text.split()[0], [])
        elif text.startswith("To cut no required reference"):
            found[-1][3].extend(codes)
    for name, models, cut, needs in found:
        yield (name, *models, cut, *needs)


def _decided(text: str) -> Iterator[Row]:
    if all_open := re.search(r"Nothing is decided yet: ([\d,]+)", text):
        yield "open", all_open[1]
    if some := re.search(r"Decided: of [\d,]+ loss(?:es)?, ([^.]+)\.", text):
        for one in some[1].split(", "):
            times, word = one.split(" ", 1)
            yield word.split()[0], times
