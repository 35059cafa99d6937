"""What comes from Prisma ends its lists as the file does: judged by Prettier with the options that the file has."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from prisma_to_convex.merge.style import style_of, styled
from prisma_to_convex.merge.whole import merge
from support.merging import file

BASE = file(
    'users: defineTable({\n  email: v.string(),\n  role: v.union(\n    v.literal("A"),\n    v.literal("B"),\n  ),\n}),\n'
)
THEIRS = BASE.replace("    role:", "    name: v.string(), // new\n    role:").replace(
    "\n  }),\n});", "\n  }),\n\n  tags: defineTable({\n    label: v.string(), // last\n  }),\n});"
)
NONE = (
    BASE.replace(",\n    )", "\n    )").replace(",\n  })", "\n  })").replace("}),\n});", "})\n});")
)
ES5 = BASE.replace('v.literal("B"),\n', 'v.literal("B")\n')


@pytest.mark.parametrize(
    ("mine", "commas"), [(BASE, ")]}"), (ES5, "]}"), (NONE, "")], ids=["all", "es5", "none"]
)
def test_commas_at_the_end(mine: str, commas: str) -> None:
    style = style_of(mine)
    assert style.commas == commas
    assert style_of(styled(THEIRS, style)).commas in (commas, ")" + commas)
    merged = merge(BASE, mine, THEIRS)
    assert merged.conflicts == ()
    end = "," if "}" in commas else ""
    assert f"    label: v.string(){end} // last\n  }}){end}\n}});\n" in merged.text
    assert "    name: v.string(), // new\n" in merged.text


PRETTIER = Path(__file__).parents[2] / "oracle" / "node_modules" / ".bin" / "prettier"
CONFIGURATIONS = {
    "defaults": [],
    "none": ["--trailing-comma=none"],
    "es5": ["--trailing-comma=es5"],
    "single quotes, no semicolons": ["--single-quote", "--no-semi", "--trailing-comma=none"],
    "tabs": ["--use-tabs", "--trailing-comma=es5", "--single-quote"],
    "four blanks": ["--tab-width=4", "--trailing-comma=none"],
}


def formatted(text: str, options: list[str]) -> str:
    done = subprocess.run(
        [PRETTIER, "--stdin-filepath=schema.ts", "--no-config", *options],
        input=text,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout


@pytest.mark.parametrize("options", CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_prettier_would_change_nothing(options: list[str]) -> None:
    mine = formatted(BASE, options)
    merged = merge(BASE, mine, THEIRS)
    assert merged.conflicts == ()
    assert formatted(merged.text, options) == merged.text


@pytest.mark.parametrize(
    "text",
    [
        "f({\n  a: b(\n    c({\n      d,\n    }),\n  ), // @default(now())\n})\n",
        "f({\n  a,\n  // b()\n})\n",
        "type A = {\n  a: string;\n};\n",
    ],
)
def test_a_comment_is_no_end_of_a_list(text: str) -> None:
    assert style_of(text).commas == ")]}"


@pytest.mark.parametrize(
    ("text", "quote", "semicolon"),
    [
        ('import a from "b";\n', '"', ";"),
        ("import a from 'b'\n", "'", ""),
        ("import {\n  a,\n} from 'b';\n", "'", ";"),
        ("import 'b';\n", "'", ";"),
        ("import a\nimport b from 'c'\n", "'", ""),
        ("import a;\nimport b from 'c'\n", "'", ""),
        ('import a from \'b\nimport c from "d"\n', '"', ""),
        ("const a = 'b'\n", '"', ";"),
    ],
)
def test_the_first_import_shows_the_quotes(text: str, quote: str, semicolon: str) -> None:
    style = style_of(text)
    assert (style.quote, style.semicolon) == (quote, semicolon)
