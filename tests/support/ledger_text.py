"""A ledger as text: what golden files hold."""

from __future__ import annotations

from prisma_to_convex.compiler import Compilation


def ledger_text(compilation: Compilation) -> str:
    """Every guarantee with its end, then what no guarantee says; one line each."""
    lines = []
    for guarantee, outcome in compilation.ledger.entries:
        fields = ".".join((guarantee.owner, ",".join(guarantee.fields)))
        what = f"{guarantee.span.line}: {guarantee.kind} {fields} {guarantee.text}"
        told = outcome.diagnostic
        end = f"{told.rule.code} {told.message}; {told.help}" if told else outcome.by
        lines.append(f"{what}\n    {outcome.state}: {end}")
    lines.extend(
        f"{advice.span.line}: {advice.rule.code} {advice.message}; {advice.help}"
        for advice in compilation.ledger.advice
    )
    return "\n".join(lines) + "\n"
