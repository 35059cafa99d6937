"""Small mistakes in Python, as changes of a text: each of them is one that a programmer could make.

`mutants(source)` finds every place for every operator; nothing is chosen here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_COMPARISONS: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">="),
    ast.LtE: ("<", ">"),
    ast.Gt: (">=", "<="),
    ast.GtE: (">", "<"),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
}
_ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "+",
    ast.BitOr: "&",
    ast.BitAnd: "|",
}
_CALLS = {"any": "all", "all": "any", "min": "max", "max": "min"}
_METHODS = {
    "startswith": "endswith",
    "endswith": "startswith",
    "partition": "rpartition",
    "rpartition": "partition",
    "find": "rfind",
    "rfind": "find",
    "lstrip": "rstrip",
    "rstrip": "lstrip",
    "setdefault": "get",
}
_EMPTY = {"str": '""', "int": "0", "bool": "False", "tuple": "()", "list": "[]", "dict": "{}"}


@dataclass(frozen=True, slots=True)
class Change:
    """`text` stands at `start` to `end` (offsets) in the mutant; `line` is the first that it touches."""

    operator: str
    start: int
    end: int
    text: str
    line: int


def mutants(source: str) -> Iterator[Change]:
    """Every change by every operator, in order of place; some few are no Python."""
    found = _Finder(source)
    found.visit(ast.parse(source))
    yield from sorted(found.changes, key=lambda one: (one.start, one.end, one.operator, one.text))


class _Finder(ast.NodeVisitor):
    def __init__(self, source: str) -> None:
        self.source = source
        self.changes: list[Change] = []
        self._lines = [0]
        for line in source.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self._text_lines = source.splitlines(keepends=True)

    # -- places and texts

    def _at(self, line: int, column: int) -> int:
        """An offset; ast counts columns in bytes."""
        before = self._text_lines[line - 1].encode()[:column].decode()
        return self._lines[line - 1] + len(before)

    def _span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._at(node.lineno, node.col_offset),
            self._at(node.end_lineno, node.end_col_offset),
        )

    def _text(self, node: ast.expr | ast.stmt) -> str:
        start, end = self._span(node)
        return self.source[start:end]

    def _change(self, operator: str, node: ast.expr | ast.stmt, text: str) -> None:
        start, end = self._span(node)
        if self.source[start:end] != text:
            self.changes.append(Change(operator, start, end, text, node.lineno))

    # -- what is no behaviour

    def visit_Assert(self, node: ast.Assert) -> None:
        """For the type checker."""

    def visit_keyword(self, node: ast.keyword) -> None:
        """`zip(..., strict=True)` asserts."""
        if node.arg != "strict":
            self.visit(node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """No behaviour that a test could miss."""

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for statement in node.body:
            self.visit(statement)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Not its decorators (how much is cached changes no answer) and not its annotations."""
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.visit(default)
        self._returned(node)
        for statement in node.body:
            self.visit(statement)

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        leaves = isinstance(node.body[-1], ast.Return | ast.Continue | ast.Break | ast.Raise)
        if leaves and not node.orelse:
            self._change("guard removed", node.test, "False")
        self._negate(node.test)
        self.generic_visit(node)

    # -- conditions

    def visit_While(self, node: ast.While) -> None:
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._negate(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for condition in node.ifs:
            self._change("filter removed", condition, "True")
        self.generic_visit(node)

    def _negate(self, test: ast.expr) -> None:
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            self._change("condition negated", test, f"({self._text(test.operand)})")
        else:
            self._change("condition negated", test, f"(not ({self._text(test)}))")

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        other = "or" if isinstance(node.op, ast.And) else "and"
        own = "and" if isinstance(node.op, ast.And) else "or"
        texts = [f"({self._text(value)})" for value in node.values]
        self._change("and/or swapped", node, f"({f' {other} '.join(texts)})")
        for number in range(len(texts)):
            left = texts[:number] + texts[number + 1 :]
            self._change("operand dropped", node, f"({f' {own} '.join(left)})")
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        operands = [node.left, *node.comparators]
        texts = [self._text(one) for one in operands]
        for number, operator in enumerate(node.ops):
            for other in _COMPARISONS[type(operator)]:
                written = [_written(one) for one in node.ops]
                written[number] = other
                parts = [texts[0]]
                for operator_text, text in zip(written, texts[1:], strict=True):
                    parts += [operator_text, text]
                self._change("comparison swapped", node, f"({' '.join(parts)})")
        self.generic_visit(node)

    # -- values

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self._change("flag flipped", node, str(not node.value))
        elif isinstance(node.value, int):
            self._change("constant +1", node, f"({node.value + 1})")
            self._change("constant -1", node, f"({node.value - 1})")

    def visit_BinOp(self, node: ast.BinOp) -> None:
        other = _ARITHMETIC.get(type(node.op))
        if other is not None and not _is_text(node):
            left, right = self._text(node.left), self._text(node.right)
            self._change("arithmetic swapped", node, f"(({left}) {other} ({right}))")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        function = node.func
        if isinstance(function, ast.Name):
            if function.id in _CALLS:
                self._change("function swapped", function, _CALLS[function.id])
            if function.id == "sorted" and node.args:
                self._change("not sorted", node, f"list({self._text(node.args[0])})")
            if function.id == "reversed" and node.args:
                self._change("not reversed", node, self._text(node.args[0]))
        elif isinstance(function, ast.Attribute) and function.attr in _METHODS:
            start, end = self._span(function)
            name = _METHODS[function.attr]
            text = self.source[start : end - len(function.attr)] + name
            self._change("function swapped", function, text)
        self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Places in such a text are not told by Python 3.11."""

    # -- tables

    def visit_Dict(self, node: ast.Dict) -> None:
        self._rows(list(zip(node.keys, node.values, strict=True)))
        self.generic_visit(node)

    def _rows(self, rows: list[tuple[ast.expr | None, ast.expr]]) -> None:
        for (_, first), (_, second) in pairwise(rows):
            a, b = self._span(first), self._span(second)
            between = self.source[a[1] : b[0]]
            text = self._text(second) + between + self._text(first)
            if self._text(first) != self._text(second):
                self.changes.append(Change("rows swapped", a[0], b[1], text, first.lineno))
        if len(rows) > 1:
            for key, value in rows:
                if key is not None:
                    self._without("row dropped", self._span(key)[0], self._span(value)[1], key)

    def visit_List(self, node: ast.List) -> None:
        self._elements(node.elts)
        self.generic_visit(node)

    def visit_Set(self, node: ast.Set) -> None:
        self._elements(node.elts)
        self.generic_visit(node)

    def visit_Tuple(self, node: ast.Tuple) -> None:
        if isinstance(node.ctx, ast.Load) and len(node.elts) > 2:
            self._elements(node.elts)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """`dict[str, int]` is a type, and `x[1, 2]` no table."""
        self.visit(node.value)
        if not isinstance(node.slice, ast.Tuple):
            self.visit(node.slice)

    def _elements(self, elements: list[ast.expr]) -> None:
        if len(elements) > 1:
            for one in elements:
                self._without("element dropped", *self._span(one), one)

    def _without(self, operator: str, start: int, end: int, node: ast.expr) -> None:
        """With the comma behind it; the last one keeps it."""
        while end < len(self.source) and self.source[end] in " \t\n":
            end += 1
        if self.source[end : end + 1] == ",":
            self.changes.append(Change(operator, start, end + 1, "", node.lineno))

    # -- statements

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant):
            return  # documentation
        if isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom):
            self._change("statement dropped", node, "pass")
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._change("statement dropped", node, "pass")
        self.generic_visit(node)

    def visit_Continue(self, node: ast.Continue) -> None:
        self._change("continue/break swapped", node, "break")

    def visit_Break(self, node: ast.Break) -> None:
        self._change("continue/break swapped", node, "continue")

    def _returned(self, node: ast.FunctionDef) -> None:
        """What a function returns becomes what is empty of its type."""
        if node.returns is None:
            return
        annotation = ast.unparse(node.returns)
        empty = (
            "None"
            if "None" in annotation.split(" | ")
            else _EMPTY.get(annotation.partition("[")[0])
        )
        if empty is None:
            return
        for inner in _own_statements(node):
            if isinstance(inner, ast.Return) and inner.value is not None:
                self._change("returns the default", inner, f"return {empty}")


def _own_statements(function: ast.FunctionDef) -> Iterator[ast.stmt]:
    """Not those of functions in it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.stmt):
            yield node
        waiting.extend(ast.iter_child_nodes(node))


def _written(operator: ast.cmpop) -> str:
    names = {
        ast.Lt: "<",
        ast.LtE: "<=",
        ast.Gt: ">",
        ast.GtE: ">=",
        ast.Eq: "==",
        ast.NotEq: "!=",
        ast.Is: "is",
        ast.IsNot: "is not",
        ast.In: "in",
        ast.NotIn: "not in",
    }
    return names[type(operator)]


def _is_text(node: ast.BinOp) -> bool:
    """Texts put together, or types: no operator but this one works on them, which is no mistake to make."""
    parts = (node.left, node.right)
    if isinstance(node.op, ast.BitOr | ast.BitAnd):
        return any(_looks_like_type(part) for part in parts)
    return any(
        isinstance(part, ast.JoinedStr)
        or (isinstance(part, ast.Constant) and isinstance(part.value, str))
        for part in parts
    )


def _looks_like_type(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return node.value is None
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return (bool(name) and name[0].isupper()) or name in ("str", "int", "bool", "float")
