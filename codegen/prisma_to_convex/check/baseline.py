"""A baseline: how often each rule was accepted for each `Model.field`. No lines, so moving code
changes nothing.

    {
      "version": 1,
      "accepted": {
        "unique-not-enforced": {
          "User.email": 1
        }
      }
    }
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple

from ..ledger.decision import Decision
from ..report.json_text import json_text
from .finding import BaselineEntry, CheckedSchema, Finding

VERSION = 1

Pair: TypeAlias = tuple[str, str]
Accepted: TypeAlias = Mapping[Pair, int]
"""By the rule's name and the subject."""


class InvalidBaseline(Exception):
    """Why the text is no baseline."""


class AppliedBaseline(NamedTuple):
    """`fixed` has what is accepted more often than it is found."""

    schemas: tuple[CheckedSchema, ...]
    fixed: tuple[BaselineEntry, ...]


def read(text: str) -> Accepted:
    """How many of each finding are accepted. Raises `InvalidBaseline`."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidBaseline("it is not JSON") from None
    if not isinstance(content, dict) or content.get("version") != VERSION:
        raise InvalidBaseline(f"it is no baseline of version {VERSION}")
    accepted = content.get("accepted")
    if not isinstance(accepted, dict):
        raise InvalidBaseline("`accepted` is not an object")
    found: dict[Pair, int] = {}
    for rule, subjects in accepted.items():
        if not isinstance(subjects, dict):
            raise InvalidBaseline(f"`accepted.{rule}` is not an object")
        for subject, times in subjects.items():
            if type(times) is not int or times < 1:
                raise InvalidBaseline(f"`accepted.{rule}.{subject}` is not a number above 0")
            found[rule, subject] = times
    return found


def is_baseline(data: bytes) -> bool:
    try:
        read(data.decode("utf-8"))
    except (UnicodeDecodeError, InvalidBaseline):
        return False
    return True


def write(accepted: Accepted) -> str:
    """Sorted, an entry a line: two branches that add some merge well."""
    rules: dict[str, dict[str, int]] = {}
    for (rule, subject), times in sorted(accepted.items()):
        rules.setdefault(rule, {})[subject] = times
    return json_text({"version": VERSION, "accepted": rules})


def apply(
    accepted: Accepted, schemas: Iterable[CheckedSchema], has: Callable[[str], bool]
) -> AppliedBaseline:
    """The first findings of each entry are baselined, in order of place; what is more is open.

    `has` tells whether a rule (by name) is looked at in this run: of others nothing is known.
    """
    left = Counter(dict(accepted))
    decided = tuple(
        schema._replace(findings=tuple(_baselined(finding, left) for finding in schema.findings))
        for schema in schemas
    )
    fixed = tuple(
        BaselineEntry(rule, subject, times)
        for (rule, subject), times in sorted(left.items())
        if times and has(rule)
    )
    return AppliedBaseline(decided, fixed)


def _baselined(finding: Finding, left: Counter[Pair]) -> Finding:
    if not _can_be_accepted(finding) or not left[_pair(finding)]:
        return finding
    left[_pair(finding)] -= 1
    return finding._replace(decision=Decision("baselined"))


def _can_be_accepted(finding: Finding) -> bool:
    """Not what makes the schema invalid, nor what is allowed already."""
    return finding.is_open and not finding.is_invalid


def _pair(finding: Finding) -> Pair:
    return finding.diagnostic.rule.name, str(finding.subject)


def collect(
    schemas: Iterable[CheckedSchema], old: Accepted, has: Callable[[str], bool]
) -> Accepted:
    """A new baseline of all that is open; entries of rules that this run does not look at stay."""
    counts = Counter(
        _pair(finding)
        for schema in schemas
        for finding in schema.findings
        if _can_be_accepted(finding)
    )
    return {**{pair: times for pair, times in old.items() if not has(pair[0])}, **counts}


def pruned(accepted: Accepted, fixed: Iterable[BaselineEntry]) -> Accepted:
    left = dict(accepted)
    for entry in fixed:
        left[entry.rule, entry.subject] -= entry.times
    return {pair: times for pair, times in left.items() if times > 0}
