"""The `schema` of a config: what is understood, and that nothing else is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.project.prisma_config import schema_setting


def path(text: str) -> str | None:
    """The path a config names that stands in /p/.config while the process runs in /p."""
    setting = schema_setting(text, "/p/.config", "/p")
    assert setting.problem == ""
    return setting.path


def problem(text: str) -> tuple[str, str]:
    """Why nothing is sure, and the text it points at."""
    setting = schema_setting(text, "/p/.config", "/p")
    assert setting.path is None
    return setting.problem, text[setting.at :].split("\n")[0]


@pytest.mark.parametrize(
    "text",
    [
        "export default defineConfig({ %s })",
        "export default defineConfig({ %s, });",
        "export default { %s } satisfies PrismaConfig",
        "export default ({ %s }) as PrismaConfig;",
        "export = { %s }",
        "module.exports = { %s }",
        "module.exports = defineConfig({ %s })",
        "exports.default = { %s }",
        "exports.default = config.defineConfig({ %s })",
        "const config = defineConfig({ %s })\nexport default config",
        "const config: PrismaConfig = { %s };\nexport default config satisfies PrismaConfig",
        "const other = { schema: 1 }\nconst config = { %s }; let x\nexport default defineConfig(config)",
        "export default config\nexport const config = { %s }",
        "\ufeff#!/usr/bin/env node\nimport 'dotenv/config'\nexport default { %s }",
        "// export default { schema: 'no' }\n/* export default */ export default { %s }",
        "const pattern = /[/{'\"`]{1,2}/g, half = a / b / c;\nexport default { %s }",
        "const text = `${a ? `}{${'}'}` : {}}` + '{' + \"{\\\"\";\nexport default { %s }",
        "function f() { return /{/ }\nexport default { %s }",
        "export default { datasource: { schema: 'no' }, %s, migrations: { schema: 'no' } }",
        "export default { f() { return { schema: 'no' } }, a: [{ schema: 'no' }], %s }",
        "export default { ...base, schema: 'no', %s }",
        "export default { Schema: 'no', schemas: 'no', [schema]: 'no', %s }",
        "export default { %s, adapter: async () => { const { schema } = env } }",
        "export default { url: `a${{ schema: 'no' }}`, %s }",
    ],
)
def test_the_object_is_found(text: str) -> None:
    assert path(text.replace("%s", 'schema: "s.prisma"')) == "/p/.config/s.prisma"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"prisma/s.prisma"', "/p/.config/prisma/s.prisma"),
        ("'../s.prisma'", "/p/.config/../s.prisma"),
        ("`./prisma`", "/p/.config/./prisma"),
        (r"`a\${b}`", "/p/.config/a${b}"),
        ('"/abs/s.prisma"', "/abs/s.prisma"),
        (r'"a\u002fb\x2fc\u{2f}d\/e\
f"', "/p/.config/a/b/c/d/ef"),
        ('"s.prisma" as const', "/p/.config/s.prisma"),
        ('("s.prisma" satisfies string)', "/p/.config/s.prisma"),
        ('/* a, b */ "s.prisma" // "c"', "/p/.config/s.prisma"),
        ('path.join("a", "b")', "/p/.config/a/b"),
        ('path.join("a", "..", "b",)', "/p/.config/b"),
        ('join("a", "/b")', "/p/.config/a/b"),
        ('path.join("/a", "/b")', "/a/b"),
        ('path.join(__dirname, "..", "prisma")', "/p/prisma"),
        ('path.join(import.meta.dirname, "prisma")', "/p/.config/prisma"),
        ('join(process.cwd(), "prisma", "s.prisma")', "/p/prisma/s.prisma"),
        ('path.resolve("prisma")', "/p/prisma"),
        ('resolve(__dirname, "prisma")', "/p/.config/prisma"),
        ('resolve("a", "/b", "c")', "/b/c"),
        ('resolve(cwd(), join("a", "b"))', "/p/a/b"),
        ("__dirname", "/p/.config"),
        ("undefined", None),
    ],
)
def test_the_value_is_read(value: str, expected: str | None) -> None:
    assert path(f"export default {{\n  schema: {value},\n}}") == expected
    assert path(f"export default {{ 'schema': {value}\n}}") == expected
    assert path(f'export default {{ ["schema"]: {value}\n}}') == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"s.prisma"', ".config/s.prisma"),
        ("__dirname", ".config"),
        ('join(__dirname, "s.prisma")', ".config/s.prisma"),
        ('join(__dirname, "..", "s.prisma")', "s.prisma"),
        ('join("..", __dirname)', ".config/../.config"),
        ('resolve(__dirname, "s.prisma")', ".config/s.prisma"),
        ('resolve("a", __dirname)', ".config"),
        ("process.cwd()", "."),
        ('join(process.cwd(), "s.prisma")', "s.prisma"),
        ('resolve("s.prisma")', "s.prisma"),
    ],
)
def test_folders_that_are_shown_as_relative_ones(value: str, expected: str) -> None:
    """As the command tells them that looks for a schema from where it runs."""
    assert schema_setting(f"export default {{ schema: {value} }}", ".config", ".").path == expected


@pytest.mark.parametrize(
    "value",
    [
        "schemaPath",
        'env("SCHEMA")',
        "process.env.SCHEMA",
        'process.env.SCHEMA ?? "s.prisma"',
        'production ? "a" : "b"',
        '"a" + "b"',
        '__dirname + "/b"',
        "`${root}/s.prisma`",
        'path.join(root, "b")',
        'path.join("a") + path.join("b")',
        '("a") + ("b")',
        'path.join("a").trim()',
        "(" * 5000 + '"a"' + ")" * 5000,
        "path.join()",
        '["a", "b"].join("/")',
        r"`a\\${b}`",
        '{ kind: "multi", folder: "a" }',
        "null",
        "1",
        "''",
        "path.join(" * 5000 + '"a"' + ")" * 5000,
    ],
)
def test_a_value_is_never_guessed(value: str) -> None:
    assert problem(f"export default {{\n  a: 1,\n  schema: {value}\n}}") == (
        "the value of `schema` is not a path written out",
        value,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("there is no default export", "")),
        ("export const schema = 'a'", ("there is no default export", "export const schema = 'a'")),
        ("export default", ("there is no default export", "export default")),
        ("module.exports == {}", ("there is no default export", "module.exports == {}")),
        ("export default {schema}", ("the value of `schema` is not a path written out", "schema}")),
        ("export default {get schema() {}}", (..., "schema() {}}")),
        ("export default {async schema() {}}", (..., "schema() {}}")),
        ("export default {...a}", ("`schema` may come from what is spread here", "...a}")),
        ("export default {schema: 'a', ...a}", (..., "...a}")),
        ("export default f({})", ("the default export is not an object written out", "f({})")),
        ("export default () => ({})", (..., "() => ({})")),
        ("export default async () => ({})", (..., "async () => ({})")),
        ("export default class { schema = 1 }", (..., "class { schema = 1 }")),
        ("const a = {}; export default a ? {} : a", (..., "a ? {} : a")),
        ("const a = b, b = a; export default a", (..., "a")),
        ("export default defineConfig(await load())", (..., "defineConfig(await load())")),
        ("export default a.b.defineConfig({})", (..., "a.b.defineConfig({})")),
        ("export default [{ schema: 'a' }]", (..., "[{ schema: 'a' }]")),
    ],
)
def test_an_object_is_never_guessed(text: str, expected: tuple[object, str]) -> None:
    said, at = problem(text)
    assert at == expected[1]
    assert said == expected[0] if expected[0] is not ... else said


@pytest.mark.parametrize(
    "text",
    ["export default {}", "export default defineConfig({ migrations: { path: 'a' } })"],
)
def test_no_setting(text: str) -> None:
    assert path(text) is None


def test_the_last_setting_counts() -> None:
    assert path("export default { schema: a, schema: 'b' }") == "/p/.config/b"


_PIECES = st.sampled_from(
    (
        *("export default", "module.exports =", "defineConfig", "schema", '"a"', "as", "const"),
        *(
            "path.join",
            "join",
            "__dirname",
            "get",
            "1",
            "é",
            "\ud800",
            "\n",
            "${",
            "//",
            "/*",
            "*/",
        ),
        *"(){}[],:;=.'`\"/\\",
    )
)
_TEXTS = st.one_of(st.text(), st.lists(_PIECES, max_size=40).map(" ".join))


@given(_TEXTS)
def test_any_text_gives_a_setting(text: str) -> None:
    setting = schema_setting("export default {" + text, "/p", "/p")
    assert (setting.path is None) or not setting.problem
    schema_setting(text, "", "")


@pytest.mark.parametrize(
    "text",
    [
        '"\\' * 20_000,
        "a: " + "/ [ " * 10_000,
        "`${" * 20_000,
        "a: 1, " * 20_000 + "...a}",
        "}\nexport default a0\n" + "".join(f"const a{n} = a{n + 1}\n" for n in range(2_000)),
    ],
)
def test_long_texts_end(text: str) -> None:
    """Quadratic time would be minutes here."""
    setting = schema_setting("export default {" + text, "/p", "/p")
    assert setting.path is None
