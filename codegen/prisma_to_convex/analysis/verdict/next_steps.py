"""What to do next, the first three before anything else."""

from __future__ import annotations

from collections.abc import Iterator

from ...kit.words import counted, listed
from ..facts import Answer, Hybrid
from .measures import AnalysisParts, Measures

_MOST_NAMED = 6


def next_steps(
    answer: Answer, measures: Measures, found: AnalysisParts, hybrid: Hybrid
) -> Iterator[str]:
    feature = hybrid.proposed[0] if hybrid.proposed else None
    if answer == "not this workload":
        without = feature.command if feature is not None and feature.stays else "--exclude MODEL"
        yield f"Choose where the events stay, and look at the rest without them: `prisma-to-convex report {without}`."
    if measures.errors:
        yield "Decide each error: `prisma-to-convex check` shows them first."
    if answer == "part" and feature is not None:
        yield _part(
            feature.command,
            feature.name,
            max(len(feature.stays), len(feature.models) * (not feature.stays)),
        )
    if all(one.size is None for one in found.order.imports) and answer != "not this workload":
        yield "Count the rows and pass them with `--stats rows.csv`: sizes may change the answer."
    if measures.soft:
        yield (
            f"Say which model the ids in {counted(measures.soft, 'field')} belong to: add a relation in Prisma, "
            "or `/// @convex.references(Model)`."
        )
    yield from _owner_steps(measures, found)
    if measures.enforced:
        yield (
            "Import `mutation` and `internalMutation` from functions.ts everywhere, and forbid Convex's own with ESLint: "
            "the generated code enforces only what goes through them."
        )
    elif measures.generated or measures.partly:
        is_said = found.tenancy is not None and bool(measures.tenant_tables)
        how = "Write" if is_said else "Run `generate --enforce`, and write"
        yield f"{how} through the generated functions: they check what the database checked."
    if measures.json:
        yield (
            f"Give {counted(measures.json, 'Json field')} a validator where code relies on the shape: "
            "`/// @convex.type(...)`."
        )
    if answer == "all" and feature is not None:
        yield _part(feature.command, feature.name, len(feature.models))
    yield "Put `prisma-to-convex check --against main` into CI, so that no new loss goes unnoticed."


def _part(command: str, name: str, models: int) -> str:
    if models <= _MOST_NAMED:
        return f"Try a part: `prisma-to-convex generate {command}`."
    return f"Try a part, {name}: {counted(models, 'model')}, named under Moving a part."


def _owner_steps(measures: Measures, found: AnalysisParts) -> Iterator[str]:
    tenancy = found.tenancy
    if tenancy is not None and measures.tenant_tables:
        guard = f"`tenantOf` in tenant.ts, which takes `{tenancy.key}` from the session"
        if tenancy.is_user and not tenancy.is_configured:
            how = "fill in" if measures.enforced else "run `generate --enforce` and fill in"
            yield (
                "For each table under Tenancy, decide whether users may see each other's rows (that they own them is a "
                f"guess); where they may not, {how} {guard}."
            )
        else:
            how = "Fill in" if measures.enforced else "Run `generate --enforce`, fill in"
            yield f"{how} {guard}, and build the functions on it."
    elif found.owners.kind == "unknown" and found.owners.candidates:
        keys = listed(list(dict.fromkeys(one.key for one in found.owners.candidates))[:3])
        yield f"If the rows belong to somebody, say to whom: set `tenant-key` (candidates: {keys})."
