"""How many conclusions are the expected ones, by kind: `make conclusions`. Exit code 1 for less than all."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from conclusions.labels import KINDS, agrees, judged, labels


def main() -> int:
    right, all_, wrong = Counter[str](), Counter[str](), list[str]()
    for label in labels():
        at = judged(label)
        for kind, expected in label.expected.items():
            found = KINDS[kind](at)
            all_[kind] += 1
            is_right = agrees(kind, found, expected)
            right[kind] += is_right
            if not is_right:
                wrong.append(f"{label.name}: {kind} is {found!r}, expected {expected!r}")
    for kind in KINDS:
        if all_[kind]:
            print(f"{kind:8} {right[kind]:3} of {all_[kind]:3}  {right[kind] / all_[kind]:4.0%}")
    print(f"{'all':8} {right.total():3} of {all_.total():3}  {right.total() / all_.total():4.0%}")
    print("".join(f"\n{line}" for line in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
