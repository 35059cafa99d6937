"""A schema.ts that was edited by hand, and what else is read beside a schema."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from growth.schemas import ID, models
from growth.shape import CHECK, GENERATE, HEAD, Files, Shape, model, repeated, schema

_TABLES = "export default defineSchema({\n"


def _small(_: int) -> Files:
    return schema(HEAD + model("A", ID, "name String", "n Int @unique"))


def _appended(added: Callable[[int], str]) -> Callable[[str, int], str]:
    return lambda text, n: f"{text}\n{added(n)}\n"


def _in_table(added: Callable[[int], str]) -> Callable[[str, int], str]:
    return lambda text, n: text.replace("name: v.string(),", f"name: v.string(),\n{added(n)}", 1)


def _as_tables(added: Callable[[int], str]) -> Callable[[str, int], str]:
    return lambda text, n: text.replace(_TABLES, f"{_TABLES}{added(n)}", 1)


def _functions(n: int) -> str:
    return repeated(n, lambda at: f"export function f{at}(a: number) {{\n  return a + {at};\n}}")


def _table(at: int) -> str:
    return f'  mine{at}: defineTable({{ a: v.string(), b: v.id("as") }}).index("by_a", ["a"]),'


def _index(at: int) -> str:
    return f'.index("by_m{at}", ["n", "name"])'


def _reversed(text: str, _: int) -> str:
    """The fields of each table in another order."""
    return re.sub(r"( +name: [^\n]*\n)( +at: [^\n]*\n)", r"\2\1", text)


def _renamed(text: str, _: int) -> str:
    return text.replace("  m", "  other")


def _every_line(text: str, _: int) -> str:
    return text.replace("v.string(),", "v.string(), // by hand")


def _without_every_other(text: str, _: int) -> str:
    kept, number = [], 0
    for line in text.split("\n"):
        number += line.startswith("    name:")
        if not line.startswith("    name:") or number % 2:
            kept.append(line)
    return "\n".join(kept)


EDITS: tuple[tuple[str, int, Callable[[str, int], str]], ...] = (
    ("equals, slash, bracket", 2000, _appended(lambda n: "const x = /[\n" * n)),
    ("equals, slash, bracket in one line", 2000, _appended(lambda n: "x = /[ " * n)),
    ("slashes", 20_000, _appended(lambda n: "/ " * n)),
    ("regular expressions", 5000, _appended(lambda n: "const a = /[/]x/g;\n" * n)),
    ("less than", 20_000, _appended(lambda n: "const a = 1 " + "< b " * n)),
    ("type arguments", 5000, _appended(lambda n: "type T = " + "A<" * n + "B" + ">" * n)),
    ("round brackets", 20_000, _appended(lambda n: "(" * n + ")" * n)),
    ("curly brackets", 20_000, _appended(lambda n: "{" * n + "}" * n)),
    ("brackets never closed", 20_000, _appended(lambda n: "[" * n)),
    ("brackets never opened", 20_000, _appended(lambda n: "]" * n)),
    ("templates in templates", 3000, _appended(lambda n: "`${" * n + "1" + "}`" * n)),
    ("templates never closed", 20_000, _appended(lambda n: "` ${ " * n)),
    (
        "spreads of spreads",
        100,
        _appended(
            lambda n: "".join(
                f"const c{at} = {{ ...c{at + 1}, ...c{at + 1} }};\n" for at in range(n)
            )
        ),
    ),
    ("imports never finished", 10_000, _appended(lambda n: "import a\n" * n)),
    ("quotes and backslashes", 10_000, _appended(lambda n: '"a\\' * n)),
    ("tabs and blanks", 20_000, _appended(lambda n: "\t " * n + "x")),
    ("quotes", 20_000, _appended(lambda n: '"' * n)),
    ("quotes never closed", 20_000, _appended(lambda n: 'x = "a\n' * n)),
    ("backslashes", 100_000, _appended(lambda n: 'const a = "' + "\\\\" * n + '";')),
    ("long text", 500_000, _appended(lambda n: 'const a = "' + "x" * n + '";')),
    ("long name", 500_000, _appended(lambda n: "const a = " + "x" * n + ";")),
    ("line comments", 20_000, _appended(lambda n: "// word\n" * n)),
    ("block comments", 20_000, _appended(lambda n: "/* word */\n" * n)),
    ("comments never closed", 50_000, _appended(lambda n: "/* " * n)),
    ("blank lines", 50_000, _appended(lambda n: "\n" * n)),
    ("spaces", 500_000, _appended(lambda n: " " * n + "x")),
    ("functions", 3000, _appended(_functions)),
    ("constants", 5000, _appended(lambda n: repeated(n, lambda at: f"const c{at} = v.string();"))),
    (
        "constants that use the one before",
        3000,
        _appended(
            lambda n: "const c0 = v.string();\n"
            + repeated(n, lambda at: f"const c{at + 1} = v.array(c{at});")
        ),
    ),
    ("constants twice", 5000, _appended(lambda n: "const c = 1;\n" * n)),
    (
        "imports",
        3000,
        lambda text, n: repeated(n, lambda at: f'import {{ a{at} }} from "./f{at}";') + text,
    ),
    (
        "names of one import",
        5000,
        lambda text, n: (
            "import { " + ", ".join(f"a{at}" for at in range(n)) + f' }} from "./f";\n{text}'
        ),
    ),
    ("tables", 1500, _as_tables(lambda n: repeated(n, _table))),
    ("tables twice", 1500, _as_tables(lambda n: "  mine: defineTable({ a: v.string() }),\n" * n)),
    ("tables spread", 3000, _as_tables(lambda n: repeated(n, lambda at: f"  ...more{at},"))),
    ("fields", 3000, _in_table(lambda n: repeated(n, lambda at: f"    mine{at}: v.string(),"))),
    (
        "fields in one line",
        3000,
        _in_table(lambda n: "".join(f"mine{at}: v.string(), " for at in range(n))),
    ),
    ("fields twice", 3000, _in_table(lambda n: "    mine: v.string(),\n" * n)),
    (
        "nested objects",
        400,
        _in_table(lambda n: "    mine: " + "v.object({ a: " * n + "v.any()" + " })" * n + ","),
    ),
    (
        "members of a union",
        5000,
        _in_table(
            lambda n: "    mine: v.union(" + "".join(f"v.literal({at}), " for at in range(n)) + "),"
        ),
    ),
    (
        "calls behind a table",
        2000,
        lambda text, n: text.replace(
            '.index("by_n"', "".join(map(_index, range(n))) + '.index("by_n"', 1
        ),
    ),
)

GROWN: tuple[tuple[str, int, Callable[[int], Files], Callable[[str, int], str]], ...] = (
    ("a comment behind each field", 600, models, _every_line),
    ("fields in another order", 400, models, _reversed),
    ("tables renamed", 600, models, _renamed),
    ("every other field gone", 600, models, _without_every_other),
)


# ---- beside the schema ------------------------------------------------------------------------------


def many_files(n: int) -> Files:
    files = {f"prisma/m{at}.prisma": model(f"M{at}", ID) for at in range(n)}
    return {**files, "prisma/schema.prisma": HEAD}


def files_that_clash(n: int) -> Files:
    return {f"prisma/m{at}.prisma": model("M", ID) for at in range(n)}


def deep_folders(n: int) -> Files:
    return {"prisma/" + "d/" * n + "schema.prisma": HEAD + model("A", ID)}


def baseline(n: int) -> Files:
    files = schema(HEAD + model("A", ID, *(f"f{at} Int @unique" for at in range(n))))
    accepted = {"unique-not-enforced": {f"A.f{at}": 1 for at in range(n)}}
    return {**files, "baseline.json": json.dumps({"version": 1, "accepted": accepted})}


def baseline_of_what_is_gone(n: int) -> Files:
    accepted = {"unique-not-enforced": {f"B.f{at}": 1 for at in range(n)}}
    text = json.dumps({"version": 1, "accepted": accepted})
    return {**_small(n), "baseline.json": text}


def deep_baseline(n: int) -> Files:
    return {**_small(n), "baseline.json": "[" * n}


def sizes(n: int) -> Files:
    return {**models(n), "stats.csv": repeated(n, lambda at: f"M{at},{at}")}


def sizes_of_unknown_tables(n: int) -> Files:
    return {**models(n), "stats.json": json.dumps({f"Mx{at}": at for at in range(n)})}


def config_in_typescript(n: int) -> Files:
    text = repeated(n, lambda at: f"const a{at} = {{ b: [{at}] }};")
    return {**_small(n), "prisma.config.ts": text + 'export default { schema: "schema.prisma" };\n'}


def config_of_slashes(n: int) -> Files:
    text = "x = /[\n" * n
    return {**_small(n), "prisma.config.ts": text + 'export default { schema: "schema.prisma" };\n'}


def config_of_constants(n: int) -> Files:
    text = repeated(n, lambda at: f"const a{at} = a{at + 1};")
    return {**_small(n), "prisma.config.ts": text + "export default a0;\n"}


def config_of_brackets(n: int) -> Files:
    return {**_small(n), "prisma.config.ts": "export default " + "(" * n + "{}" + ")" * n}


def config_of_joins(n: int) -> Files:
    path = "path.join(" * n + '"a"' + ")" * n
    return {**_small(n), "prisma.config.ts": f"export default {{ schema: {path} }}"}


def package_json(n: int) -> Files:
    text = json.dumps({"dependencies": {f"d{at}": "1" for at in range(n)}})
    return {**_small(n), "package.json": text}


_BASELINE = (*CHECK, "--baseline", "baseline.json")
_FOLDER = ("check", "prisma", "--format", "json")
_STATS = ("report", "schema.prisma", "--output", "out.md", "--stats")
_FOUND = ("check", "--format", "json")
_FORMATS = ("text", "concise", "jsonl", "sarif", "github", "gitlab", "junit", "markdown")


def shapes() -> list[Shape]:
    edited: list[tuple[str, int, Callable[[int], Files], Callable[[str, int], str]]]
    edited = [(f"by hand, {name}", size, _small, edit) for name, size, edit in EDITS]
    edited += [(f"by hand, {name}", size, files, edit) for name, size, files, edit in GROWN]
    beside: tuple[tuple[Callable[[int], Files], int, tuple[str, ...]], ...] = (
        (many_files, 600, _FOLDER),
        (files_that_clash, 600, _FOLDER),
        (deep_folders, 100, _FOLDER),
        (baseline, 1500, _BASELINE),
        (baseline_of_what_is_gone, 10_000, _BASELINE),
        (deep_baseline, 100_000, _BASELINE),
        (sizes, 600, (*_STATS, "stats.csv")),
        (sizes_of_unknown_tables, 600, (*_STATS, "stats.json")),
        (config_in_typescript, 5000, _FOUND),
        (config_of_slashes, 2000, _FOUND),
        (config_of_constants, 3000, _FOUND),
        (config_of_brackets, 20_000, _FOUND),
        (config_of_joins, 3000, _FOUND),
        (package_json, 50_000, _FOUND),
    )
    found = [Shape(name, size, files, GENERATE, edit) for name, size, files, edit in edited]
    found += [
        Shape(f"{files.__name__.replace('_', ' ')}: {command[0]}", size, files, command)
        for files, size, command in beside
    ]
    found += [
        Shape(f"models as {form}: check", 500, models, ("check", "schema.prisma", "--format", form))
        for form in _FORMATS
    ]
    found += [
        Shape(
            f"models as {form}: report",
            500,
            models,
            ("report", "schema.prisma", "--output", f"out.{form}"),
        )
        for form in ("md", "html", "json")
    ]
    return found
