"""TypeScript laid out as Prettier's defaults would: 80 columns, two spaces, trailing commas.

Only the forms that an emitted schema holds: validator calls, index calls, arrays of strings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from prisma_schema_parser.records import NamedTuple

from ..typescript.literals import WIDTH, doc_lines, ts_string, width
from .convex_schema import (
    NULL,
    Field,
    LiteralComment,
    Validator,
    VArray,
    VConstant,
    VId,
    VLiteral,
    VObject,
    VRecord,
    VReference,
    VSimple,
    VUnion,
)

# ---- validators ---------------------------------------------------------------------------------

# A string this long or longer in a call of its own may be broken off; a shorter one never is.
_LONE_ARGUMENT = WIDTH // 4


class Optional(NamedTuple):
    """`v.optional(...)`: in text it wraps the validator, in data it is the field's."""

    item: Validator


Expression: TypeAlias = Validator | Optional


def flat(node: Expression) -> str | None:
    """The expression on one line; None where an object in it forces several."""
    atom = _ATOMS.get(type(node))
    if atom is not None:
        return atom(node)
    if isinstance(node, VObject):
        return None if node.fields else "v.object({})"
    function, arguments = _call(node)  # type: ignore[arg-type]  # the rest of the union
    parts = [flat(argument) for argument in arguments]
    return None if None in parts else f"{function}({', '.join(filter(None, parts))})"


# By type, not by cases: there is one for each field of a schema, several times.
_ATOMS: Mapping[type, Callable[[Any], str]] = {
    VSimple: lambda node: f"v.{node.name}()",
    VId: lambda node: f"v.id({ts_string(node.table)})",
    VLiteral: lambda node: f"v.literal({ts_string(node.value)})",
    VConstant: lambda node: f"v.literal({node.text})",
    VReference: lambda node: str(node.name),
}


def one_line(node: Expression) -> str:
    """The expression on one line, objects too, without comments: for prose and tables."""
    match node:
        case VObject(fields) if fields:
            inside = (
                f"{field.name}: {one_line(Optional(field.validator) if field.is_optional else field.validator)}"
                for field in fields
            )
            return f"v.object({{ {', '.join(inside)} }})"
        case VArray() | VUnion() | VRecord() | Optional():
            function, arguments = _call(node)
            return f"{function}({', '.join(map(one_line, arguments))})"
        case _:
            return flat(node) or ""


def _call(node: VArray | VUnion | VRecord | Optional) -> tuple[str, Sequence[Expression]]:
    match node:
        case VArray(item):
            return "v.array", (item,)
        case Optional(item):
            return "v.optional", (item,)
        case VRecord(key, value):
            return "v.record", (key, value)
        case VUnion((item, VSimple(NULL.name))):
            return "v.nullable", (item,)
        case VUnion(members):
            return "v.union", members


def expression(node: Expression, indent: int, used: int, after: int = 1) -> str:
    """The text where `used` columns are taken before it and `after` follow on its last line."""
    line = flat(node)
    if line is not None and used + width(line) + after <= WIDTH:
        return line
    match node:
        case VArray() | VUnion() | VRecord() | Optional():
            function, arguments = _call(node)
            return _broken(function, [_line(one, indent + 2) for one in arguments], indent)
        case VObject(fields):
            return object_text(fields, indent)
        case VId(table) if len(ts_string(table)) > _LONE_ARGUMENT:
            return _broken("v.id", [ts_string(table)], indent)
        case VLiteral(value) if len(ts_string(value)) > _LONE_ARGUMENT:
            return _broken("v.literal", [ts_string(value)], indent)
        case _:
            return line or ""


def _line(node: Expression, indent: int) -> str:
    return expression(node, indent, indent)


def _broken(function: str, arguments: Sequence[str], indent: int) -> str:
    pad = " " * (indent + 2)
    lines = "".join(f"{pad}{argument},\n" for argument in arguments)
    return f"{function}(\n{lines}{' ' * indent})"


def assigned(left: str, node: Expression, indent: int) -> str:
    """`left` and the expression behind it, on the next line where not even its head fits."""
    used = indent + width(left) + 1
    text = expression(node, indent, used)
    head = text.split("\n", 1)[0]
    if used + width(head) + ("\n" not in text) <= WIDTH:
        return f"{left} {text}"
    return f"{left}\n{' ' * (indent + 2)}{_line(node, indent + 2)}"


def assigned_literals(
    left: str, union: VUnion, comments: Mapping[str, LiteralComment], indent: int
) -> str:
    """A union of literals, each on a line of its own, with what is said of them."""
    lines = []
    for member in union.members:
        said = comments.get(member.value) if isinstance(member, VLiteral) else None
        above = documentation(said.documentation, indent + 2) if said else ""
        beside = f" // {said.comment}" if said and said.comment else ""
        lines.append(f"{above}{' ' * (indent + 2)}{_line(member, indent + 2)},{beside}\n")
    return f"{left} v.union(\n{''.join(lines)}{' ' * indent})"


def type_alias(name: str, value: str) -> str:
    """`export type Role = Infer<typeof role>;`"""
    head, body = f"export type {name} =", f"Infer<typeof {value}>;"
    if width(head) + 1 + width(body) <= WIDTH:
        return f"{head} {body}"
    if width(head) + len(" Infer<") <= WIDTH:
        return f"{head} Infer<\n  typeof {value}\n>;"
    if 2 + width(body) <= WIDTH:
        return f"{head}\n  {body}"
    return f"{head}\n  Infer<\n    typeof {value}\n  >;"


def object_text(fields: Sequence[Field], indent: int) -> str:
    if not fields:
        return "v.object({})"
    lines = "".join(field_text(field, indent + 2) for field in fields)
    return "v.object({\n" + lines + " " * indent + "})"


def field_text(field: Field, indent: int) -> str:
    """A field's lines: documentation, `name: validator,` and its comment."""
    node: Expression = Optional(field.validator) if field.is_optional else field.validator
    if isinstance(node, VReference) and node.name == field.name:
        text = field.name
    else:
        text = assigned(f"{field.name}:", node, indent)
    comment = f" // {field.comment}" if field.comment else ""
    return f"{documentation(field.documentation, indent)}{' ' * indent}{text},{comment}\n"


def documentation(text: str | None, indent: int) -> str:
    """A JSDoc block, on one line where it fits."""
    lines = doc_lines(text) if text else []
    if not any(lines):
        return ""
    pad = " " * indent
    if len(lines) == 1 and indent + width(lines[0]) + 7 <= WIDTH:
        return f"{pad}/** {lines[0]} */\n"
    body = "".join(f"{pad} * {line}".rstrip() + "\n" for line in lines)
    return f"{pad}/**\n{body}{pad} */\n"


# ---- calls of a table's chain -------------------------------------------------------------------


def index_call(name: str, fields: Sequence[str], indent: int, used: int, after: int = 0) -> str:
    """`.index("name", [...])` with `used` columns taken before it and `after` behind it."""
    quoted = [ts_string(field) for field in fields]
    head, array = f".index({ts_string(name)}, ", f"[{', '.join(quoted)}]"
    if used + width(head) + width(array) + 1 + after <= WIDTH:
        return f"{head}{array})"
    pad = " " * (indent + 2)
    if used + width(head) + 1 <= WIDTH:
        items = "".join(f"{pad}{item},\n" for item in quoted)
        return f"{head}[\n{items}{' ' * indent}])"
    if width(pad) + width(array) + 1 <= WIDTH:
        second = array
    else:
        items = "".join(f"{pad}  {item},\n" for item in quoted)
        second = f"[\n{items}{pad}]"
    return f".index(\n{pad}{ts_string(name)},\n{pad}{second},\n{' ' * indent})"
