"""What the product concludes of a schema as a whole is what an expert wrote down beforehand."""

from __future__ import annotations

from functools import cache

import pytest

from conclusions.labels import KINDS, SCHEMAS, Judged, Label, agrees, judged, labels

LABELS = tuple(labels())


@cache
def _judged(name: str) -> Judged:
    return judged(next(label for label in LABELS if label.name == name))


# Each schema's kinds stay in one process: they share its analysis.
CASES = [
    pytest.param(
        label,
        kind,
        id=f"{label.name}-{kind}",
        marks=[pytest.mark.xdist_group(label.name)]
        + [pytest.mark.xfail(reason="pending")] * (kind in label.pending),
    )
    for label in LABELS
    for kind in label.expected
]


@pytest.mark.parametrize(("label", "kind"), CASES)
def test_the_conclusion_is_the_expected(label: Label, kind: str) -> None:
    at: Judged = _judged(label.name)
    found, expected = KINDS[kind](at), label.expected[kind]
    assert agrees(kind, found, expected), (found, expected, label.about)


def test_each_schema_is_labelled() -> None:
    assert {path.stem for path in SCHEMAS.glob("*.prisma")} == {label.name for label in LABELS}
    assert len(LABELS) >= 40
