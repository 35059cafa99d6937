"""`omit(object, ["key"])` and `pick(...)` of the libraries that have them: which keys are left."""

from __future__ import annotations

from prisma_schema_parser.records import NamedTuple

from ..files.code_module import CodeModule, SyntaxNode
from ..files.code_syntax import string_value, unwrapped, without_comments, word
from .expressions import ObjectShape
from .scopes import lookup

_LIBRARIES = ("lodash", "es-toolkit", "radash", "remeda")


class KeptKeys(NamedTuple):
    """`is_pick`: of an object, only these are kept; else all others."""

    keys: frozenset[str]
    is_pick: bool

    def of(self, shape: ObjectShape) -> ObjectShape:
        kept = {
            key: entry for key, entry in shape.entries.items() if (key in self.keys) is self.is_pick
        }
        return shape._replace(entries=kept, cases=())


def kept_keys(callee: SyntaxNode, given: list[SyntaxNode], module: CodeModule) -> KeptKeys | None:
    """None where it is another function, or its keys are not written there."""
    function = _called(callee, module)
    if function not in ("omit", "pick") or len(given) < 2:
        return None
    named = unwrapped(given[1])
    listed = without_comments(named) if named.type == "array" else given[1:]
    keys = [string_value(unwrapped(one)) for one in listed]
    if None in keys:
        return None
    return KeptKeys(frozenset(one for one in keys if one is not None), function == "pick")


def _called(callee: SyntaxNode, module: CodeModule) -> str:
    """The name that the function has in its library; empty for one of no such library."""
    holder = callee.child_by_field_name("object") if callee.type == "member_expression" else callee
    binding = lookup(word(holder), holder, module) if holder is not None else None
    if binding is None or binding.kind != "import" or holder is None:
        return ""
    specifier, name = binding.path
    library, _, inside = specifier.partition("/")
    if library.partition("-es")[0] not in _LIBRARIES and library not in _LIBRARIES:
        return ""
    if callee.type == "member_expression":
        key = callee.child_by_field_name("property")
        return word(key) if key is not None else ""
    return inside if name == "default" else name
