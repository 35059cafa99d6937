"""What may go wrong in this move, with the facts that say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from prisma_schema_parser.records import NamedTuple

from ...convex.convex_schema import MAX_WRITES
from ...kit.words import counted, listed
from ..facts import Cascade, Likelihood, Risk, Tenancy
from ..workload import HUGE
from .consequences import CONSEQUENCES
from .measures import AnalysisParts, Measures

_ORDER: tuple[Likelihood, ...] = ("high", "medium", "low")
_MANY_UNIQUES, _MANY_REACHED, _MANY_QUERIES, _MANY_SOFT = 15, 5, 10, 3


class RiskInputs(NamedTuple):
    measures: Measures
    found: AnalysisParts


def risks(measures: Measures, found: AnalysisParts) -> tuple[Risk, ...]:
    """What is in the way of all else; then the likeliest first, of equals what can't be taken back."""
    at = RiskInputs(measures, found)
    blocking = [risk for judge in _BLOCKING for risk in judge(at)]
    risky = [risk for judge in _JUDGES for risk in judge(at)]
    return (*blocking, *sorted(risky, key=_order))


def _order(risk: Risk) -> tuple[int, int]:
    return _ORDER.index(risk.likelihood), CONSEQUENCES.index(risk.consequence)


def _workload(at: RiskInputs) -> Iterator[Risk]:
    huge, grouped = at.found.workload.huge, at.found.workload.grouping
    if not huge and not grouped:
        return
    parts = []
    if huge:
        parts.append(
            f"{listed(huge, most=3)} {'has' if len(huge) == 1 else 'have'} more than {HUGE:,} rows"
        )
    if grouped:
        parts.append(
            f"{counted(grouped, 'index', 'indexes')} {'is' if grouped == 1 else 'are'} there to group events by a column over time"
        )
    yield Risk(
        title="Too many events to count",
        likelihood="high",
        consequence="user-visible",
        reason="; ".join(parts),
        instead="leave events in a database that groups them fast, or keep each count up to date as they come in (@convex-dev/aggregate)",
        rules=(),
    )


def _untranslatable(at: RiskInputs) -> Iterator[Risk]:
    if at.measures.errors:
        yield Risk(
            title="Constructs without a counterpart",
            likelihood="high",
            consequence="data corrupted",
            reason=f"{counted(at.measures.errors, 'construct')} of the schema could not be translated",
            instead="decide each before anything else: `prisma-to-convex check --fail-on error` lists them",
            rules=(),
        )


def _tenants(at: RiskInputs) -> Iterator[Risk]:
    tenancy, count = at.found.tenancy, at.measures.tenant_tables
    if tenancy is None or not count:
        return
    whose = "user" if tenancy.is_user else "tenant"
    bare = [owned.model for owned in tenancy.without_index]
    optional = [owned.model for owned in tenancy.of("optional")]
    verb = "belongs" if count == 1 else "belong"
    verb = f"seem{'s' * (count == 1)} to belong" if _is_guess(tenancy) else verb
    parts = [
        f"{counted(count, 'table')} {verb} to a {whose} by `{tenancy.key}`, and a query that forgets to "
        "filter by it returns everyone's rows, as with Prisma"
    ]
    if bare:
        parts.append(f"no index starts with the key in {listed(bare)}")
    if optional:
        parts.append(f"the key may be null in {listed(optional)}")
    yield Risk(
        title=f"One {whose} sees another's data",
        likelihood="high" if (bare or optional) and not _is_guess(tenancy) else "medium",
        consequence="security",
        reason="; ".join(parts),
        instead=f"access these tables only through functions that take the {whose} from the session: those of "
        + ("tenant.ts" if at.measures.enforced else "tenant.ts, which `generate --enforce` writes"),
        rules=(),
    )


def _is_guess(tenancy: Tenancy) -> bool:
    return tenancy.is_user and not tenancy.is_configured


def _soft(at: RiskInputs) -> Iterator[Risk]:
    if at.measures.soft:
        verb = "holds" if at.measures.soft == 1 else "hold"
        yield Risk(
            title="Ids that nobody translates",
            likelihood="high" if at.measures.soft >= _MANY_SOFT else "medium",
            consequence="data corrupted",
            reason=f"{counted(at.measures.soft, 'field')} {verb} ids of another model without a relation: after the "
            "import they point at nothing",
            instead="add the relation in Prisma, or `/// @convex.references(Model)`, before the data is moved",
            rules=("PC501",),
        )


_DUPLICATES = "Duplicates"
_BY_FUNCTIONS = (
    "checked only by mutations from functions.ts: an import, an edit in the dashboard or a mutation made with "
    "Convex's own builder is not checked"
)
_BY_FUNCTIONS_INSTEAD = (
    "forbid other builders (`no-restricted-imports` of ESLint), and run verify.ts after an import"
)


def _duplicates(at: RiskInputs) -> Iterator[Risk]:
    every, lost = at.measures.all_uniques, at.measures.lost_uniques
    if not every:
        return
    if not lost:
        yield Risk(
            title=_DUPLICATES,
            likelihood="low",
            consequence="data corrupted",
            reason=f"{counted(every, 'unique key')} {'is' if every == 1 else 'are'} {_BY_FUNCTIONS}",
            instead=_BY_FUNCTIONS_INSTEAD,
            rules=(),
        )
        return
    reason = (
        "must be checked by every mutation that writes; the check has no races, since mutations are "
        "serializable, but nothing enforces it"
    )
    instead = "write to each of these tables through one function; import through it, too"
    some = f"{counted(every, 'unique key')} {reason}"
    if lost < every:
        verb = "is" if every - lost == 1 else "are"
        some = f"{lost:,} of {counted(every, 'unique key')} {reason}; {every - lost:,} {verb} {_BY_FUNCTIONS}"
        instead += f"; {_BY_FUNCTIONS_INSTEAD}"
    yield Risk(
        title=_DUPLICATES,
        likelihood="medium" if lost > _MANY_UNIQUES else "low",
        consequence="data corrupted",
        reason=some,
        instead=instead,
        rules=("PC201", "PC202", "PC203", "PC204", "PC241", "PC242"),
    )


def _orphans(at: RiskInputs) -> Iterator[Risk]:
    reaching = [one for one in at.found.relations.cascades if one.tables]
    if not reaching:
        return
    widest = max(reaching, key=lambda one: one.tables)
    over = [one for one in reaching if one.exceeds_limit]
    if at.measures.lost_actions < at.measures.all_actions:
        yield _enforced_deletes(len(reaching), over, at.measures.lost_actions)
        return
    reason = (
        f"deletes from {counted(len(reaching), 'model')} no longer clean up after themselves; from "
        f"`{widest.model}` they reach {counted(widest.tables, 'table')}"
    )
    if over:
        reason += (
            f"; by the row counts, one delete of {listed([one.model for one in over])} writes more than "
            f"the {MAX_WRITES:,} documents of a mutation"
        )
    yield Risk(
        title="Orphans after a delete",
        likelihood="high" if over or widest.tables >= _MANY_REACHED else "medium",
        consequence="data corrupted",
        reason=reason,
        instead="write one delete function per model, which deletes in batches through the scheduler",
        rules=("PC205", "PC206"),
    )


def _enforced_deletes(models: int, over: Sequence[Cascade], lost: int) -> Risk:
    """`lost` foreign keys and what they do are enforced by nothing, the others by functions.ts."""
    reason = f"what a delete from {counted(models, 'model')} takes along is {_BY_FUNCTIONS}"
    if lost:
        verb = "is" if lost == 1 else "are"
        reason += f"; {counted(lost, 'foreign key or action', 'foreign keys or actions')} {verb} enforced by nothing"
    if over:
        names = listed([one.model for one in over])
        reason += f"; by the row counts, {names} must be deleted by `deleteInBatches`"
    return Risk(
        title="Orphans after a delete",
        likelihood="medium" if over or lost else "low",
        consequence="data corrupted",
        reason=reason,
        instead=_BY_FUNCTIONS_INSTEAD,
        rules=("PC205", "PC206", "PC207") if lost else (),
    )


def _numbers(at: RiskInputs) -> Iterator[Risk]:
    kinds = ("Decimal", "BigInt", "Bytes")
    count = {kind: sum(one.kind == kind for one in at.found.columns) for kind in kinds}
    texts = [f"{number} {kind}" for kind, number in count.items() if number]
    if texts:
        total = sum(count.values())
        yield Risk(
            title="Values that change representation",
            likelihood="medium" if count["Decimal"] else "low",
            consequence="money" if at.measures.decimal_amounts else "user-visible",
            reason=f"{listed(texts, quoted=False)} {'column' if total == 1 else 'columns'}: code that adds, "
            "compares or serializes them must change, too",
            instead="choose the representation once, in the configuration, and compare sums before and after the move",
            rules=("PC301", "PC310", "PC311", "PC313"),
        )


def _large(at: RiskInputs) -> Iterator[Risk]:
    number = at.measures.large_values
    if number:
        yield Risk(
            title="Values that do not fit into a document",
            likelihood="medium",
            consequence="user-visible",
            reason=f"{counted(number, 'column')} of bytes may hold more than the 1 MiB of a document",
            instead='measure the largest; what may be larger goes to file storage (`bytes = "storage"` for the field)',
            rules=("PC408",),
        )


def _secrets(at: RiskInputs) -> Iterator[Risk]:
    if at.measures.secrets:
        models = list(
            dict.fromkeys(one.model for one in at.found.secrets if one.kind != "personal")
        )
        verb = "holds" if at.measures.secrets == 1 else "hold"
        yield Risk(
            title="Secrets in a client's hands",
            likelihood="medium",
            consequence="security",
            reason=f"{counted(at.measures.secrets, 'field')} of {listed(models)} {verb} secrets, and a public query "
            "that returns the document returns them",
            instead="return chosen fields from public queries (a `returns` validator makes sure), or move secrets "
            "to a table of their own",
            rules=(),
        )


def _queries(at: RiskInputs) -> Iterator[Risk]:
    number = len(at.found.queries)
    if number:
        verb = "needs" if number == 1 else "need"
        yield Risk(
            title="Slow or missing queries",
            likelihood="high" if number >= _MANY_QUERIES else "medium",
            consequence="user-visible",
            reason=f"{counted(number, 'query', 'queries')} that the database answered {verb} a different approach",
            instead="build these first, on real amounts of data",
            rules=(),
        )


def _sign_in(at: RiskInputs) -> Iterator[Risk]:
    if at.found.auth:
        yield Risk(
            title="Everyone is signed out, or nobody can sign in",
            likelihood="medium",
            consequence="user-visible",
            reason=f"sign-in tables ({listed([one.library for one in at.found.auth], quoted=False)}): sessions and "
            "accounts depend on ids, and on whoever reads them",
            instead="move authentication as a step of its own, before or after the rest",
            rules=(),
        )


def _import(at: RiskInputs) -> Iterator[Risk]:
    if at.measures.deferred:
        yield Risk(
            title="An import that stops halfway",
            likelihood="low",
            consequence="data corrupted",
            reason=f"{counted(at.measures.deferred, 'reference')} can be filled in only after all tables have been imported",
            instead="import in the waves below and patch these last; rehearse on a copy",
            rules=("PC215",),
        )


_BLOCKING: tuple[Callable[[RiskInputs], Iterator[Risk]], ...] = (_untranslatable, _workload)
_JUDGES: tuple[Callable[[RiskInputs], Iterator[Risk]], ...] = (
    _tenants,
    _soft,
    _orphans,
    _queries,
    _duplicates,
    _numbers,
    _large,
    _secrets,
    _sign_in,
    _import,
)
