"""The configuration as a file to start from, and its JSON Schema: both from the table of settings."""

from __future__ import annotations

from typing import Any, TypeAlias

from prisma_schema_parser.bounding import MOST

from ..convex.convex_schema import MAX_IDENTIFIER
from ..options.coefficients import COEFFICIENTS, HOURS, HOURS_PER_WEEK
from ..options.settings import LEFT_OPEN, MAX_SCALE, SETTINGS, Level, Row
from ..rules.table import RULES

Json: TypeAlias = dict[str, Any]  # a document of another language: its values are of many types

_RULE = {"$ref": "#/definitions/rule"}

_EXAMPLES = """\
# ---- one model, type, enum or field -------------------------------------------------------------
#
# What is said of a model holds for its fields, what is said of a field wins. The same can be said in
# the schema, in a comment at the field, which wins over this file: /// @convex.bigint(number)
#
# [models.User]
# name = "people"                       # the table's name
# ids = "keep"
#
# [models.User.fields]
# email.name = "emailAddress"           # the field's name
# password.skip = true                  # not converted
# score.bigint = "number"
# invitedBy.references = "User"         # holds ids of User without a relation
# settings.type = "v.object({ theme: v.string() })"
# email.enforced.unique-not-enforced = "users.create"
#
# [types.Address]                       # a composite type (MongoDB)
# nullable = "optional"
#
# [enums.Role]
# name = "userRole"
# enum-values = "database"
"""


def starter() -> str:
    """A configuration that says what holds without one, with a word on each setting."""
    lines = [
        "# prisma-to-convex: how the Prisma schema becomes a Convex schema.",
        "# Each setting below has its default. A model or field that is misspelt is an error.",
        "",
    ]
    for row in SETTINGS.values():
        if "project" in row.levels:
            lines.extend((f"# {row.summary[0].upper()}{row.summary[1:]}.", _line(row), ""))
    return "\n".join(lines) + "\n" + _EXAMPLES


def _line(row: Row) -> str:
    match row.form:
        case "globs":
            return f"{row.key} = []"
        case "choice" if row.key not in LEFT_OPEN:
            others = ", ".join(f'"{value}"' for value in row.values[1:])
            return f'{row.key} = "{row.values[0]}"  # or {others}'
        case "choice":
            choices = ", ".join(f'"{value}"' for value in row.values[1:])
            return f'# {row.key} = "{row.values[0]}"  # or {choices}'
        case "flag":
            return f"{row.key} = false"
        case "count":
            return f"# {row.key} = {MOST}"
        case "field":
            return f'# {row.key} = "organizationId"'
        case "folder":
            return f'# {row.key} = "prisma/migrations"'
        case "severities":
            others = ", ".join(f'"{value}"' for value in row.values[1:])
            return f'# {row.key}.unique-not-enforced = "{row.values[0]}"  # or {others}'
        case "effort":
            one = COEFFICIENTS[0]
            return f"# {row.key}.{one.key} = [{one.low:g}, {one.high:g}]"
        case "decisions" if row.key == "allow":
            return f'# {row.key}.on-update-not-run = "our ids never change"'
        case "decisions":
            return f'# {row.key}.on-delete-not-run = "convex/triggers.ts"'
        case _:
            return f"# {row.key} = 2"


# ---- the JSON Schema ----------------------------------------------------------------------------


def json_schema() -> Json:
    """For editors that complete and check TOML (taplo, Even Better TOML)."""
    blocks: dict[str, Level] = {"models": "model", "types": "type", "enums": "enum"}
    decisions = {
        "models": "Models and views, by their names in Prisma.",
        "types": "Composite types, by their names in Prisma.",
        "enums": "Enums, by their names in Prisma.",
    }
    tables = {
        key: {
            "description": decisions[key],
            "type": "object",
            "additionalProperties": {"$ref": f"#/definitions/{level}"},
        }
        for key, level in blocks.items()
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "prisma-to-convex.toml",
        "description": "How prisma-to-convex turns a Prisma schema into a Convex schema.",
        **_object("project", tables),
        "definitions": {
            "model": _object("model", {"fields": _fields()}),
            "type": _object("type", {"fields": _fields()}),
            "enum": _object("enum", {}),
            "field": _object("field", {}),
            "rule": {"enum": [word for rule in RULES for word in (rule.name, rule.code)]},
        },
    }


def _fields() -> Json:
    return {
        "description": "Fields, by their names in Prisma.",
        "type": "object",
        "additionalProperties": {"$ref": "#/definitions/field"},
    }


def _object(level: Level, more: Json) -> Json:
    settings = {row.key: _setting(row, level) for row in SETTINGS.values() if level in row.levels}
    return {
        "type": "object",
        "properties": {**settings, **more},
        "additionalProperties": False,
    }


def _setting(row: Row, level: Level) -> Json:
    found: Json = {"description": row.summary[0].upper() + row.summary[1:] + "."}
    match row.form:
        case "choice":
            found["enum"] = list(row.values)
            if level == "project" and row.key not in LEFT_OPEN:
                found["default"] = row.values[0]
        case "scale":
            found |= {"type": "integer", "minimum": 0, "maximum": MAX_SCALE}
        case "count":
            found |= {"type": "integer", "minimum": 0, "default": MOST}
        case "flag":
            found |= {"type": "boolean", "default": False}
        case "globs":
            found |= {"type": "array", "items": {"type": "string"}, "default": []}
        case "name":
            found |= {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]*$"}
            found["maxLength"] = MAX_IDENTIFIER
        case "expression":
            found |= {"type": "string", "pattern": "^\\s*[A-Za-z_$]"}
        case "model" | "field" | "folder":
            found |= {"type": "string", "minLength": 1}
        case "severities":
            found |= {
                "type": "object",
                "propertyNames": {"anyOf": [_RULE, {"pattern": "^(ALL|PC[1-9][0-9]{0,2}x*)$"}]},
                "additionalProperties": {"enum": list(row.values)},
            }
        case "effort":
            found |= {"type": "object", "properties": _coefficients()}
            found["additionalProperties"] = False
        case "decisions":
            text = {"type": "string", "minLength": 1}
            found |= {"type": "object", "propertyNames": _RULE, "additionalProperties": text}
    return found


def _coefficients() -> Json:
    hours = {"type": "number", "minimum": 0}
    ends = {"type": "array", "items": hours, "minItems": 2, "maxItems": 2}
    found: Json = {
        one.key: {
            "description": f"Hours for each {one.what}.",
            "anyOf": [ends, hours],
            "default": [one.low, one.high],
        }
        for one in COEFFICIENTS
    }
    more = {"type": "number", "exclusiveMinimum": 0, "default": HOURS}
    found[HOURS_PER_WEEK] = {"description": "Hours of work on it in a week.", **more}
    return found


def json_schema_text() -> str:
    from json import dumps

    return dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
