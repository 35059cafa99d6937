"""What becomes of the corpus, in figures: `make figures`, with the corpus in P2C_CORPUS.

Schemas, tables, indexes, and the guarantees of each kind by their end, with default options.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Compilation, compile_schema

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.agreement import corpus_schemas

STATES = ("kept", "replaced", "enforced", "lost")


def main() -> int:
    folder = os.environ.get("P2C_CORPUS")
    if not folder:
        print("P2C_CORPUS names no folder", file=sys.stderr)
        return 2
    count, sources = Counter[str](), Counter[str]()
    ends = Counter[tuple[str, str]]()
    for schema in corpus_schemas(Path(folder)):
        found = compile_schema([SourceFile(name, text) for name, text in schema.files])
        if isinstance(found, Compilation):
            sources[schema.source] += 1
            tables = found.lowered.convex.tables
            count["tables"] += len(tables)
            count["indexes"] += sum(len(table.indexes) for table in tables)
            count["search and vector indexes"] += sum(
                len(table.search_indexes) + len(table.vector_indexes) for table in tables
            )
            ends.update(
                (entry.guarantee.kind, entry.outcome.state) for entry in found.ledger.entries
            )
    print(f"{sources.total()} schemas: {', '.join(f'{n} {name}' for name, n in sources.items())}")
    print(", ".join(f"{number} {what}" for what, number in count.items()), end="\n\n")
    _table(ends)
    return 0


def _table(ends: Counter[tuple[str, str]]) -> None:
    print("| kind | all | kept | replaced | lost |\n|---|---:|---:|---:|---:|")
    for kind in sorted({kind for kind, _ in ends}):
        _row(kind, [ends[kind, state] for state in STATES])
    _row("**all**", [sum(n for (_, end), n in ends.items() if end == state) for state in STATES])


def _row(kind: str, numbers: list[int]) -> None:
    print(f"| {kind} | {sum(numbers)} | {' | '.join(map(str, numbers))} |")


if __name__ == "__main__":
    sys.exit(main())
