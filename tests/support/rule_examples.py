"""The example in a rule's documentation, compiled as its reader would."""

from __future__ import annotations

from functools import cache

from prisma_schema_parser import SourceFile, read_schema
from prisma_schema_parser.diagnostic import Rule
from prisma_to_convex.compiler import Compilation, translate
from prisma_to_convex.config.project_config import Config
from prisma_to_convex.config.read import read
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.migrations.texts import Migrations
from prisma_to_convex.rules import rule_docs as docs

from .snippets import blocks

PREVIEW = '["fullTextIndex", "partialIndexes", "postgresqlExtensions", "shardKeys", "views"]'
GENERATOR = (
    f'generator client {{\n  provider = "prisma-client-js"\n  previewFeatures = {PREVIEW}\n}}\n'
)
DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n'


def example(rule: Rule) -> str:
    (found,) = [
        text for language, text in blocks(docs.sections(rule)["example"]) if language == "prisma"
    ]
    return found


def whole(text: str) -> str:
    """The example with what its reader takes as given: preview features, PostgreSQL if it names no other."""
    return GENERATOR + ("" if "datasource " in text else DATASOURCE) + text


def settings(rule: Rule) -> str:
    """The configuration that the example is compiled with; none is none."""
    found = blocks(docs.sections(rule)["example"])
    return "".join(text for language, text in found if language == "toml")


def scripts(rule: Rule) -> str:
    """The migration that the example is compiled with; none is none."""
    found = blocks(docs.sections(rule)["example"])
    return "".join(text for language, text in found if language == "sql")


@cache
def compilation(text: str, toml: str, sql: str = "") -> Compilation:
    found = read(toml, "prisma-to-convex.toml")
    assert isinstance(found, Config), found
    schema = read_schema([SourceFile("schema.prisma", text)])
    migrations = Migrations((SourceFile("migration.sql", sql),) if sql else ())
    result = translate(schema, found.options, migrations)
    assert isinstance(result, Compilation), result
    return result


@cache
def compiled(text: str, toml: str = "") -> str:
    return schema_ts(compilation(text, toml).lowered.convex, "schema.prisma", "report.md")
