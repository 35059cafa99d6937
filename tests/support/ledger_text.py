"""A ledger as text: what golden files hold."""

from __future__ import annotations

from prisma_schema_parser.guarantees import FIELD_BY_FIELD
from prisma_to_convex.compiler import Compilation
from prisma_to_convex.ledger.guarantee_ledger import times_shown


def ledger_text(compilation: Compilation) -> str:
    """Every guarantee with its end, those of many fields that share one at once, then what no guarantee says."""
    lines = []
    entries = compilation.ledger.entries
    for entry, times in zip(entries, times_shown(entries), strict=True):
        guarantee, outcome = entry
        if guarantee.kind in FIELD_BY_FIELD and outcome.state == "lost" and not times:
            continue
        fields = ".".join((guarantee.owner, ",".join(entry.subject.fields)))
        counted = f"{times} times " if times > 1 else ""
        what = f"{guarantee.span.line}: {counted}{guarantee.kind} {fields} {entry.text}"
        diagnostic = outcome.diagnostic
        end = (
            f"{diagnostic.rule.code} {diagnostic.message}; {diagnostic.help}"
            if diagnostic
            else outcome.by
        )
        lines.append(f"{what}\n    {outcome.state}: {end}")
    lines.extend(
        f"{advice.span.line}: {advice.rule.code} {advice.message}; {advice.help}"
        for advice in compilation.ledger.advice
    )
    return "\n".join(lines) + "\n"
