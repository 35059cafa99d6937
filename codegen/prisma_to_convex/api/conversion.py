"""`convert`: a schema's text to schema.ts, the findings, the ledger and the report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeAlias

from prisma_schema_parser import SourceFile
from prisma_schema_parser.source import Span

from ..check.examine import OptionsError, examine
from ..check.finding import Finding
from ..compiler import Compilation, compile_schema
from ..config.project_config import Config, InvalidConfig
from ..config.read import read
from ..convex.render import schema_ts
from ..ledger.subjects import Subject
from ..report.build import build
from ..report.output_format import text_of

Severity: TypeAlias = Literal["error", "warning", "note"]
State: TypeAlias = Literal["kept", "replaced", "enforced", "lost"]
Decision: TypeAlias = Literal["open", "allowed", "enforced", "baselined"]


class SchemaFinding(NamedTuple):
    """One thing that is said of a schema, as `prisma-to-convex check` says it.

    `line` and `column` count from 1, columns in characters. `subject` is `Model.field`, or empty.
    """

    code: str
    name: str
    severity: Severity
    message: str
    help: str
    file: str
    line: int
    column: int
    subject: str
    decision: Decision
    reason: str


class GuaranteeOutcome(NamedTuple):
    """A guarantee that Prisma and the database gave, and what became of it. `rule` is the code of what is said of a loss."""

    kind: str
    subject: str
    text: str
    state: State
    rule: str


class InvalidSchema(ValueError):
    """Prisma itself refuses the schema."""

    def __init__(self, findings: tuple[SchemaFinding, ...]) -> None:
        first = next((one for one in findings if one.severity == "error"), findings[0])
        super().__init__(f"{first.file}:{first.line}:{first.column}: {first.message}")
        self.findings = findings


class InvalidConfiguration(ValueError):
    """The configuration can't be used. `messages` name file, line and column."""

    def __init__(self, messages: tuple[str, ...]) -> None:
        super().__init__("; ".join(messages))
        self.messages = messages


class Conversion:
    """What `generate`, `check` and `report` would write of one schema."""

    def __init__(
        self, compilation: Compilation, source: str, findings: tuple[SchemaFinding, ...]
    ) -> None:
        self._compilation, self._source = compilation, source
        self.findings = findings
        """The worst first."""

    @cached_property
    def schema_ts(self) -> str:
        """The text of convex/schema.ts."""
        return schema_ts(self._compilation.lowered.convex, self._source, "report.md")

    @cached_property
    def ledger(self) -> tuple[GuaranteeOutcome, ...]:
        """Every guarantee of the schema, once."""
        return tuple(
            GuaranteeOutcome(
                kind=guarantee.kind,
                subject=str(Subject(guarantee.owner, guarantee.fields)),
                text=guarantee.text,
                state=outcome.state,
                rule=outcome.diagnostic.rule.code if outcome.diagnostic else "",
            )
            for guarantee, outcome in self._compilation.ledger.entries
        )

    @property
    def totals(self) -> Mapping[State, int]:
        """Guarantees by what became of them."""
        found = self._compilation.ledger.totals
        return {state: found[state] for state in ("kept", "replaced", "enforced", "lost")}

    @cached_property
    def report_markdown(self) -> str:
        """The text of report.md."""
        return self._report("markdown")

    @cached_property
    def report(self) -> Any:
        """The report as plain values, in the form that `report --format json` publishes a schema of."""
        return json.loads(self._report("json"))

    def _report(self, form: Literal["markdown", "json"]) -> str:
        built = build(self._compilation, self._source, _place)
        return text_of(form, built, self._compilation, _place)


def convert(
    schema: str | Mapping[str, str], *, config: str = "", name: str = "schema.prisma"
) -> Conversion:
    """Translates one Prisma schema: its text, or its files by name.

    `config` is the text of a prisma-to-convex.toml. Nothing is read from disk, so migrations are not read.
    Raises `InvalidSchema` and `InvalidConfiguration`.
    """
    files = {name: schema} if isinstance(schema, str) else schema
    sources = [SourceFile(one, text) for one, text in files.items()]
    configured = read(config, "prisma-to-convex.toml") or Config()
    if isinstance(configured, InvalidConfig):
        raise InvalidConfiguration(configured.messages)
    try:
        checked = examine(name, sources, (), configured.options)
    except OptionsError as error:
        messages = tuple(configured.message(one) for one in error.problems)
        raise InvalidConfiguration(messages) from None
    findings = tuple(map(_finding, checked.findings))
    compilation = compile_schema(sources, configured.options)
    if not isinstance(compilation, Compilation):
        raise InvalidSchema(findings)
    return Conversion(compilation, name, findings)


def _finding(one: Finding) -> SchemaFinding:
    diagnostic = one.diagnostic
    line, column = diagnostic.span.position
    return SchemaFinding(
        code=diagnostic.rule.code,
        name=diagnostic.rule.name,
        severity=one.severity.value,
        message=diagnostic.message,
        help=diagnostic.help or "",
        file=diagnostic.span.source.name,
        line=line,
        column=column,
        subject=str(one.subject),
        decision=one.decision.state,
        reason=one.decision.text,
    )


def _place(span: Span) -> str:
    return f"{span.source.name}:{span.line}"
