"""The code blocks of a Markdown text, and Convex functions laid out as a project that the oracle judges."""

from __future__ import annotations

import re
from typing import NamedTuple

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(r"\w+: defineTable\(")
_FILE = re.compile(r"// convex/(\w+\.ts)\n")
_TABLES_START = "export default defineSchema({\n"
_API, _STAND_IN = "./_generated/api", "./api_of_snippets"


class Block(NamedTuple):
    language: str
    text: str


def blocks(markdown: str) -> list[Block]:
    return [Block(*found) for found in _FENCE.findall(markdown)]


def is_table(snippet: str) -> bool:
    """Whether it is a table to add to the schema (`name: defineTable(...)`); else it is a module."""
    return _TABLE.match(snippet) is not None


def modules(schema_ts: str, snippets: list[str]) -> dict[str, str]:
    """The `convex` folder of a reader who followed the snippets, file by file.

    The first line of a module may give its name (`// convex/posts.ts`).
    """
    files: dict[str, str] = {}
    for number, snippet in enumerate(snippets):
        if is_table(snippet):
            schema_ts = schema_ts.replace(_TABLES_START, f"{_TABLES_START}{snippet}\n", 1)
        else:
            named = _FILE.match(snippet)
            files[named[1] if named else f"snippet{number}.ts"] = snippet
    return {"schema.ts": schema_ts, **files}


def project(schema_ts: str, snippets: list[str]) -> dict[str, str]:
    """The same folder as TypeScript sees it: with an API that knows its modules."""
    return _with_api(modules(schema_ts, snippets))


def _with_api(files: dict[str, str]) -> dict[str, str]:
    """The oracle's `_generated/api` knows no modules: one of the same form that does stands in for it."""
    if not any(_API in text for text in files.values()):
        return files
    modules = [name.removesuffix(".ts") for name in files if name != "schema.ts"]
    lines = [
        'import type { ApiFromModules, FilterApi, FunctionReference } from "convex/server";',
        *(f'import type * as {name} from "./{name}";' for name in modules),
        f"declare const all: ApiFromModules<{{ {'; '.join(f'{n}: typeof {n}' for n in modules)} }}>;",
        *(
            f"export declare const {name}: FilterApi<typeof all, FunctionReference<any, {kind}>>;"
            for name, kind in (("api", '"public"'), ("internal", '"internal"'))
        ),
    ]
    changed = {name: text.replace(_API, _STAND_IN) for name, text in files.items()}
    return {**changed, _STAND_IN.removeprefix("./") + ".ts": "\n".join(lines) + "\n"}
