"""Which claims cover a diagnostic: found by its line, its block and its field, without asking each claim."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from prisma_schema_parser.diagnostic import Rule
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import SourceFile, Span

from .decision import OPEN, Decision, DiagnosticSubject
from .subjects import Subject

if TYPE_CHECKING:
    from .decision_comments import DecisionTarget


class Claim(NamedTuple):
    """That a rule is decided on. `target` is None where a comment stands before no code;
    `is_of_all` is said of the whole project. The lowest rank is the nearest.
    """

    rule: Rule
    decision: Decision
    span: Span
    target: DecisionTarget | None
    rank: int
    is_of_all: bool = False


class _Group:
    """Claims that cover the same, the nearest first; `is_used` once they have covered something."""

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.is_used = False


class _Blocks(NamedTuple):
    """The blocks of a file that claims speak of, in order: their first and last lines."""

    firsts: Sequence[int]
    lasts: Sequence[int]
    groups: Sequence[_Group]

    def at(self, line: int) -> Iterator[_Group]:
        """A block may end on the line on which the next one starts."""
        after = bisect_right(self.firsts, line)
        for number in range(max(after - 2, 0), after):
            if line <= self.lasts[number]:
                yield self.groups[number]


class _OfRule:
    """What is claimed of one rule."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._of_all = _Group()
        self._lines: defaultdict[tuple[SourceFile, int], _Group] = defaultdict(_Group)
        self._owners: defaultdict[str, _Group] = defaultdict(_Group)
        self._fields: defaultdict[Subject, _Group] = defaultdict(_Group)
        blocks: defaultdict[SourceFile, defaultdict[tuple[int, int], _Group]]
        blocks = defaultdict(lambda: defaultdict(_Group))
        for claim in claims:
            target = claim.target
            if claim.is_of_all:
                self._of_all.claims.append(claim)
            elif target is not None and target.is_block:
                blocks[target.source][(target.first, target.last)].claims.append(claim)
                self._owners[target.owner].claims.append(claim)
            elif target is not None:
                for line in range(target.first, target.last + 1):
                    self._lines[(target.source, line)].claims.append(claim)
                if target.field:
                    self._fields[Subject(target.owner, (target.field,))].claims.append(claim)
        self._blocks = {source: _in_order(found) for source, found in blocks.items()}

    def covering(self, about: DiagnosticSubject) -> list[_Group]:
        """By the line, or by the model and field: a relation's losses stand on another line than its key."""
        span, subject = about.diagnostic.span, about.subject
        found = [
            self._of_all,
            self._lines.get((span.source, span.line)),
            self._owners.get(subject.owner),
            self._fields.get(subject),
        ]
        if span.source in self._blocks:
            found += self._blocks[span.source].at(span.line)
        return [group for group in found if group is not None and group.claims]

    @property
    def groups(self) -> Iterator[_Group]:
        yield self._of_all
        yield from (*self._lines.values(), *self._owners.values(), *self._fields.values())
        yield from (group for blocks in self._blocks.values() for group in blocks.groups)


def _in_order(found: Mapping[tuple[int, int], _Group]) -> _Blocks:
    lines = sorted(found)
    firsts, lasts = [first for first, _ in lines], [last for _, last in lines]
    return _Blocks(firsts, lasts, [found[one] for one in lines])


class Claims:
    """All that is claimed; remembers what was of use."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._claims = tuple(claims)
        by_rule: defaultdict[str, list[Claim]] = defaultdict(list)
        nearest = sorted(self._claims, key=lambda claim: claim.rank)
        self._order = {claim.span: number for number, claim in enumerate(nearest)}
        for claim in nearest:
            by_rule[claim.rule.code].append(claim)
        self._rules = {code: _OfRule(found) for code, found in by_rule.items()}

    def decision(self, about: DiagnosticSubject) -> Decision:
        """The nearest claim's; open where there is none."""
        rule = self._rules.get(about.diagnostic.rule.code)
        groups = [] if rule is None else rule.covering(about)
        for group in groups:
            group.is_used = True
        nearest = [group.claims[0] for group in groups]
        return min(nearest, key=self._place).decision if nearest else OPEN

    def _place(self, claim: Claim) -> int:
        return self._order[claim.span]

    def unused(self) -> Iterator[Claim]:
        """Those that have covered nothing so far, in the order given."""
        groups = (group for rule in self._rules.values() for group in rule.groups)
        used = {claim.span for group in groups if group.is_used for claim in group.claims}
        return (claim for claim in self._claims if claim.span not in used)
