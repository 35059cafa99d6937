"""Calls that are Prisma Client's, as far as can be seen, but leave open of which model or of which operation they are.

They are reported, so that nobody takes what was found for all there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..client_words import CHOSEN_OPERATION, FIRST_READS, OPERATION, UNIQUE_READS
from ..files.code_module import CodeModule, SyntaxNode
from ..files.code_syntax import arguments, key_name, unwrapped, without_comments, word
from ..values.class_fields import annotation_of_field
from ..values.scopes import lookup
from .sites import UnclearSite, call_around, delegate_at, is_client_like

_OF_PRISMA_ALONE = frozenset({*UNIQUE_READS, *FIRST_READS, "findMany"})
_ASKING = frozenset({"where", "select", "include", "orderBy"})


def open_sites(module: CodeModule, delegates: Mapping[str, str]) -> Iterator[UnclearSite]:
    """In order of place, by kind."""
    yield from _of_chosen_operations(module, delegates)
    yield from _of_any_delegate(module, delegates)


def _of_chosen_operations(
    module: CodeModule, delegates: Mapping[str, str]
) -> Iterator[UnclearSite]:
    """`prisma.user[method](...)`."""
    for match in CHOSEN_OPERATION.finditer(module.data):
        node = module.root.descendant_for_byte_range(match.start(1), match.end(1))
        call, member = call_around(node) if node is not None else (None, None)
        holder = member.child_by_field_name("object") if member is not None else None
        if call is None or holder is None or node is None:
            continue
        found = delegate_at(unwrapped(holder), module)
        if found is not None and found.name in delegates and is_client_like(found.client):
            yield UnclearSite(module, call, f"the operation is chosen by `{word(node)[:60]}`")


def _of_any_delegate(module: CodeModule, delegates: Mapping[str, str]) -> Iterator[UnclearSite]:
    """`model.findMany({ where })` where `model` is a parameter or a field of type `any`, or taken out of something."""
    for match in OPERATION.finditer(module.data):
        if match[1].decode() not in _OF_PRISMA_ALONE:
            continue
        node = module.root.descendant_for_byte_range(match.start(1), match.end(1))
        call, member = call_around(node) if node is not None else (None, None)
        holder = member.child_by_field_name("object") if member is not None else None
        if call is None or holder is None or not _asks(call):
            continue
        holder = unwrapped(holder)
        found = delegate_at(holder, module) if _is_any(holder, module) else None
        is_found = found is not None and (found.name is None or found.name in delegates)
        if _is_any(holder, module) and not is_found:
            yield UnclearSite(module, call, f"nothing says which model `{word(holder)[:60]}` is")


def _asks(call: SyntaxNode) -> bool:
    """Whether it is given one object, with keys of Prisma's."""
    given = arguments(call)
    node = unwrapped(given[0]) if len(given) == 1 else None
    if node is None or node.type != "object":
        return False
    keys = [child.child_by_field_name("key") or child for child in without_comments(node)]
    return any(key_name(key) in _ASKING for key in keys if key.type != "spread_element")


def _is_any(holder: SyntaxNode, module: CodeModule) -> bool:
    if holder.type == "identifier":
        binding = lookup(word(holder), holder, module)
        if binding is None or binding.kind in ("import", "function"):
            return False
        is_given = binding.kind == "parameter" or bool(binding.path) or binding.node is None
        return is_given and (binding.type is None or bool(binding.path) or _says_any(binding.type))
    if holder.type != "member_expression":
        return False
    owner, key = holder.child_by_field_name("object"), holder.child_by_field_name("property")
    is_own = owner is not None and unwrapped(owner).type == "this"
    annotation = annotation_of_field(holder, word(key)) if is_own and key is not None else None
    return annotation is not None and _says_any(annotation)


def _says_any(annotation: SyntaxNode) -> bool:
    return word(annotation).lstrip(": ").strip() == "any"
