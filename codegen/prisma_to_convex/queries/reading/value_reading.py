"""Expressions -> what stands at a place where Prisma takes a value."""

from __future__ import annotations

from ...calls.call import CodeValue
from ..files.code_syntax import unwrapped, without_comments
from ..values.evaluation import Evaluation
from ..values.expressions import Expression, Terminal

_KINDS = {
    "number": "number",
    "string": "text",
    "template_string": "text",
    "true": "boolean",
    "false": "boolean",
}


def value_of(terminal: Terminal) -> CodeValue:
    expression = terminal.expression
    text = expression.text
    match terminal.kind:
        case "null":
            return CodeValue("null", "null")
        case "object":
            return CodeValue("object", text)
        case "list":
            return CodeValue("list", text, _size(terminal))
        case "literal":
            kind = _KINDS.get(unwrapped(expression.node).type, "expression")
            return CodeValue(kind, text)  # type: ignore[arg-type]  # of the table above
        case _:
            return CodeValue("expression", text, None, terminal.may_be_undefined)


def _size(terminal: Terminal) -> int | None:
    """How many items a list literal has; None where spreads or later changes add some, or take some away."""
    children = without_comments(unwrapped(terminal.expression.node))
    if (
        terminal.added
        or terminal.is_cut
        or any(child.type == "spread_element" for child in children)
    ):
        return None
    return len(children)


def one_value(expression: Expression, evaluation: Evaluation) -> CodeValue | None:
    """What a single value is; None where it can only be undefined. One of several is an "expression"."""
    terminals = evaluation.terminals(expression)
    found = [one for one in terminals if one.kind != "undefined"]
    if not found:
        return None
    value = value_of(found[0]) if len(found) == 1 else CodeValue("expression", expression.text)
    is_missing = len(found) < len(terminals)
    return value._replace(may_be_undefined=True) if is_missing else value
