"""What the rules say of code -> findings, each with what was decided of it."""

from __future__ import annotations

from collections.abc import Sequence

from prisma_schema_parser.diagnostic import sort_key

from ..calls.examined import ExaminedCode
from ..compiler import Compilation
from ..ledger import severities
from ..ledger.decision import DiagnosticSubject
from ..ledger.decision_comments import DecisionComment
from ..ledger.decisions import decide_code
from ..ledger.subjects import Subject
from ..rules.code_table import check_code
from .finding import CheckedSchema, Finding


def checked_code(
    path: str, compiled: Compilation, code: ExaminedCode, comments: Sequence[DecisionComment]
) -> CheckedSchema:
    """The code under the schema at `path`. A finding is about `Model.operation`, wherever that stands."""
    lowered = compiled.lowered
    options = lowered.options
    subjects = []
    for said in check_code(code, lowered):
        diagnostic = severities.with_effective_severity(said.diagnostic, options)
        fields = (said.what,) if said.what else ()
        subjects.append(DiagnosticSubject(diagnostic, Subject(said.model, fields)))
    decided = decide_code(subjects, comments, lowered.schema, options)
    findings = [
        _finding(one)._replace(decision=decision)
        for one, decision in zip(subjects, decided.decisions, strict=True)
    ]
    for diagnostic, subject in decided.problems:
        effective = severities.with_effective_severity(diagnostic, options)
        findings.append(_finding(DiagnosticSubject(effective, subject)))
    findings.sort(key=lambda finding: (finding.rank, sort_key(finding.diagnostic)))
    return CheckedSchema(
        path=path,
        sources=(*lowered.schema.sources, *code.application.sources),
        is_valid=True,
        findings=tuple(findings),
        states={},
        upheld=frozenset(),
        off=severities.codes_off(options),
    )


def _finding(about: DiagnosticSubject) -> Finding:
    return Finding(
        diagnostic=about.diagnostic,
        subject=about.subject,
        kind="",
        text=about.diagnostic.message,
        is_loss=False,
    )
