"""`Claims` against asking each claim whether it covers."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from prisma_schema_parser import Diagnostic, SourceFile, Span
from prisma_to_convex.ledger.claims import Claim, Claims
from prisma_to_convex.ledger.decision import OPEN, Decision, DiagnosticSubject
from prisma_to_convex.ledger.decision_comments import DecisionTarget
from prisma_to_convex.ledger.subjects import Subject
from prisma_to_convex.rules.losses import on_delete_not_run, unique_not_enforced
from support.work import growth

_RULES = (unique_not_enforced.RULE, on_delete_not_run.RULE)
_SOURCES = tuple(SourceFile(name, "x\n" * 40) for name in ("a.prisma", "b.prisma"))
_REASONS = SourceFile("reasons", "x\n" * 400)
_OWNERS, _FIELDS = st.sampled_from(["A", "B", "C"]), st.sampled_from(["x", "y"])
_LINES = st.integers(1, 24)


def _line(source: SourceFile, line: int) -> Span:
    return Span(source, 2 * (line - 1), 2 * line - 1)


@st.composite
def _targets(draw: st.DrawFn) -> DecisionTarget | None:
    """Lines anywhere; blocks of six lines, the last of which is the next block's first."""
    source, owner = draw(st.sampled_from(_SOURCES)), draw(_OWNERS)
    if draw(st.booleans()):
        first = draw(st.sampled_from([1, 6, 11, 16]))
        return DecisionTarget(
            source=source, first=first, last=first + 5, owner=owner, field="", is_block=True
        )
    line, field = draw(_LINES), draw(st.sampled_from(["x", "y", ""]))
    return draw(
        st.sampled_from(
            [
                None,
                DecisionTarget(
                    source=source, first=line, last=line, owner=owner, field=field, is_block=False
                ),
            ]
        )
    )


@st.composite
def _claims(draw: st.DrawFn) -> list[Claim]:
    found = []
    for number in range(draw(st.integers(0, 8))):
        target = draw(_targets())
        is_of_all = target is None and draw(st.booleans())
        found.append(
            Claim(
                rule=draw(st.sampled_from(_RULES)),
                decision=Decision("allowed", f"reason {number}"),
                span=_line(_REASONS, number + 1),
                target=target,
                rank=draw(st.integers(0, 4)),
                is_of_all=is_of_all,
            )
        )
    return found


_ABOUT = st.builds(
    lambda rule, source, line, owner, field: DiagnosticSubject(
        Diagnostic(rule, "", _line(source, line)), Subject(owner, (field,))
    ),
    *(st.sampled_from(_RULES), st.sampled_from(_SOURCES), _LINES, _OWNERS, _FIELDS),
)


def _covers(claim: Claim, about: DiagnosticSubject) -> bool:
    if claim.rule is not about.diagnostic.rule:
        return False
    if claim.is_of_all or claim.target is None:
        return claim.is_of_all
    target, span = claim.target, about.diagnostic.span
    if span.source is target.source and target.first <= span.line <= target.last:
        return True
    if target.is_block:
        return about.subject.owner == target.owner
    return bool(target.field) and about.subject == Subject(target.owner, (target.field,))


@given(_claims(), st.lists(_ABOUT, max_size=6))
def test_the_nearest_that_covers_decides(
    given_: list[Claim], given_subjects: list[DiagnosticSubject]
) -> None:
    claims = Claims(given_)
    covering = [[claim for claim in given_ if _covers(claim, about)] for about in given_subjects]
    expected = [
        min(found, key=lambda claim: claim.rank).decision if found else OPEN for found in covering
    ]
    assert [claims.decision(about) for about in given_subjects] == expected
    used = [claim for found in covering for claim in found]
    assert list(claims.unused()) == [claim for claim in given_ if claim not in used]


def test_each_diagnostic_asks_no_claim_of_another_line() -> None:
    def one_a_line(count: int) -> Callable[[], object]:
        source = SourceFile("a.prisma", "x\n" * count)
        reasons = SourceFile("reasons", "x\n" * count)
        rule = unique_not_enforced.RULE
        claims, given_subjects = [], []
        for line in range(1, count + 1):
            target = DecisionTarget(
                source=source, first=line, last=line, owner="A", field=f"f{line}", is_block=False
            )
            decision, span = Decision("allowed", "so"), _line(reasons, line)
            claims.append(Claim(rule=rule, decision=decision, span=span, target=target, rank=0))
            about = Diagnostic(rule, "", _line(source, line))
            given_subjects.append(DiagnosticSubject(about, Subject("A", (f"f{line}",))))
        return lambda: list(map(Claims(claims).decision, given_subjects))

    assert growth(one_a_line, 300) < 2.3
