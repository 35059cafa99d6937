"""One word for one thing: names of code and tests have none of the words that once stood for several.

Prose may use them; what is said to a user is a message, how a value is stored a representation, a wish a request.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from support.places import ROOT

FOLDERS = ("codegen", "grammar", "tests")
WORDS = {"told", "settle", "held", "asked", "manner", "wish", "misfit", "undirected"}
# The column of the report, and of its JSON, is called `askedBy`.
OF_THE_REPORT = {"asked_by"}


def names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                # The name of a test is a sentence.
                yield from [] if name.startswith("test_") else [name]
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name
            case _:
                pass


def words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def files() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "node_modules" not in path.parts:
                yield path


def test_names_have_the_fields_words() -> None:
    found = {
        (path.name, name)
        for path in files()
        for name in {path.stem, *names(ast.parse(path.read_text(encoding="utf-8")))}
        if words(name) & WORDS and name not in OF_THE_REPORT
    }
    assert found == set()


def test_a_word_is_found_in_a_name() -> None:
    source = "class Wishes:\n  def told_of(self, held):\n    return self.isAsked"
    found = {name for name in names(ast.parse(source)) if words(name) & WORDS}
    assert found == {"told_of", "held", "isAsked"}
