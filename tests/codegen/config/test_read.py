"""The configuration: where it is looked for, what it may say, and what is said of what it may not.

Long, as the cases of one reader stand side by side: what may be said, and what is answered.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from prisma_to_convex import cli
from prisma_to_convex.config.find import load
from prisma_to_convex.config.overrides import ConfigOverrides
from prisma_to_convex.config.project_config import Config, InvalidConfig
from prisma_to_convex.config.read import read
from prisma_to_convex.config.template import json_schema_text, starter
from prisma_to_convex.config.toml_places import places
from prisma_to_convex.options.settings import DEFAULTS, BlockOptions, Options, Settings
from support.places import ROOT

PUBLISHED = ROOT / "codegen" / "prisma_to_convex" / "schemas" / "config.schema.json"
SCHEMA = """\
datasource db {
  provider = "postgresql"
}

enum Role {
  USER
}

model User {
  id    Int    @id @default(autoincrement())
  email String @unique
  role  Role
  posts Post[]
}

model Post {
  id     Int  @id @default(autoincrement())
  userId Int
  user   User @relation(fields: [userId], references: [id])
}
"""
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, text: str | bytes) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def messages(text: str) -> list[str]:
    found = read(text, "c.toml")
    assert isinstance(found, InvalidConfig), found
    return list(found.messages)


def understood(text: str) -> Options:
    found = read(text, "c.toml")
    assert isinstance(found, Config), found
    return found.options


# ---- what it says -------------------------------------------------------------------------------


def test_nothing_is_the_defaults() -> None:
    assert understood("") == DEFAULTS == Options()


def test_project_model_and_field() -> None:
    found = understood("""
        bigint = "number"
        only = ["User", "Po*"]
        [models.User]
        name = "people"
        fields.email.skip = true
        [models.User.fields.score]
        bigint = "int64"
        [types.Address]
        nullable = "both"
        [enums."Role"]
        enum-values = "database"
        """)
    assert found == Options(
        Settings(bigint="number"),
        ("User", "Po*"),
        (),
        {
            "User": BlockOptions(
                {"name": "people"}, {"email": {"skip": True}, "score": {"bigint": "int64"}}, "model"
            ),
            "Address": BlockOptions({"nullable": "both"}, {}, "type"),
            "Role": BlockOptions({"enum_values": "database"}, {}, "enum"),
        },
    )


def test_the_nearest_wins() -> None:
    found = understood("""
        bigint = "number"
        [models.User]
        bigint = "int64"
        name = "people"
        fields.a = { bigint = "number", name = "b" }
        """)
    assert found.block("Post").bigint == "number"
    assert found.block("User").bigint == found.field("User", "other").bigint == "int64"
    assert found.field("User", "a").bigint == "number"
    assert found.field("User", "other").name == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('bigints = "number"', "c.toml:1:1: there is no setting `bigints`; did you mean `bigint`?"),
        ("xyz = 1", "c.toml:1:1: there is no setting `xyz`"),
        (
            "[tool.prisma-to-convex]\nids = 'keep'",
            "c.toml:1:2: there is no setting `tool`; here the settings stand at the top, "
            "without [tool.prisma-to-convex]",
        ),
        (
            'bigint = "numbr"',
            "c.toml:1:10: `bigint`: `numbr` is not `int64` or `number`; did you mean `number`?",
        ),
        ("bigint = 3", 'c.toml:1:10: `bigint`: must be "int64" or "number"'),
        ('only = "User"', "c.toml:1:8: `only`: must be a list of texts"),
        ("only = [1]", "c.toml:1:8: `only`: must be a list of texts"),
        ("models = 3", "c.toml:1:1: `models` must be a table"),
        ("[models]\nUser = 3", "c.toml:2:1: `User` must be a table"),
        ("[[models]]\n", "c.toml:1:3: `models` must be a table"),
        (
            '[models.User]\nbigin = "number"',
            "c.toml:2:1: there is no setting `bigin` of a model; did you mean `bigint`?",
        ),
        (
            "[models.User]\nonly = []",
            "c.toml:2:1: `only` is no setting of a model; it is one of a project",
        ),
        (
            '[models.User]\n"enum-values" = "name"',
            "c.toml:2:1: `enum-values` is no setting of a model; it is one of a project or an enum",
        ),
        (
            '[models.User.fields.email]\nname = "e-mail"',
            "c.toml:2:8: `name`: `e-mail` is no name in Convex: ASCII letters, digits and `_`, "
            "a letter first, at most 64",
        ),
        ("[models.User.fields]\nemail.skip = 1", "c.toml:2:14: `skip`: must be true or false"),
        (
            "[models.User.fields]\nemail = { skip = true, decimal-scale = 19 }",
            "c.toml:2:40: `decimal-scale`: `19` is no number from 0 to 18",
        ),
        (
            "[models.User.fields.email]\ntype = 'v.strin()'",
            "c.toml:2:8: `type`: there is no `v.strin()`: did you mean `string`? "
            "(character 3 of the text)",
        ),
        (
            "[models.User.fields.email]\nreferences = ''",
            "c.toml:2:14: `references`: the name of a model is missing",
        ),
        (
            "[models.A]\n[enums.A]",
            "c.toml:2:8: `A` stands here twice; a name is that of a model, a type or an enum, "
            "not of two",
        ),
        ("[enums.Role]\nfields = {}", "c.toml:2:1: there is no setting `fields` of an enum"),
        ("severity = 'error'", "c.toml:1:1: `severity` must be a table"),
        (
            "[severity]\nuniqe-not-enforced = 'error'",
            "c.toml:2:1: there is no rule or family `uniqe-not-enforced`; did you mean "
            "`unique-not-enforced`?",
        ),
        (
            "[severity]\nPC201 = 'eror'",
            "c.toml:2:9: `PC201`: `eror` is not one of `error`, `warning`, `note`, `off`; "
            "did you mean `error`?",
        ),
        (
            "severity.PC2 = 1",
            "c.toml:1:16: `PC2` must be one of `error`, `warning`, `note`, `off`",
        ),
        (
            "[severity]\nPC201 = 'note'\nunique-not-enforced = 'error'",
            "c.toml:3:1: `unique-not-enforced` is said twice, by its code and by its name",
        ),
        (
            "[severity]\nsyntax-error = 'warning'",
            "c.toml:2:16: `syntax-error` can't be a warning; a schema that is not valid can't be "
            "translated, so PC1 stays an error",
        ),
        (
            "[severity]\nPC1xx = 'off'",
            "c.toml:2:9: `PC1xx` can't be off; a schema that is not valid can't be translated, "
            "so PC1 stays an error",
        ),
        (
            "[models.User]\nseverity.PC2 = 'off'",
            "c.toml:2:1: `severity` is no setting of a model; it is one of a project",
        ),
        (
            "[models.User.fields]\nemail.allow.uniqe-not-enforced = 'x'",
            "c.toml:2:13: there is no rule `uniqe-not-enforced`; did you mean `unique-not-enforced`?",
        ),
        (
            "allow.PC2 = 'x'",
            "c.toml:1:7: `PC2` is a family of rules; name one rule: `prisma-to-convex rules` lists them",
        ),
        ("allow.PC201 = ' '", "c.toml:1:15: `PC201` must be a text: the reason"),
        ("enforced.PC201 = true", "c.toml:1:18: `PC201` must be a text: what enforces it"),
        (
            "[enums.Role.allow]\nPC308 = 'x'\nenum-stored-by-name = 'y'",
            "c.toml:3:1: `enum-stored-by-name` is said twice, by its code and by its name",
        ),
    ],
)
def test_what_it_may_not_say(text: str, message: str) -> None:
    assert messages(text) == [message]


def test_all_of_it_is_reported_in_order() -> None:
    found = messages(
        'a = 1\n[models.User]\nb = 1\n[enums.Role]\nc = 1\n[models.Post]\nname = "1"\n'
    )
    assert [one.split(": ")[0] for one in found] == [
        f"c.toml:{at}" for at in ("1:1", "3:1", "5:1", "7:8")
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = ", "c.toml:1:5: not TOML: invalid value"),
        ("[models", "c.toml:1:8: not TOML: expected ']' at the end of a table declaration"),
        ("a = 1\na = 2", "c.toml:2:6: not TOML: cannot overwrite a value"),
        ("x = " + "[" * 5000, "c.toml: this TOML is too large to read"),
        ("x = " + "9" * 5000, "c.toml: this TOML is too large to read"),
    ],
)
def test_what_is_not_toml(text: str, message: str) -> None:
    assert messages(text) == [message]


def test_severities_by_rule_family_and_all() -> None:
    found = understood("""
        [severity]
        ALL = "note"
        PC2xx = "warning"
        pc20 = "off"
        UNIQUE_NOT_ENFORCED = "error"
        PC19 = "error"
        """).severities
    codes = ("PC101", "PC190", "PC201", "PC202", "PC210", "PC301")
    assert [found[code] for code in codes] == ["note", "error", "error", "off", "warning", "note"]


def test_decisions_at_each_level() -> None:
    found = understood("""\
        allow.PC208 = "every insert sets it"
        [models.User]
        enforced.on-delete-not-run = "convex/triggers.ts"
        fields.email.enforced = { "PC201" = " users.create " }
        """.replace("        ", ""))
    assert [(*one[1:5], one.rule.code, tuple(one.span.position)) for one in found.decisions] == [
        ("", "", "allowed", "every insert sets it", "PC208", (1, 7)),
        ("User", "", "enforced", "convex/triggers.ts", "PC206", (3, 10)),
        ("User", "email", "enforced", "users.create", "PC201", (4, 27)),
    ]


# ---- where things stand -------------------------------------------------------------------------

_DOCUMENT = """\
a = 1 # [x]
"b \\u0063" = "x = 1"
c.d.'e f' = '''
[no]
'''
list = [ # [no]
  "x]",
  { in = 1, "er" = [2] },
]

[ t . "u.v" ]
k = { l = { m = "}" }, n = 2 }
s = \"\"\"
k = 1 \\\"\"\" \"\"\"
[[array]]
z=2020-01-01
"""


def test_places_of_keys_and_values() -> None:
    found = places(_DOCUMENT)
    keys = {path: _DOCUMENT[at:].split("\n")[0] for path, at in found.keys.items()}
    assert {path: text[:6] for path, text in keys.items()} == {
        ("a",): "a = 1 ",
        ("b c",): '"b \\u0',
        ("c",): "c.d.'e",
        ("c", "d"): "d.'e f",
        ("c", "d", "e f"): "'e f' ",
        ("list",): "list =",
        ("list", "1", "in"): "in = 1",
        ("list", "1", "er"): '"er" =',
        ("t",): 't . "u',
        ("t", "u.v"): '"u.v" ',
        ("t", "u.v", "k"): "k = { ",
        ("t", "u.v", "k", "l"): "l = { ",
        ("t", "u.v", "k", "l", "m"): 'm = "}',
        ("t", "u.v", "k", "n"): "n = 2 ",
        ("t", "u.v", "s"): 's = ""',
        ("array",): "array]",
        ("array", "z"): "z=2020",
    }
    assert _DOCUMENT[found.values[("array", "z")] :].startswith("2020")
    assert _DOCUMENT[found.values[("t", "u.v", "k", "n")] :].startswith("2 }")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet="ab.=[]{}\"'\n #,\\1", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read(text, "c.toml")
    assert isinstance(found, Config | InvalidConfig)
    places(text)


# ---- finding it ---------------------------------------------------------------------------------


def bigint(found: Config | InvalidConfig) -> str:
    assert isinstance(found, Config), found
    return found.options.project.bigint


NUMBER, INT64 = 'bigint = "number"\n', 'bigint = "int64"\n'
TABLE = f"[tool.prisma-to-convex]\n{NUMBER}"


def test_beside_the_schema_and_above() -> None:
    schema = write("repo/packages/db/schema.prisma", SCHEMA)
    Path("repo/.git").mkdir()
    write("prisma-to-convex.toml", NUMBER)
    assert bigint(load(schema)) == "int64"  # the root of the repository ends the search
    write("repo/prisma-to-convex.toml", NUMBER)
    assert bigint(load(schema)) == "number"
    write("repo/packages/db/prisma-to-convex.toml", INT64)
    assert bigint(load(schema)) == "int64"


def test_without_a_repository_up_to_the_working_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    schema = write("work/db/schema.prisma", SCHEMA)
    write("work/prisma-to-convex.toml", NUMBER)
    assert bigint(load(schema)) == "number"
    assert bigint(load(schema.parent)) == "number"
    monkeypatch.chdir("work/db")
    assert bigint(load(Path("schema.prisma"))) == "int64"
    Path("other").mkdir()
    monkeypatch.chdir("other")
    assert bigint(load(Path("../schema.prisma"))) == "int64"


def test_pyproject_toml() -> None:
    schema = write("db/schema.prisma", SCHEMA)
    write("pyproject.toml", TABLE)
    write("db/pyproject.toml", "[tool.other]\nx = 1\n")
    assert bigint(load(schema)) == "number"
    write("db/pyproject.toml", "[tool.prisma-to-convex]\n")
    assert bigint(load(schema)) == "int64"
    write("db/prisma-to-convex.toml", NUMBER)
    assert bigint(load(schema)) == "number"


def test_the_file_that_is_named() -> None:
    schema = write("schema.prisma", SCHEMA)
    write("prisma-to-convex.toml", INT64)
    write("other/pyproject.toml", TABLE)
    assert bigint(load(schema, ConfigOverrides(Path("other/pyproject.toml")))) == "number"
    write("other/pyproject.toml", "")
    assert load(schema, ConfigOverrides(Path("other/pyproject.toml"))) == InvalidConfig(
        ("other/pyproject.toml: there is no [tool.prisma-to-convex] in it",)
    )
    assert load(schema, ConfigOverrides(Path("no.toml"))) == InvalidConfig(
        ("no.toml: no such file or directory",)
    )
    assert load(schema, ConfigOverrides(Path("other"))) == InvalidConfig(
        ("other: a folder, not a file",)
    )


def test_what_is_not_text() -> None:
    schema = write("schema.prisma", SCHEMA)
    write("prisma-to-convex.toml", b'bigint = "number"\nname = "\xff"\n')
    assert load(schema) == InvalidConfig(("prisma-to-convex.toml:2:9: not UTF-8: byte 0xff",))
    write("prisma-to-convex.toml", b'\xef\xbb\xbfbigint = "number"\r\n')
    assert bigint(load(schema)) == "number"


# ---- the command --------------------------------------------------------------------------------


def generate(config: str, *arguments: str) -> int:
    write("schema.prisma", SCHEMA)
    write("prisma-to-convex.toml", config)
    return cli.main(["generate", "schema.prisma", *arguments])


def test_it_holds_for_generate_and_report(capsys: Output) -> None:
    assert generate('[models.User]\nname = "people"\n') == 0
    assert "people: defineTable({" in Path("convex/schema.ts").read_text(encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["report", "schema.prisma"]) == 0
    assert "### User → `people`" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (
            "[models.Usr]\nskip = true",
            "prisma-to-convex.toml:1:9: there is no model `Usr`; did you mean `User`?",
        ),
        (
            "[models.User.fields.mail]\nskip = true",
            "prisma-to-convex.toml:1:21: `User` has no field `mail`; did you mean `email`?",
        ),
        (
            "[models.Role]\n",
            "prisma-to-convex.toml:1:9: `Role` is an enum, not a model; write [enums.Role]",
        ),
        (
            "[enums.User]\n",
            "prisma-to-convex.toml:1:8: `User` is a model, not an enum; write [models.User]",
        ),
        (
            "[types.Role]\n",
            "prisma-to-convex.toml:1:8: `Role` is an enum, not a composite type; write [enums.Role]",
        ),
        (
            "[enums.Roel]\n",
            "prisma-to-convex.toml:1:8: there is no enum `Roel`; did you mean `Role`?",
        ),
        (
            "[types.Adress]\n",
            "prisma-to-convex.toml:1:8: there is no composite type `Adress`",
        ),
        (
            "[models.User.fields.posts]\nskip = true",
            "prisma-to-convex.toml:2:1: `User.posts` is a relation field, which is not stored; "
            "say it of the field that holds the key",
        ),
        (
            '[models.User.fields.email]\nbigint = "number"',
            "prisma-to-convex.toml:2:1: `User.email` is no BigInt",
        ),
        (
            '[models.User]\nviews = "table"',
            "prisma-to-convex.toml:2:1: `User` is a model, not a view",
        ),
        (
            '[models.User.fields.email]\nreferences = "Psot"',
            "prisma-to-convex.toml:2:1: there is no model `Psot`; did you mean `Post`?",
        ),
        (
            "[models.User.fields.email]\ntype = 'v.union(v.id(\"post\"), v.null())'",
            "prisma-to-convex.toml:2:1: the type of `User.email`: there is no table `post`; "
            "did you mean `posts`?",
        ),
        (
            'exclude = ["Psot"]',
            "prisma-to-convex.toml:1:1: no model is called `Psot`; did you mean `Post`?",
        ),
        (
            'only = ["post"]',
            "prisma-to-convex.toml:1:1: no model is called `post`; did you mean `Post`?",
        ),
        (
            'exclude = ["*"]',
            "prisma-to-convex.toml:1:1: all models stay behind: nothing is left",
        ),
    ],
)
def test_what_the_schema_does_not_have(config: str, message: str, capsys: Output) -> None:
    assert generate(config) == 2
    printed = capsys.readouterr().err
    assert printed == (
        f"prisma-to-convex: {message}\nprisma-to-convex: the configuration can't be used; nothing was written\n"
    )
    assert not Path("convex").exists()


def test_what_can_not_be_read_is_reported_by_the_command(capsys: Output) -> None:
    assert generate("bigint = ") == 2
    printed = capsys.readouterr().err
    assert "prisma-to-convex: prisma-to-convex.toml:1:10: not TOML: invalid value\n" in printed
    assert not Path("convex").exists()


def test_globs_of_the_command_line_take_the_place_of_those_in_the_file(capsys: Output) -> None:
    assert generate('only = ["Post"]\nexclude = ["User"]\n', "--only", "User", "--only", "P*") == 0
    text = Path("convex/schema.ts").read_text(encoding="utf-8")
    assert "posts: defineTable" in text
    assert "users: defineTable" not in text
    assert generate("", "--only", "Nobody") == 2
    assert "prisma-to-convex: --only: no model is called `Nobody`" in capsys.readouterr().err


# ---- the JSON Schema ----------------------------------------------------------------------------


def validator() -> Draft7Validator:
    schema: Any = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def test_it_is_published(update_golden: bool) -> None:
    if update_golden:
        PUBLISHED.write_text(json_schema_text(), encoding="utf-8", newline="\n")
    assert PUBLISHED.read_text(encoding="utf-8") == json_schema_text()


EXAMPLES = [
    path.read_text(encoding="utf-8")
    for path in (ROOT / "tests/codegen/options/settings").glob("*.toml")
]


RULES = """\
severity = { ALL = "note", PC2xx = "warning", PC20 = "off", unique-not-enforced = "error" }
allow.PC208 = "every insert sets it"
[models.User]
enforced.on-delete-not-run = "convex/triggers.ts"
"""


@pytest.mark.parametrize("text", [starter(), RULES, *EXAMPLES])
def test_it_accepts_what_we_read(text: str) -> None:
    assert [error.message for error in validator().iter_errors(tomllib.loads(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "bigints = 1",
        "bigint = 'x'",
        "only = 'x'",
        "[models.User]\nonly = []",
        "[models.User.fields.a]\nskip = 1",
        "[models.User.fields.a]\nname = 'a-b'",
        "[models.User.fields.a]\ndecimal-scale = 19",
        "[enums.Role]\nfields = {}",
        "models = 1",
        "severity.nothing = 'off'",
        "severity.PC201 = 'fatal'",
        "[models.User]\nseverity.PC201 = 'off'",
        "allow.nothing = 'x'",
        "enforced.PC201 = ''",
    ],
)
def test_it_refuses_what_we_refuse(text: str) -> None:
    assert list(validator().iter_errors(tomllib.loads(text)))
    assert isinstance(read(text, "c.toml"), InvalidConfig)


def test_a_key_of_many_parts_is_refused_before_it_is_parsed() -> None:
    for written in (".".join(["a"] * 20_000) + " = 1\n", f"[{'.'.join(['a'] * 65)}]\n"):
        found = read(f"only = []\n{written}", "x.toml")
        assert isinstance(found, InvalidConfig)
        assert found.messages[0].endswith("this key has more than 64 parts")
        assert found.messages[0].startswith("x.toml:2:")


def test_dots_in_a_text_are_no_parts() -> None:
    dots = ".".join(["a"] * 100)
    text = f"# {dots}\nonly = [\"{dots}\", '{dots}', \"\"\"{dots}\"\"\", '''{dots}''']\n"
    assert not isinstance(read(text, "x.toml"), InvalidConfig)
