"""Strings the stages together: sources -> schema -> lowered -> ledger. Pure: no files, no terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from prisma_schema_parser import Result, SourceFile, read_schema
from prisma_schema_parser.diagnostic import Diagnostic
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import Span

from .calls.examined import ExaminedCode
from .ledger import severities
from .ledger.guarantee_ledger import Ledger, judge_all
from .lowering.lower import Lowered, lower
from .migrations.texts import NO_MIGRATIONS, Migrations
from .options.mention import has_directives
from .options.settings import DEFAULTS, OptionProblem, Options


class Compilation(NamedTuple):
    """`warnings` are the parser's; what is lost or changed is in the ledger."""

    lowered: Lowered
    ledger: Ledger
    warnings: tuple[Diagnostic, ...]
    code: ExaminedCode | None = None
    """The application's code, where some was given."""


class Invalid(NamedTuple):
    """Nothing can be said of the translation: the schema is not valid, or (`problems`, whose places
    are keys, not spans) the options speak of what it does not have.
    """

    diagnostics: tuple[Diagnostic, ...]
    problems: tuple[OptionProblem, ...] = ()


def compile_schema(
    sources: Sequence[SourceFile],
    options: Options = DEFAULTS,
    migrations: Migrations = NO_MIGRATIONS,
) -> Compilation | Invalid:
    """Compiles one schema, from one or more files."""
    return translate(read_schema(sources), options, migrations)


def translate(
    result: Result, options: Options = DEFAULTS, migrations: Migrations = NO_MIGRATIONS
) -> Compilation | Invalid:
    diagnostics = severities.with_effective_severities(result.diagnostics, options)
    if not result.is_valid:
        return Invalid(diagnostics)
    effective, misread = options, tuple[OptionProblem, ...]()
    if has_directives(result.schema):
        from .options.directives import with_directives

        effective, misread = with_directives(options, result.schema)
    lowered = lower(result.schema, effective)
    unmet_options = tuple(
        problem for problem in lowered.problems if not isinstance(problem.at, Span)
    )
    if unmet_options:
        return Invalid((), unmet_options)
    if effective.enforce:
        from .lowering.folded_fields import with_folded_fields

        lowered = with_folded_fields(lowered)
    complete = lowered._replace(problems=(*misread, *lowered.problems))
    if migrations != NO_MIGRATIONS:
        from .migrations.undeclared import undeclared

        complete = complete._replace(database=undeclared(migrations, result.schema))
    return Compilation(
        complete,
        severities.ledger_with_effective_severities(judge_all(complete), options),
        diagnostics,
    )


def with_hand_edits(
    compilation: Compilation, text: str, here: Mapping[str, str] = MappingProxyType({})
) -> Compilation:
    """The compilation of which all that is said is true of a schema.ts that was edited by hand; the same one
    where the text can't be read. Newlines are LF. `here`: what tables are called there, where that is known.
    """
    from .lowering.edited import as_edited
    from .merge.parse import parse
    from .merge.written_schema import written_schema
    from .typescript.tokens import NotTypeScript

    try:
        written = written_schema(parse(text))
        if written is None:
            return compilation
        lowered = as_edited(compilation.lowered, written, here)
    except (NotTypeScript, RecursionError):
        return compilation
    if not lowered.by_hand.edits:
        return compilation._replace(lowered=lowered)
    ledger = severities.ledger_with_effective_severities(judge_all(lowered), lowered.options)
    return compilation._replace(lowered=lowered, ledger=ledger)
