"""Files of a schema as one text: names that two files give to different things are told apart, keys are not names."""

from __future__ import annotations

from prisma_to_convex.merge.gather import gathered_text
from prisma_to_convex.merge.modules import ROOT

SCHEMA = """import { defineSchema } from "convex/server";
import { users } from "./users";
import { teams } from "./teams";

export default defineSchema({ users, teams });
"""


def table(name: str, fields: str) -> str:
    return (
        'import { defineTable } from "convex/server";\nimport { v } from "convex/values";\n\n'
        f"const role = v.string();\n\nexport const {name} = defineTable({{ {fields} }});\n"
    )


def fields_of(text: str, name: str) -> list[str]:
    inside = text.partition(f"{name}: defineTable({{")[2].partition("})")[0]
    return [line.strip().rstrip(",") for line in inside.strip().splitlines()]


def test_a_key_stays_as_it_is_called_though_a_constant_of_that_name_is_renamed() -> None:
    text = gathered_text(
        {
            ROOT: SCHEMA,
            "users.ts": table("users", "role: role, other: v.optional(role)"),
            "teams.ts": table("teams", "role: role, other: v.optional(role), role2: v.any()"),
        }
    )
    assert fields_of(text, "users") == ["role: role", "other: v.optional(role)"]
    first, second, third = fields_of(text, "teams")
    renamed = first.removeprefix("role: ")
    assert renamed not in ("role", "")
    assert second == f"other: v.optional({renamed})"
    assert third == "role2: v.any()"
