"""What was recorded at run time, for people."""

from __future__ import annotations

from collections.abc import Iterator

from ...calls.call import AnyOf, Condition, NoneOf, Part, PrismaCall, Related, Where
from ...calls.trace import RecordedForm, Trace, TracedSite
from ...kit.words import counted

_MOST = 10
_MOST_FORMS = 5


def trace_lines(trace: Trace, sites: int) -> Iterator[str]:
    """`sites`: how many calls the code has."""
    ran = len({(one.call.span.source, one.call.span.start) for one in trace.sites})
    yield (
        f"  recorded: {counted(trace.times, 'call')} in {counted(trace.forms, 'form')}; "
        f"{ran:,} of {counted(sites, 'call')} of the code ran"
    )
    yield from _most_frequent(trace)
    yield from _lines(trace)
    yield from _unmatched(trace)


def _most_frequent(trace: Trace) -> Iterator[str]:
    most = sorted(trace.sites, key=lambda one: -(one.times + one.shared))[:_MOST]
    if most:
        yield "  most often, of this call or of others that ask the same (~):"
    for one in most:
        times, sign = one.times + one.shared, "~" if one.shared else " "
        yield f"    {sign}{times:>9,}  {_place(one)} {_operation(one.call)}"


def _lines(trace: Trace) -> Iterator[str]:
    """What those ask whose code does not show it."""
    unclear = [one for one in trace.sites if not one.call.is_clear]
    if unclear:
        yield "  the code does not tell what these ask; they ran as:"
    for one in unclear:
        yield f"    {_place(one)} {_operation(one.call)}"
        yield from (f"      {_form(form)}" for form in one.forms[:_MOST_FORMS])
        if len(one.forms) > _MOST_FORMS:
            yield f"      and {len(one.forms) - _MOST_FORMS:,} more: see --format json"


def _unmatched(trace: Trace) -> Iterator[str]:
    if trace.unmatched:
        yield "  recorded, but not found in the code that was read:"
        for one in trace.unmatched[:_MOST]:
            yield f"    {_operation(one.call)} {_form(one)}"
        if len(trace.unmatched) > _MOST:
            yield f"    and {len(trace.unmatched) - _MOST:,} more: see --format json"
    if trace.foreign:
        names = ", ".join(list(trace.foreign)[:_MOST])
        times = sum(trace.foreign.values())
        yield f"  {counted(times, 'recorded call')} of models that the schema does not have: {names}"


def _place(one: TracedSite) -> str:
    line, column = one.call.span.position
    return f"{one.call.span.source.name}:{line}:{column}"


def _operation(call: PrismaCall) -> str:
    return f"{call.model[:1].lower()}{call.model[1:]}.{call.operation}"


def _form(form: RecordedForm) -> str:
    call = form.call
    parts = []
    if call.where.parts:
        parts.append(f"where {_where(call.where)}")
    if call.order.fields:
        fields = (f"{'.'.join(one.path)} {one.direction}".rstrip() for one in call.order.fields)
        parts.append(f"order {', '.join(fields)}")
    parts += [
        word
        for word, value in (("take", call.take), ("skip", call.skip), ("cursor", call.cursor))
        if value is not None
    ]
    if call.selection.relations:
        parts.append(f"with {', '.join(one.field for one in call.selection.relations)}")
    conditions = "; ".join(parts) or "all rows"
    return f"{form.times:>9,}  {form.classified.kind}  {conditions}"


def _where(where: Where) -> str:
    return ", ".join(map(_part, where.parts)) or "nothing"


def _part(part: Part) -> str:
    match part:
        case Condition():
            return part.field if part.operator == "equals" else f"{part.field} {part.operator}"
        case AnyOf():
            return f"OR({' | '.join(map(_where, part.branches))})"
        case NoneOf():
            return f"NOT({_where(part.where)})"
        case Related():
            return f"{part.field} {part.quantifier}({_where(part.where)})"
