"""What is being looked into: nothing can be found by looking into it again."""

from __future__ import annotations

from typing import TypeAlias

from ..files.code_module import CodeModule
from .expressions import Expression, Frame

_DEEPEST = 40

Place: TypeAlias = tuple[CodeModule, int, tuple[Frame, ...]]


class OpenPlaces(set[Place]):
    """Those of one call; they are as many as the way to the last of them is long."""

    @property
    def is_full(self) -> bool:
        return len(self) >= _DEEPEST

    def allows(self, place: Place) -> bool:
        return not self.is_full and place not in self


def place_of(expression: Expression) -> Place:
    return expression.module, expression.node.id, expression.frames


def inside_of(expression: Expression) -> Place:
    """Apart from that of the expression itself, which may be open around it."""
    return expression.module, -expression.node.id, expression.frames
