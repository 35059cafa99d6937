"""Findings that a comment in the schema allows, and what is wrong with such comments."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Diagnostic, Rule, sort_key
from prisma_schema_parser.source import Span

from ..rules import allow_not_used, allow_of_unknown_rule, allow_without_reason
from .comments import Allow, Word, allows
from .finding import Examined, Finding, Subject

_Claim = tuple[Allow, Word]
_Claims = dict[str, list[_Claim]]
"""By the code of the rule that is allowed: comments, and where they name it."""


def with_allowed(examined: Examined) -> Examined:
    """What is allowed is marked so; what is wrong with the comments is added.

    Nothing is allowed in a schema that is not valid: it is not known what it guarantees.
    """
    found = [allow for source in examined.sources for allow in allows(source)]
    if not found or not examined.is_valid:
        return examined
    claims: _Claims = {}
    problems: list[Finding] = []
    for allow in found:
        problems += _read(allow, claims)
    for group in claims.values():  # the nearest comment gives the reason
        group.sort(key=lambda claim: claim[0].target is not None and claim[0].target.is_block)
    used: set[Span] = set()
    findings = [_decided(finding, claims, used) for finding in examined.findings]
    problems += [
        _unused(allow, word)
        for group in claims.values()
        for allow, word in group
        if word.span not in used
    ]
    findings += problems
    findings.sort(key=lambda finding: sort_key(finding.diagnostic))
    return examined._replace(findings=tuple(findings))


def _read(allow: Allow, claims: _Claims) -> Iterator[Finding]:
    """What is wrong with the comment; what it claims goes to `claims`."""
    from ..report.rulebook import find, suggestion

    if not allow.words:
        help_ = 'write `@convex.allow(rule-name, reason: "...")`'
        yield _problem(allow_of_unknown_rule.RULE, allow, allow.span, "no rule is named", help_)
    for word in allow.words:
        rule = find(word.text)
        if rule is None:
            message = f"there is no rule `{word.text}`"
            help_ = suggestion(word.text)
            yield _problem(allow_of_unknown_rule.RULE, allow, word.span, message, help_)
        elif allow.reason is None:
            message = f"`{rule.name}` is not allowed by this: no reason is given"
            help_ = f'write `@convex.allow({rule.name}, reason: "...")`'
            yield _problem(allow_without_reason.RULE, allow, word.span, message, help_)
        else:
            claims.setdefault(rule.code, []).append((allow, word))


def _unused(allow: Allow, word: Word) -> Finding:
    message = f"`{word.text}` is allowed here, but does not apply"
    help_ = "take it out"
    if allow.target is None:
        help_ = "put it right above what it speaks of, or at the end of that line"
    return _problem(allow_not_used.RULE, allow, word.span, message, help_)


def _problem(rule: Rule, allow: Allow, span: Span, message: str, help_: str) -> Finding:
    target = allow.target
    subject = Subject()
    if target is not None:
        subject = Subject(target.owner, (target.field,) if target.field else ())
    diagnostic = Diagnostic(rule, message, span, help=help_)
    return Finding(diagnostic, subject, "", message, False)


def _decided(finding: Finding, claims: _Claims, used: set[Span]) -> Finding:
    group = claims.get(finding.diagnostic.rule.code, ())
    matching = [claim for claim in group if _covers(claim[0], finding)]
    used.update(word.span for _, word in matching)
    if not matching:
        return finding
    return finding._replace(decision="allowed", reason=matching[0][0].reason or "")


def _covers(allow: Allow, finding: Finding) -> bool:
    """By the line, or by the model and field: a relation's losses stand on another line than its key."""
    target, span = allow.target, finding.diagnostic.span
    if target is None:
        return False
    if span.source is allow.span.source and target.first <= span.line <= target.last:
        return True
    if target.is_block:
        return finding.subject.owner == target.owner
    return bool(target.field) and finding.subject == Subject(target.owner, (target.field,))
