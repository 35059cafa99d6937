"""What a report says, whatever its form: `report_markdown` and `report_html` read theirs back into it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.guarantees import FIELD_BY_FIELD
from prisma_to_convex.kit.words import hours
from prisma_to_convex.report.model import Name
from prisma_to_convex.report.odd_names import is_renamed
from prisma_to_convex.typescript.literals import plain_line

Row = tuple[str, ...]
Json = Any  # JSON, read back


class Table(NamedTuple):
    """One section under Tables; `lost` counts its losses by rule."""

    title: str
    name: str
    fields: tuple[Row, ...]
    indexes: tuple[Row, ...]
    lost: Counter[str]


class Said(NamedTuple):
    """Texts without blanks and backticks, since each form has its own. `findings` count by rule."""

    totals: Row
    severities: Row
    kinds: frozenset[Row]
    rules: frozenset[Row]
    findings: Counter[str]
    tables: tuple[Table, ...]
    names: tuple[Row, ...]
    verdict: Row
    reasons: tuple[Row, ...]
    risks: tuple[Row, ...]
    effort: tuple[Row, ...]
    coefficients: tuple[Row, ...]
    waves: tuple[Row, ...]
    parts: tuple[Row, ...]
    queries: Counter[str]
    ids: frozenset[Row]
    decided: frozenset[Row]


_REPRESENTATIONS = {
    "replace": "_id,whichtakesitsplace",
    "keep": "_id;theoldvaluestaysinafieldwithanindex",
    "key": "itsvalue:itstaysthekey",
}


def flat(text: str) -> str:
    return re.sub(r"[`\s]", "", text)


def by_title(table: Table) -> str:
    return table.title


def as_markdown(text: str) -> str:
    """What Markdown shows of a text."""
    return flat(plain_line(text))


def as_html(text: str) -> str:
    return flat(plain(" ".join(text.split())))


def of_json(found: Json, shown: Callable[[str], str], pairs: Mapping[tuple[str, str], str]) -> Said:
    """`shown` as the form to compare with shows a text.

    `pairs` has the join table of each end of a many-to-many relation: JSON tells what is lost with
    its end, the others with the table.
    """
    totals, analysis, work = found["totals"], found["analysis"], found["analysis"]["effort"]
    verdict = analysis["verdict"]
    counts = Counter(one["code"] for one in found["diagnostics"])
    severities = {one["code"]: one["severity"] for one in found["diagnostics"]}
    names = {one["code"]: one["name"] for one in found["diagnostics"]}
    hybrid = analysis["hybrid"]
    features = [one for one in (hybrid["chosen"], *hybrid["proposed"]) if one]
    return Said(
        totals=tuple(f"{totals[key]:,}" for key in ("all", "kept", "replaced", "lost")),
        severities=tuple(f"{times:,}" for times in totals["severities"].values()),
        kinds=frozenset(
            (kind, *(f"{one[key]:,}" for key in ("all", "kept", "replaced", "lost")))
            for kind, one in totals["by_kind"].items()
        ),
        rules=frozenset(
            (f"{code}{names[code]}", severities[code], f"{times:,}")
            for code, times in counts.items()
        ),
        findings=counts,
        tables=tuple(sorted(_tables_of_json(found, shown, pairs), key=by_title)),
        names=tuple(
            tuple(shown(one[key] or "") for key in ("what", "prisma", "convex"))
            for one in found["names"]
            if is_renamed(Name(**{key: text or "" for key, text in one.items()}))
        ),
        verdict=(
            shown(verdict["headline"]),
            *map(shown, verdict["facts"]),
            shown(verdict["change"]),
            *map(shown, verdict["next_steps"]),
            shown(verdict["rule"]),
        ),
        reasons=tuple((one["stance"], shown(one["text"])) for one in verdict["reasons"]),
        risks=tuple(
            (
                one["likelihood"],
                shown(one["title"]),
                shown(one["reason"]),
                shown(one["instead"]),
                *(code for code in one["rules"] if code in counts),
            )
            for one in analysis["risks"]
        ),
        effort=(
            (flat(work["words"]), flat(hours(tuple(work["hours"])))),
            *(
                (part["name"], flat(hours(tuple(part["hours"]))))
                for part in work["parts"]
                if part["hours"][1]
            ),
            *((flat(one),) for one in work["assumptions"]),
        ),
        coefficients=tuple(
            (
                flat(line["what"]),
                f"{line['times']:,}",
                flat(hours((line["low"], line["high"]))),
                flat(hours(tuple(line["hours"]))),
                line["key"],
            )
            for part in work["parts"]
            for line in part["lines"]
            if line["times"]
        ),
        waves=tuple(tuple(one["models"]) for one in analysis["order"]["waves"]),
        parts=tuple(
            (one["name"].lower(), *one["models"], f"{len(one['cut'])}", *one["needs"])
            for one in features
        ),
        queries=Counter(one["kind"] for one in analysis["queries"]),
        ids=frozenset(
            (
                _REPRESENTATIONS[one["ids"]],
                shown(one["why"]),
                f"{one['model']}.{','.join(one['fields'])}",
            )
            for one in analysis["ids"]
        ),
        decided=frozenset(
            (state, f"{times:,}") for state, times in totals["decisions"].items() if times
        ),
    )


def _tables_of_json(
    found: Json, shown: Callable[[str], str], pairs: Mapping[tuple[str, str], str]
) -> Iterator[Table]:
    lost: dict[str, Counter[str]] = {}
    seen: set[tuple[str, str, str]] = set()
    for one in found["guarantees"]:
        said = (one["model"], one["rule"], one["detail"])
        is_repeated = one["kind"] in FIELD_BY_FIELD and said in seen
        seen.add(said)
        if one["outcome"] == "lost" and not is_repeated:
            title = pairs.get((one["model"], one["field"]), one["model"])
            lost.setdefault(title, Counter())[one["rule"]] += 1
    for table in found["tables"]:
        yield Table(
            title=table["model"],
            name=table["name"],
            fields=tuple((one["name"], shown(_validator(one))) for one in table["fields"]),
            indexes=tuple(
                (
                    one["name"],
                    "" if one["kind"] == "index" else f"{one['kind']}index",
                    ",".join(one["fields"]),
                    ",".join(map(shown, one["serves"])),
                )
                for one in table["indexes"]
            ),
            lost=lost.get(table["model"], Counter()),
        )


def _validator(field: dict[str, Any]) -> str:
    """As schema.ts has it; the JSON says beside it whether the field may be absent."""
    validator: str = field["validator"]
    return f"v.optional({validator})" if field["optional"] else validator
