"""Functions that run the SQL which they are given: every call of one is a query to be rewritten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...calls.application import RawQuery
from ..files.code_module import CodeModule, SyntaxNode
from ..files.code_syntax import FUNCTIONS, ancestors, arguments, function_name, word
from ..values.definitions import Definitions
from ..values.scopes import Binding, lookup
from .callers import MOST_CALLERS, Wrapper, calls_of, class_of
from .raw_queries import RawSite

_MOST_NAMES = 200


def with_calls(
    found: Sequence[RawSite], modules: Sequence[CodeModule], definitions: Definitions
) -> list[RawQuery]:
    """The first query of each wrapper with the calls of it."""
    wrappers = [_wrapper(one) for one in found]
    known = {(one.module.name, one.node.id): one for one in wrappers if one is not None}
    calls = calls_of(known.values(), modules, definitions)
    result = []
    for one, wrapper in zip(found, wrappers, strict=True):
        key = (wrapper.module.name, wrapper.node.id) if wrapper is not None else ("", 0)
        given = calls.pop(key, [])[:MOST_CALLERS]
        spans = [call.module.span(call.call) for call in given]
        result.append(one.query._replace(calls=tuple(spans)))
    return result


def _wrapper(site: RawSite) -> Wrapper | None:
    """The function around it whose parameter holds the SQL."""
    if site.query.kind != "sql" or site.query.sql:
        return None
    call = next((one for one in ancestors(site.node) if one.type == "call_expression"), None)
    given = arguments(call)[:1] if call is not None else []
    for name in (name for one in given for name in _names(one)):
        binding = lookup(word(name), name, site.module)
        function = _function_of(binding, site.module)
        if function is not None and function_name(function):
            return Wrapper(function, site.module, function_name(function), class_of(function))
    return None


def _function_of(binding: Binding | None, module: CodeModule) -> SyntaxNode | None:
    """Whose parameter it is, or what it was made of is."""
    if binding is None or binding.node is None:
        return None
    if binding.kind == "parameter":
        return binding.node
    if binding.kind != "value":
        return None
    for name in _names(binding.node):
        inner = lookup(word(name), name, module)
        if inner is not None and inner.kind == "parameter" and inner.node is not None:
            return inner.node
    return None


def _names(node: SyntaxNode) -> Iterator[SyntaxNode]:
    """The names in it, in no order, but for those of functions inside it."""
    waiting = [node]
    for _ in range(_MOST_NAMES):
        if not waiting:
            return
        at = waiting.pop()
        if at.type == "identifier":
            yield at
        elif at.type not in FUNCTIONS:
            waiting.extend(at.named_children)
