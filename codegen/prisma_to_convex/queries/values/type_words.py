"""What the type beside a name says, as far as it can be read without a type checker."""

from __future__ import annotations

import re

from prisma_schema_parser.records import NamedTuple

from ..files.code_module import CodeModule, SyntaxNode
from ..files.code_syntax import key_name, word
from .scopes import Binding

_PLAIN = re.compile(
    r"(?:string|number|bigint|boolean|Date|Decimal|Buffer|Uint8Array|symbol|null|undefined"
    r"|'[^']*'|\"[^\"]*\"|\d+|true|false)(?:\[\])*"
)


class TypeWords(NamedTuple):
    """`is_plain`: no object of operators can be in it. `is_optional`: undefined can."""

    text: str = ""
    is_plain: bool = False
    is_optional: bool = False


NO_TYPE = TypeWords()


def of(annotation: SyntaxNode | None, module: CodeModule) -> TypeWords:
    """Of `: T`, or of a type alone."""
    if annotation is None:
        return NO_TYPE
    text = module.text(annotation, 500).lstrip(":").strip()
    members = [part.strip().strip("()") for part in text.split("|")]
    return TypeWords(
        text,
        all(_PLAIN.fullmatch(part) for part in members if part) and bool(text),
        "undefined" in members,
    )


def of_parameter(binding: Binding, module: CodeModule) -> TypeWords:
    """Of a parameter, or of the part that it was taken apart into where its type is written there."""
    declaration = binding.declaration
    if not binding.path:
        found = of(binding.type, module)
        is_optional = declaration.type == "optional_parameter" and binding.default is None
        return found._replace(is_optional=found.is_optional or is_optional)
    member = _member(binding.type, binding.path)
    if member is None:
        return NO_TYPE
    found = of(member.child_by_field_name("type"), module)
    is_optional = any(child.type == "?" for child in member.children)
    return found._replace(
        is_optional=(found.is_optional or is_optional) and binding.default is None
    )


def _member(annotation: SyntaxNode | None, path: tuple[str, ...]) -> SyntaxNode | None:
    """The signature `key?: type` at the end of a path through types that are written out."""
    current = annotation
    signature: SyntaxNode | None = None
    for step in path:
        inner = next(
            (one for one in current.named_children if one.type == "object_type"), None
        ) if current is not None else None  # fmt: skip
        if inner is None:
            return None
        signature = next(
            (
                one
                for one in inner.named_children
                if one.type == "property_signature"
                and (name := one.child_by_field_name("name")) is not None
                and key_name(name) == step
            ),
            None,
        )
        if signature is None:
            return None
        current = signature.child_by_field_name("type")
    return signature


_DELEGATE = re.compile(
    r"\b(\w+?)Delegate\b|(?:Client|Tx|Transaction|Db)\s*\[\s*['\"](\w+)['\"]\s*\]|\btypeof\s+[\w.]*\.(\w+)",
    re.IGNORECASE,
)


def delegate_of(annotation: SyntaxNode | None) -> str:
    """What `Prisma.UserDelegate`, `PrismaClient["user"]` or `typeof prisma.user` may be the delegate of; empty for any
    other type.
    """
    match = _DELEGATE.search(word(annotation)[:300]) if annotation is not None else None
    return (match[1] or match[2] or match[3] or "") if match else ""
