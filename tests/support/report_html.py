"""The HTML report read back, by a reader of HTML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .html_tree import Node, tree
from .report_facts import Row, Said, Table, by_title, flat


def of_html(text: str) -> Said:
    """All but the style, and the documentation of the rules, which are long."""
    page = tree(text.partition("</style>")[2].partition('<section id="rules">')[0])
    parts = {one.attributes["id"]: one for one in page.all("section")}
    verdict, sums, work = parts["verdict"], parts["guarantees"], parts["effort"]
    found = [*parts["findings"].all("details", class_="f")]
    tiles = {
        one.first("dt").text: one.first("dd").text
        for one in sums.all("dl", class_="tiles")
        for one in one.all("div")
    }
    headline = work.first("p", class_="headline")
    span = headline.first("span").text
    return Said(
        tuple(one.text for one in sums.first("p", class_="sum").all("b")),
        tuple(tiles.get(name, tiles.get(f"{name}s", "")) for name in ("error", "warning", "note")),
        frozenset(
            tuple(flat(cell.text) for cell in (row[0], *row[2:]))
            for row in sums.first("table", class_="chart").rows()
        ),
        frozenset(
            (flat(row[0].text), row[2].text, row[3].text)
            for table in list(parts["findings"].all("table"))[:1]
            for row in table.rows()
        ),
        Counter(one.attributes["data-rule"] for one in found),
        tuple(sorted(_tables_of_html(parts), key=by_title)),
        tuple(
            tuple(flat(cell.text) for cell in row[:3])
            for table in parts["names"].all("table")
            for row in table.rows()
        ),
        (
            flat(verdict.first("p", class_="headline").text),
            *(flat(one.text) for one in verdict.first("ul", class_="facts-of").all("li")),
            flat(verdict.first("p", class_="change").text.removeprefix("What would change it: ")),
            *(flat(one.text) for steps in verdict.all("ol") for one in steps.all("li")),
            flat(verdict.first("p", class_="note").text.removeprefix("How it is decided: ")),
        ),
        tuple(
            (one.attributes["class"], flat(one.text).removeprefix(flat(one.first("span").text)))
            for one in verdict.first("ul", class_="reasons").all("li")
        ),
        tuple(_risk(one) for one in parts["risks"].all("article")),
        (
            (
                flat(headline.text.removesuffix(span)).removesuffix("foronedeveloper"),
                flat(span.split(",")[0] if span.count(",") == 1 else span.rsplit(", at", 1)[0]),
            ),
            *((row[0].text, flat(row[2].text)) for row in work.first("table").rows()),
            *((flat(one.text),) for one in list(work.all("ul"))[-1].all("li")),
        ),
        tuple(
            tuple(flat(cell.text) for cell in row)
            for row in work.first("details").first("table").rows()
            if len(row) > 1
        ),
        tuple(
            tuple(flat(code.text) for code in one.all("code"))
            for one in parts["order"].first("ol").all("li")
        ),
        tuple(_feature(one) for one in parts["hybrid"].all("article")) if "hybrid" in parts else (),
        sum((_places(row) for row in _rows(parts, "queries")), Counter[str]()),
        frozenset(_ids(parts["data"]) if "data" in parts else ()),
        frozenset(
            (name.removeprefix("losses ").split()[0], times)
            for name, times in tiles.items()
            if name.startswith("losses ") and times != "0"
        ),
    )


def _ids(data: Node) -> Iterator[Row]:
    if "What references hold" not in [one.text for one in data.all("h3")]:
        return
    for representation, why, which in data.first("table").rows():
        codes = [flat(one.text) for one in which.all("code")]
        for model, fields in zip(codes[::2], codes[1::2], strict=True):
            yield flat(representation.text), flat(why.text), f"{model}.{fields}"


def _risk(one: Node) -> Row:
    title, chip = one.first("h3"), one.first("h3").first("span")
    reason, instead = one.all("p")
    links = [link.text for link in instead.all("a")]
    instead_text = instead.text.removeprefix("Instead: ")
    for code in reversed(links):
        instead_text = instead_text.rstrip().removesuffix(code)
    return (
        chip.text.split()[0],
        flat(title.text.removesuffix(chip.text)),
        flat(reason.text),
        flat(instead_text),
        *links,
    )


def _feature(one: Node) -> Row:
    name = one.first("h3").children[0]
    assert isinstance(name, str)
    models, *more = one.all("p")
    cut, needs = "0", []
    for paragraph in more:
        if paragraph.text.startswith("Needs too"):
            needs = [code.text for code in paragraph.all("code")]
        else:
            cut = "".join(re.findall(r"\d", paragraph.text.split(";")[0]))
    return (name.strip().lower(), *(code.text for code in models.all("code")), cut, *needs)


def _tables_of_html(parts: dict[str, Node]) -> Iterator[Table]:
    lost: dict[str, Counter[str]] = {}
    for group in parts["findings"].all("div", class_="fg"):
        lost[group.attributes["data-table"]] = Counter(
            one.attributes["data-rule"]
            for one in group.all("details", class_="f")
            if one.attributes["data-outcome"] == "lost"
        )
    for one in parts["tables"].all("details", class_="tb"):
        head = one.first("summary")
        title = head.first("b").text
        if not any(head.all("code")):
            continue
        fields, indexes = _of_table(one)
        yield Table(title, head.first("code").text, fields, indexes, lost.get(title, Counter()))


def _of_table(one: Node) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    fields: tuple[Row, ...] = ()
    indexes: tuple[Row, ...] = ()
    for table in one.all("table"):
        if table.first("th").text == "Field":
            fields = tuple((row[0].text.strip(), flat(row[-1].text)) for row in table.rows())
        else:
            indexes = tuple(
                (
                    (name := row[0].first("code").text),
                    flat(row[0].text).removeprefix(name),
                    flat(row[1].text),
                    flat(row[2].text),
                )
                for row in table.rows()
            )
    return fields, indexes


def _places(row: list[Node]) -> Counter[str]:
    """Of a kind of query: each place begins with a link to its table."""
    return Counter({row[0].text: len([*row[3].all("a")])})


def _rows(parts: dict[str, Node], id_: str) -> list[list[Node]]:
    """Of the first table of a part that may be missing."""
    return parts[id_].first("table").rows() if id_ in parts else []
