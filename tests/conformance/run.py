"""`make conformance`: agreement with Prisma's own engines, in figures.

    python tests/conformance/run.py [--show N]

Compares verdicts, lines and DMMF on tests/conformance and, where P2C_CORPUS names it, on the corpus.
Exits with 1 if a valid schema is refused or an invalid one accepted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.agreement import Answer, Schema, compare, corpus_schemas, own_cases

HEAD = f"{'':14}{'schemas':>8}{'valid':>7}{'refused':>9}{'accepted':>10}{'other line':>12}{'other dmmf':>12}{'agreement':>11}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--show", type=int, default=10, help="how many differences to show")
    options = parser.parse_args()
    answers = [compare(schema) for schema in _schemas()]
    print(HEAD)
    for source in dict.fromkeys(answer.schema.source for answer in answers):
        print(_row(source, [answer for answer in answers if answer.schema.source == source]))
    print(_row("all", answers))
    different = [answer for answer in answers if answer.kind != "same"]
    for answer in different[: options.show]:
        print(f"{answer.kind}: {answer.schema.source}/{answer.schema.name}: {answer.detail}")
    return int(any(answer.kind in ("refused", "accepted") for answer in answers))


def _schemas() -> Iterable[Schema]:
    yield from own_cases()
    corpus = os.environ.get("P2C_CORPUS")
    if corpus:
        yield from corpus_schemas(Path(corpus))


def _row(source: str, answers: list[Answer]) -> str:
    count = Counter(answer.kind for answer in answers)
    valid = sum(answer.is_valid for answer in answers)
    right = len(answers) - count["refused"] - count["accepted"]
    share = f"{100 * right / len(answers):.2f} %"
    return (
        f"{source:14}{len(answers):>8}{valid:>7}{count['refused']:>9}{count['accepted']:>10}"
        f"{count['other line']:>12}{count['other dmmf']:>12}{share:>11}"
    )


if __name__ == "__main__":
    sys.exit(main())
