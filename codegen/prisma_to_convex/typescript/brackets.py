"""Tokens in brackets: how deep each stands, and what commas separate. Unbalanced brackets are no error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .tokens import TsToken

_OPENERS, _CLOSERS = ("{", "(", "["), ("}", ")", "]")


def nested(tokens: Sequence[TsToken]) -> Iterator[tuple[int, TsToken, int]]:
    """Every token with its index and how many brackets are around it; a bracket is not in itself."""
    depth = 0
    for index, token in enumerate(tokens):
        if token.is_mark(*_CLOSERS):
            depth = max(depth - 1, 0)
        yield index, token, depth
        if token.is_mark(*_OPENERS):
            depth += 1


def parts(tokens: Sequence[TsToken]) -> tuple[list[Sequence[TsToken]], int]:
    """What commas separate in the bracket that opens the sequence, and the index of its end.

    Empty parts are left out; the end of an unclosed bracket is behind the sequence.
    """
    separated: list[Sequence[TsToken]] = []
    start = 1
    for index, token, depth in nested(tokens):
        ends = index > 0 and depth == 0
        if ends or (depth == 1 and token.is_mark(",")):
            separated.append(tokens[start:index])
            start = index + 1
        if ends:
            return [part for part in separated if part], index
    separated.append(tokens[start:])
    return [part for part in separated if part], len(tokens)
