"""Every rule of application code, in order of code, and what judges by it."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.diagnostic import Rule

from ..calls.examined import ExaminedCode
from ..lowering.lowered import Lowered
from .code import (
    aggregate,
    count,
    index_unused,
    io_in_transaction,
    may_be_undefined,
    needs_index,
    offset,
    order_not_served,
    raw_sql,
    relation_filter,
    scans_table,
    text_search,
    unbounded_read,
    unbounded_write,
    wrapper_not_resolved,
)
from .code_outcome import CodeDiagnostic

_MODULES = (
    needs_index,
    scans_table,
    unbounded_read,
    unbounded_write,
    offset,
    count,
    aggregate,
    text_search,
    relation_filter,
    order_not_served,
    raw_sql,
    io_in_transaction,
    may_be_undefined,
    wrapper_not_resolved,
    index_unused,
)

CODE_RULES: tuple[Rule, ...] = tuple(module.RULE for module in _MODULES)
"""PC6xx."""


def check_code(code: ExaminedCode, lowered: Lowered) -> Iterator[CodeDiagnostic]:
    """All that can be said of the code under one schema, rule by rule."""
    for module in _MODULES:
        yield from module.check(code, lowered)
