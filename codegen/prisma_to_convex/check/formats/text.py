"""For people: the worst open findings with their source lines, how many more there are, and the sum at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prisma_schema_parser.diagnostic import Diagnostic
from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.excerpt import render as excerpt

from ...terminal.capabilities import Style
from .. import summary
from ..finding import CheckResult, Comparison, Finding
from ..shown import first_lines, shown_open
from .renderer import View

_MOST, _MOST_FILES = 10, 8


def render(checked: CheckResult, view: View) -> str:
    style = Style(view.colour)
    blocks = [statistics(checked)] if view.statistics else list(_findings(checked, style))
    if not view.quiet:
        blocks += [*closing(checked), _summary(checked, style)]
    return "".join(f"{block}\n" for block in _spaced(blocks))


def _spaced(blocks: list[str]) -> Iterator[str]:
    """With an empty line between them, and none for what has nothing to say."""
    for number, block in enumerate(block for block in blocks if block):
        yield f"\n{block}" if number else block


def _findings(checked: CheckResult, style: Style) -> Iterator[str]:
    """Of each file how much there is, then the findings, the worst first."""
    found = checked.open
    if found:
        yield "\n".join(_files(found, style))
    shown = shown_open(checked, most=_MOST).findings
    for finding in shown:
        yield excerpt(_with_consequence(finding), colour=style.colour)
    rest = len(found) - len(shown)
    if rest:
        yield (
            f"and {summary.grouped(rest)} more ({_counts(found, shown)}): --all shows them, "
            "--statistics counts them by rule"
        )


def _files(found: Iterable[Finding], style: Style) -> Iterator[str]:
    groups: dict[str, list[Finding]] = {}
    for finding in found:
        groups.setdefault(finding.diagnostic.span.source.name, []).append(finding)
    names = sorted(groups)
    for name in names if len(names) <= _MOST_FILES else ():
        yield f"{style.bold(plain(name))}: {_counts(groups[name])}"
    if len(names) > _MOST_FILES:
        everything = [finding for group in groups.values() for finding in group]
        yield f"{style.bold(f'{len(names)} files')}: {_counts(everything)}"


def _counts(found: Iterable[Finding], but: Iterable[Finding] = ()) -> str:
    """Without those of `but`, which are among them."""
    counts, others = summary.severities(found), summary.severities(but)
    left = {word: number - others.get(word, 0) for word, number in counts.items()}
    return ", ".join(summary.count(number, word) for word, number in left.items() if number)


def _with_consequence(finding: Finding) -> Diagnostic:
    """Beside the carets, where the rule itself says nothing there."""
    diagnostic, consequence = finding.diagnostic, finding.consequence
    if diagnostic.label or consequence is None or consequence.kind == "cosmetic":
        return diagnostic
    return diagnostic._replace(label=consequence.text)


def statistics(checked: CheckResult) -> str:
    """How often each rule applies: `  12 warning[PC201] unique-not-enforced`."""
    counts = [one for one in summary.rule_counts(checked.findings) if one.open]
    counts.sort(key=lambda one: -one.open)
    width = max((len(str(one.open)) for one in counts), default=0)
    return "\n".join(
        f"{one.open:>{width}} {one.rule.severity.value}[{one.rule.code}] {one.rule.name}"
        for one in counts
    )


def closing(checked: CheckResult) -> Iterator[str]:
    """What is no finding, but should be known: entries of the baseline, what a comparison says."""
    if checked.fixed:
        lines = [f"  {plain(one.subject)}: {one.rule}{times(one.times)}" for one in checked.fixed]
        head = f"{summary.count(len(checked.fixed), 'entry', 'entries')} of {plain(checked.baseline)} no longer needed:"
        yield _listed(head, lines, checked)
    comparison = checked.comparison
    if comparison is not None:
        lines = [f"  note: {plain(note)}" for note in comparison.notes]
        lines += [
            f"  {'gone' if one.is_gone else 'regained'}: {plain(str(one.finding.subject))} "
            f"{plain(one.finding.text)} ({one.finding.diagnostic.rule.name})"
            for one in comparison.regained
        ]
        head = f"Against {plain(comparison.revision)}: {against(checked, comparison)}"
        yield _listed(head, lines, checked)


def _listed(head: str, lines: list[str], checked: CheckResult) -> str:
    shown, more = first_lines(lines, checked)
    return "\n".join([head, *shown, *([f"  {more}"] if more else [])])


def against(checked: CheckResult, comparison: Comparison) -> str:
    """`2 new, 6 known, 1 regained, 0 gone`"""
    back = sum(not one.is_gone for one in comparison.regained)
    gone = len(comparison.regained) - back
    return f"{len(checked.findings)} new, {comparison.known} known, {back} regained, {gone} gone"


def times(number: int) -> str:
    """Empty for once."""
    return "" if number == 1 else f" ({number} times)"


def _summary(checked: CheckResult, style: Style) -> str:
    text = plain(f"{summary.in_schemas(checked)}: {summary.one_line(checked)}")
    return style.red(text) if checked.has_failed else style.bold(text)
