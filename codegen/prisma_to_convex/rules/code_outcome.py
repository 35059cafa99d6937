"""What a rule of code says: a diagnostic at a call, and which call of which model it is."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Rule
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import Span

from ..calls.call import AnyOf, NoneOf, Part, PrismaCall, Related, Where
from ..kit.words import listed
from ..lowering.lowered import Lowered


class CodeDiagnostic(NamedTuple):
    """`model` and `what` (the operation, or what else is called) stay when code moves."""

    diagnostic: Diagnostic
    model: str
    what: str


def said(rule: Rule, call: PrismaCall, message: str, help: str) -> CodeDiagnostic:
    """Of a call. `message` goes on behind its name."""
    text = f"`{call.model}.{call.operation}` {message}"
    return CodeDiagnostic(
        Diagnostic(rule, text, first_line(call.span), help=help), call.model, call.operation
    )


def first_line(span: Span) -> Span:
    """The part of a span that stands on its first line: a call may go on for pages."""
    end = span.source.text.find("\n", span.start, span.end)
    return span if end < 0 else span._replace(end=end)


def table_of(call: PrismaCall, lowered: Lowered) -> str:
    """Convex's name of the table; the model's own where it is not emitted."""
    found = lowered.models.get(call.model)
    return found.table if found is not None else call.model


def columns(model: str, fields: tuple[str, ...], lowered: Lowered) -> tuple[str, ...]:
    """Convex's names of fields."""
    found = lowered.models.get(model)
    if found is None:
        return fields
    return tuple(
        one.name if (one := found.fields.get(name)) is not None else "_id" for name in fields
    )


def named(fields: tuple[str, ...]) -> str:
    return listed(list(dict.fromkeys(fields)))


def all_parts(where: Where) -> Iterator[Part]:
    """Those inside `OR`, `NOT` and related rows too."""
    for part in where.parts:
        yield part
        match part:
            case AnyOf(branches):
                for branch in branches:
                    yield from all_parts(branch)
            case NoneOf(inner) | Related(where=inner):
                yield from all_parts(inner)
