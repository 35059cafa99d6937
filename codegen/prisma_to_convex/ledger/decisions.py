"""What was decided of what is lost or changed. Pure.

    /// @convex.allow(default-not-applied, reason: "every insert sets it")
    /// @convex.enforced(unique-not-enforced, by: "users.create")

A comment in the schema says it, or the configuration (`allow`, `enforced`). The nearest wins: the line,
the block, then the configuration's field, block and project.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from prisma_schema_parser.diagnostic import Diagnostic, Rule, sort_key
from prisma_schema_parser.schema import Schema
from prisma_schema_parser.source import Span

from ..options.settings import ConfiguredDecision, Options
from ..rules.advice import decision_not_used, decision_on_unknown_rule, decision_without_reason
from .claims import Claim, Claims
from .decision import OPEN, STATES, Decision, DecisionResult, Decisions, DiagnosticSubject
from .decision_marks import MARKS
from .guarantee_ledger import Ledger, shortened, times_shown
from .subjects import Subject, Subjects

if TYPE_CHECKING:
    from .decision_comments import DecisionComment, DecisionTarget, RuleWord


def ledger_decisions(
    ledger: Ledger, subjects: Subjects, schema: Schema, options: Options
) -> Decisions:
    """What the schema's comments and its configuration say of each entry of the ledger."""
    if not has_decisions(schema, options):
        times = sum([outcome.state == "lost" for _, outcome in ledger.entries])
        losses = dict.fromkeys(STATES, 0) | {OPEN.state: times}
        return Decisions((OPEN,) * len(ledger.entries), (OPEN,) * len(ledger.advice), losses)
    diagnosed = [
        DiagnosticSubject(entry.outcome.diagnostic, entry.subject)
        for entry in ledger.entries
        if entry.outcome.diagnostic is not None
    ]
    diagnosed += [
        DiagnosticSubject(diagnostic, subjects.at(diagnostic.span)) for diagnostic in ledger.advice
    ]
    found = iter(decide(diagnosed, schema, options).decisions)
    entries = tuple(
        OPEN if entry.outcome.diagnostic is None else next(found) for entry in ledger.entries
    )
    lost = Counter(
        decision.state
        for entry, decision in zip(ledger.entries, entries, strict=True)
        if entry.outcome.state == "lost"
    )
    return Decisions(entries, tuple(found), {state: lost[state] for state in STATES})


def open_errors(ledger: Ledger, decisions: Decisions) -> tuple[Diagnostic, ...]:
    """What could not be translated and nobody has decided about, in order of place."""
    diagnostics = (outcome.diagnostic for _, outcome in ledger.entries)
    if not any(one is not None and one.is_error for one in (*diagnostics, *ledger.advice)):
        return ()
    entries = [
        outcome.diagnostic if times else None
        for (_, outcome), times in zip(ledger.entries, times_shown(ledger.entries), strict=True)
    ]
    decided = zip((*entries, *ledger.advice), (*decisions.entries, *decisions.advice), strict=True)
    found = [
        one
        for one, decision in decided
        if one is not None and one.is_error and decision.state == "open"
    ]
    return tuple(sorted(found, key=sort_key))


def has_decisions(schema: Schema, options: Options) -> bool:
    """Whether there is anything to read: most schemas decide nothing."""
    texts = [source.text for source in schema.sources]
    return bool(options.decisions) or any(mark in text for text in texts for mark in MARKS)


def decide(
    subjects: Sequence[DiagnosticSubject], schema: Schema, options: Options
) -> DecisionResult:
    """`subjects` is all that is said of a valid schema: what a comment does not find in it is unused."""
    if not has_decisions(schema, options):
        return DecisionResult((OPEN,) * len(subjects), ())
    from .decision_comments import decision_comments

    configured = [one for one in options.decisions if not _is_of_code(one)]
    return _decided(subjects, decision_comments(schema), configured, schema)


def decide_code(
    subjects: Sequence[DiagnosticSubject],
    comments: Iterable[DecisionComment],
    schema: Schema,
    options: Options,
) -> DecisionResult:
    """As `decide`, for all that is said of application code: `comments` are those of the code."""
    configured = [one for one in options.decisions if _is_of_code(one)]
    return _decided(subjects, comments, configured, schema)


def _is_of_code(one: ConfiguredDecision) -> bool:
    return one.rule.code.startswith("PC6")


def _decided(
    subjects: Sequence[DiagnosticSubject],
    comments: Iterable[DecisionComment],
    configured: Iterable[ConfiguredDecision],
    schema: Schema,
) -> DecisionResult:
    written = list(_written(comments))
    problems = [one for one in written if isinstance(one, DiagnosticSubject)]
    claimed = [one for one in written if isinstance(one, Claim)]
    claims = Claims([*claimed, *_configured(configured, schema)])
    decisions = tuple(claims.decision(about) for about in subjects)
    findings = [*problems, *map(_unused, claims.unused())]
    return DecisionResult(decisions, tuple(map(_shortened, findings)))


# ---- what is claimed ----------------------------------------------------------------------------


def _configured(decisions: Iterable[ConfiguredDecision], schema: Schema) -> Iterator[Claim]:
    from .decision_comments import DecisionTarget

    subjects = Subjects(schema)
    for one in decisions:
        decision = Decision(one.state, one.text)
        if not one.owner:
            yield Claim(
                rule=one.rule, decision=decision, span=one.span, target=None, rank=4, is_of_all=True
            )
            continue
        place = subjects.span(Subject(one.owner, (one.field,) if one.field else ()))
        if place is not None:
            end = place.source.position(place.end).line if one.field else place.line
            target = DecisionTarget(
                source=place.source,
                first=place.line,
                last=end,
                owner=one.owner,
                field=one.field,
                is_block=not one.field,
            )
            yield Claim(
                rule=one.rule,
                decision=decision,
                span=one.span,
                target=target,
                rank=2 if one.field else 3,
            )


def _written(comments: Iterable[DecisionComment]) -> Iterator[Claim | DiagnosticSubject]:
    """What the comments claim, and what is wrong with them, in their order."""
    for comment in comments:
        if not comment.words:
            help_ = f"write `{comment.form('rule-name')}`"
            message = "no rule is named"
            yield _problem(decision_on_unknown_rule.RULE, comment, comment.span, message, help_)
        yield from (_read(comment, word) for word in comment.words)


def _read(comment: DecisionComment, word: RuleWord) -> Claim | DiagnosticSubject:
    from ..rules.registry import find, unknown

    rule = find(word.text)
    if rule is None:
        message, help_ = unknown(word.text)
        return _problem(decision_on_unknown_rule.RULE, comment, word.span, message, help_)
    if comment.text is None:
        missing = "it is not said by what" if comment.state == "enforced" else "no reason is given"
        message = f"`{rule.name}` is not {comment.state} by this: {missing}"
        help_ = f"write `{comment.form(rule.name)}`"
        return _problem(decision_without_reason.RULE, comment, word.span, message, help_)
    decision = Decision(comment.state, comment.text, True)
    is_block = comment.target is not None and comment.target.is_block
    return Claim(
        rule=rule, decision=decision, span=word.span, target=comment.target, rank=int(is_block)
    )


# ---- what is wrong with it ----------------------------------------------------------------------


def _unused(claim: Claim) -> DiagnosticSubject:
    state = "allowed here" if claim.decision.state == "allowed" else "enforced elsewhere"
    message = f"`{claim.rule.name}` is {state}, but does not apply"
    help_ = "take it out"
    if claim.target is None and not claim.is_of_all:
        help_ = "put it right above what it speaks of, or at the end of that line"
    return _problem_about(decision_not_used.RULE, claim.target, claim.span, message, help_)


def _problem(
    rule: Rule, comment: DecisionComment, span: Span, message: str, help_: str
) -> DiagnosticSubject:
    return _problem_about(rule, comment.target, span, message, help_)


def _problem_about(
    rule: Rule, target: DecisionTarget | None, span: Span, message: str, help_: str
) -> DiagnosticSubject:
    subject = Subject()
    if target is not None:
        subject = Subject(target.owner, (target.field,) if target.field else ())
    return DiagnosticSubject(Diagnostic(rule, message, span, help=help_), subject)


def _shortened(problem: DiagnosticSubject) -> DiagnosticSubject:
    return problem._replace(diagnostic=shortened(problem.diagnostic))
