"""Queries that are not Prisma's own: raw SQL, TypedSQL, commands of MongoDB, Kysely; and transactions.

`` prisma.$queryRaw<Row[]>`...` `` is no code to some grammars, so the member is looked for, not the call.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from prisma_schema_parser.records import NamedTuple

from ...calls.application import RawKind, RawQuery, Transaction
from ..client_words import RAW
from ..files.code_module import CodeModule, SyntaxNode
from ..files.code_syntax import FUNCTIONS, ancestors, arguments, unwrapped, word

_MOST_SQL = 20_000

_KINDS: dict[str, RawKind] = {
    "$queryRawTyped": "typed-sql",
    "$runCommandRaw": "command",
    "findRaw": "command",
    "aggregateRaw": "command",
    "$kysely": "kysely",
}

_KYSELY = re.compile(rb"\bfrom\s*['\"](?:kysely|prisma-extension-kysely|prisma-kysely)['\"]")
_OUTSIDE = re.compile(
    rb"\bfetch\s*\(|\baxios\b|\bstripe\s*\.|\bresend\s*\.|\bs3\w*\s*\.\s*send\b|\bredis\s*\.|"
    rb"\b\w*[qQ]ueue\s*\.\s*add\b|\bhttpService\s*\.|\bsend(?:E)?[mM]ail\s*\(|\bsendEmail\w*\s*\(|"
    rb"\btransporter\s*\.|\bnodemailer\b|\bfs\s*\.\s*(?:promises\s*\.)?\s*\w*[wW]rite\w*\s*\("
)


class RawSite(NamedTuple):
    """A raw query where it stands."""

    query: RawQuery
    node: SyntaxNode
    module: CodeModule


def raw_queries(module: CodeModule) -> Iterator[RawSite]:
    """In order of place."""
    for match in RAW.finditer(module.data):
        name = match[0].lstrip(b". \t\r\n").decode()
        if name == "$transaction":
            continue
        end = match.end()
        node = module.root.descendant_for_byte_range(end - len(name), end)
        if node is None or not _is_member(node):
            continue
        sql = "" if name in ("$queryRawTyped", "$kysely") else _sql(node, module, end)
        query = RawQuery(module.span(node), _KINDS.get(name, "sql"), name, sql)
        yield RawSite(query, node, module)
    match_ = _KYSELY.search(module.data)
    if match_ is not None:
        found = module.root.descendant_for_byte_range(match_.start(), match_.end())
        if found is not None and found.type != "comment":
            yield RawSite(RawQuery(module.span(found), "kysely", "kysely"), found, module)


def _is_member(node: SyntaxNode) -> bool:
    """Whether it is a property, not text, a comment, a type or a declaration."""
    if node.type not in ("property_identifier", "identifier"):
        return False
    parent = node.parent
    if parent is None or parent.type in (
        "method_definition",
        "pair",
        "property_signature",
        "method_signature",
    ):
        return False
    if any(one.type == "type_query" for one in ancestors(node)):
        return False
    return parent.type in ("member_expression", "ERROR", "instantiation_expression") or (
        parent.type == "nested_identifier"
    )


def _sql(node: SyntaxNode, module: CodeModule, end: int) -> str:
    """The text of the template or string behind it, with `?` for what is put in."""
    at: SyntaxNode | None = node
    for _ in range(8):
        if at is None:
            break
        if at.type == "call_expression":
            given = at.child_by_field_name("arguments")
            if given is not None:
                return _text_in(given, module)
        at = at.parent
    match = re.compile(rb"\s*(?:<[^`;]{0,400}>)?\s*\(?\s*`([^`]{0,20000})`").match(module.data, end)
    return (
        _squeezed(re.sub(rb"\$\{[^}]*\}", b"?", match[1]).decode("utf-8", "replace"))
        if match
        else ""
    )


def _text_in(given: SyntaxNode, module: CodeModule) -> str:
    waiting = [given]
    while waiting:
        node = waiting.pop()
        if node.type in ("template_string", "string"):
            parts = [
                "?" if child.type == "template_substitution" else module.text(child, _MOST_SQL)
                for child in node.named_children
            ]
            return _squeezed(" ".join(parts))
        waiting.extend(reversed(node.named_children))
    return ""


def _squeezed(text: str) -> str:
    return " ".join(text.split())[:_MOST_SQL]


def transactions(module: CodeModule) -> Iterator[Transaction]:
    start = 0
    while (start := module.data.find(b"$transaction", start)) >= 0:
        end = start + len(b"$transaction")
        node = module.root.descendant_for_byte_range(start, end)
        start = end
        if node is None or not _is_member(node):
            continue
        call: SyntaxNode | None = node
        while call is not None and call.type != "call_expression":
            call = call.parent if call.type != "statement_block" else None
        if call is not None:
            yield _transaction(call, module)


def _transaction(call: SyntaxNode, module: CodeModule) -> Transaction:
    given = arguments(call)
    first = unwrapped(given[0]) if given else None
    if first is None or first.type not in (*FUNCTIONS, "array"):
        return Transaction(module.span(call), "unknown")
    if first.type == "array":
        return Transaction(module.span(call), "array")
    outside = []
    for match in _OUTSIDE.finditer(module.data, first.start_byte, first.end_byte):
        node = first.descendant_for_byte_range(match.start(), match.end())
        if node is not None and node.type not in ("comment", "string", "string_fragment"):
            found = module.root.descendant_for_byte_range(match.start(), match.start() + 1)
            outside.append(module.span(found or node))
    return Transaction(module.span(call), "interactive", tuple(outside))


def is_in_transaction(node: SyntaxNode) -> bool:
    """Whether it stands in the function or the list that a `$transaction` is given."""
    for around in ancestors(node):
        if around.type != "call_expression":
            continue
        callee = around.child_by_field_name("function")
        if (
            callee is not None
            and word(callee).endswith("$transaction")
            and not _is_inside(node, callee)
        ):
            return True
    return False


def _is_inside(inner: SyntaxNode, outer: SyntaxNode) -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte
