"""What comments in code decide, and which lines they say it of.

    // @convex.allow(unbounded-read, reason: "a team has ten members")
    const members = await prisma.member.findMany({ where: { teamId } });

A comment behind code speaks of the statement on its line, one above of what follows: a statement, a whole
function, a method.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from prisma_schema_parser.source import Span

from ...ledger.decision_comments import DecisionComment, DecisionTarget, RuleWord
from ...options.comment_text import read
from ...options.decision_text import DecisionDirective
from .code_module import CodeModule, SyntaxNode

_MARK = re.compile(rb"@convex\.(?:allow|enforced)\b")


_SIGNS = re.compile(r"^[ \t]*(?:/{2,}|/\*+|\*(?!/))|\*+/$", re.MULTILINE)


def _blank(match: re.Match[str]) -> str:
    """So that every other character stays where it is."""
    return " " * len(match[0])


def code_decisions(modules: Iterable[CodeModule]) -> Iterator[DecisionComment]:
    """In order of place. Files without any cost next to nothing."""
    for module in modules:
        seen: set[int] = set()
        for match in _MARK.finditer(module.data):
            node = module.root.descendant_for_byte_range(match.start(), match.end())
            if node is not None and node.type == "comment" and node.id not in seen:
                seen.add(node.id)
                yield from _in_comment(node, module)


def _in_comment(node: SyntaxNode, module: CodeModule) -> Iterator[DecisionComment]:
    start = module.offset(node.start_byte)
    text = _SIGNS.sub(_blank, module.text(node, 20_000))
    target = _target(node, module)
    for found in read(text):
        if isinstance(found, DecisionDirective):
            source = module.source
            words = tuple(
                RuleWord(word, Span(source, start + at, start + at + len(word)))
                for word, at in found.words
            )
            yield DecisionComment(
                span=Span(source, start + found.start, start + found.last),
                state=found.state,
                words=words,
                text=found.text,
                target=target,
            )


def _target(comment: SyntaxNode, module: CodeModule) -> DecisionTarget | None:
    line = comment.start_point[0]
    before = comment.prev_named_sibling
    if before is not None and before.end_point[0] == line:
        return _lines(module, before.start_point[0], line)
    if _is_behind_code(comment, module):
        return _lines(module, line, line)
    after = comment.next_named_sibling
    while after is not None and after.type == "comment":
        after = after.next_named_sibling
    return None if after is None else _lines(module, after.start_point[0], after.end_point[0])


def _is_behind_code(comment: SyntaxNode, module: CodeModule) -> bool:
    start = module.data.rfind(b"\n", 0, comment.start_byte) + 1
    return bool(module.data[start : comment.start_byte].strip())


def _lines(module: CodeModule, first: int, last: int) -> DecisionTarget:
    return DecisionTarget(
        source=module.source, first=first + 1, last=last + 1, owner="", field="", is_block=False
    )
