"""Files of code and a schema -> an `Application`: every call found and read. Pure but for the parser's work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Schema

from ...calls.application import Application, LeftOut, Transaction, UnresolvedAccess
from ...calls.call import PrismaCall
from ...ledger.decision_comments import DecisionComment
from ..client_words import Prefilter, counting
from ..files.code_decisions import code_decisions
from ..files.code_files import CodeFile
from ..files.code_module import CodeModule
from ..finding.callers import MOST_CALLERS, CallOfWrapper, Wrapper, calls_of, wrapper_of
from ..finding.open_sites import open_sites
from ..finding.raw_queries import RawSite, raw_queries, transactions
from ..finding.raw_wrappers import with_calls
from ..finding.sites import Site, is_named, sites
from ..relation_keys import RelationKeys
from ..values.definitions import Definitions
from ..values.expressions import Expression
from .call_reading import CallRead, read_call


def delegate_name(model: str) -> str:
    """`User`: user."""
    return model[0].lower() + model[1:]


def delegates(schema: Schema) -> dict[str, str]:
    """The model by the name that Prisma Client has for it."""
    return {
        delegate_name(model.name): model.name for model in schema.models if not model.is_ignored
    }


class ReadCode(NamedTuple):
    """`decisions` are the comments in it that decide something."""

    application: Application
    decisions: tuple[DecisionComment, ...]


def read_application(
    files: Sequence[CodeFile],
    schema: Schema,
    left_out: Mapping[str, Sequence[CodeFile]],
    elsewhere: Sequence[CodeFile] = (),
    others: frozenset[str] = frozenset(),
) -> ReadCode:
    """`elsewhere` are files of another schema: nothing is looked for in them but what they define. `others` are
    delegates that only other schemas have.
    """
    names = delegates(schema)
    modules = [CodeModule(file) for file in files]
    definitions = Definitions([*modules, *map(CodeModule, elsewhere)])
    prefilter = Prefilter([*names, *others])
    candidates = [module for module in modules if prefilter.takes(module.data)]
    found_sites, found_raw = list[Site](), list[RawSite]()
    found_transactions, unresolved = list[Transaction](), list[UnresolvedAccess]()
    relations = RelationKeys(schema)
    for module in candidates:
        found_raw.extend(raw_queries(module))
        found_transactions.extend(transactions(module))
        unclear = list(open_sites(module, names))
        for one in sites(module, names, others):
            if isinstance(one, Site):
                found_sites.append(one)
            else:
                unclear.append(one)
        accesses = [UnresolvedAccess(module.span(one.call), one.reason) for one in unclear]
        unresolved += sorted(accesses, key=lambda access: access.span.start)
    calls = _read(found_sites, modules, definitions, relations)
    raw = with_calls(found_raw, modules, definitions)
    spans = [call.span for call in calls]
    spans += [span for one in raw for span in (one.span, *one.calls)]
    spans += [access.span for access in unresolved]
    application = Application(
        calls=tuple(calls),
        raw=tuple(raw),
        unresolved=tuple(unresolved),
        transactions=tuple(found_transactions),
        left_out=_left_out(left_out, names),
        sources=tuple(dict.fromkeys(span.source for span in spans)),
        files=len(files),
    )
    return ReadCode(application, tuple(code_decisions(candidates)))


def _left_out(
    left_out: Mapping[str, Sequence[CodeFile]], names: Mapping[str, str]
) -> tuple[LeftOut, ...]:
    pattern = counting(names)
    return tuple(
        LeftOut(reason, len(files), sum(len(pattern.findall(file.data)) for file in files))
        for reason, files in sorted(left_out.items())
    )


# ---- the calls ----------------------------------------------------------------------------------


def _read(
    found: Sequence[Site],
    modules: Sequence[CodeModule],
    definitions: Definitions,
    relations: RelationKeys,
) -> list[PrismaCall]:
    """Those of a wrapper once a caller, where the callers tell more."""
    read = _read_sites(found, definitions, relations)
    wrappers = [_wrapper(site, one) for site, one in read]
    known = {(one.module.name, one.node.id): one for one in wrappers if one is not None}
    callers = calls_of(known.values(), modules, definitions)
    calls: list[PrismaCall] = []
    for (site, one), wrapper in zip(read, wrappers, strict=True):
        key = (wrapper.module.name, wrapper.node.id) if wrapper is not None else ("", 0)
        through = callers.get(key, ())
        if wrapper is None or not 0 < len(through) <= MOST_CALLERS:
            calls.append(one.call)
        else:
            calls += _through(site, wrapper, through, definitions, relations)
    return calls


def _read_sites(
    found: Sequence[Site], definitions: Definitions, relations: RelationKeys
) -> list[tuple[Site, CallRead]]:
    """Without those of another library: it has a method of the same name, and takes what Prisma Client refuses."""
    read = [(site, read_call(site, site.argument, definitions, relations)) for site in found]
    return [(site, one) for site, one in read if is_named(site) or not one.is_refused]


def _wrapper(site: Site, read: CallRead) -> Wrapper | None:
    return wrapper_of(site, read.parameters) if read.parameters else None


def _through(
    site: Site,
    wrapper: Wrapper,
    callers: Iterable[CallOfWrapper],
    definitions: Definitions,
    relations: RelationKeys,
) -> list[PrismaCall]:
    found: dict[PrismaCall, None] = {}
    for caller in callers:
        argument = site.argument
        framed = (
            Expression(argument.node, argument.module, (caller.frame(wrapper),))
            if argument is not None
            else None
        )
        through = caller.module.span(caller.call)
        found[read_call(site, framed, definitions, relations, through).call] = None
    return list(found)
