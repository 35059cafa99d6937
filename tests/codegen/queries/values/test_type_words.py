"""What the type beside a name says."""

from __future__ import annotations

import pytest

from prisma_to_convex.queries.files.code_files import CodeFile
from prisma_to_convex.queries.files.code_module import CodeModule
from prisma_to_convex.queries.values import type_words
from prisma_to_convex.queries.values.type_words import TypeWords, delegate_of


def typed(text: str) -> TypeWords:
    module = CodeModule(CodeFile("a.ts", f"let a: {text};".encode()))
    declaration = module.root.named_children[0].named_children[0]
    return type_words.of(declaration.child_by_field_name("type"), module)


@pytest.mark.parametrize(
    ("text", "is_plain", "is_optional"),
    [
        ("string", True, False),
        ("number[]", True, False),
        ("Date[][]", True, False),
        ("'a' | \"b\" | 3 | true", True, False),
        ("string | null", True, False),
        ("string | undefined", True, True),
        ("(string | undefined)[]", False, False),
        ("| string | number", True, False),
        ("Filter", False, False),
        ("string | Filter", False, False),
        ("Filter | string", False, False),
        ("Filter | undefined", False, True),
        ("{ a: string }", False, False),
        ("Array<string>", False, False),
    ],
)
def test_what_a_type_says(text: str, is_plain: bool, is_optional: bool) -> None:
    assert typed(text) == TypeWords(text, is_plain, is_optional)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Prisma.UserDelegate", "User"),
        ("Prisma.UserDelegate<ExtArgs>", "User"),
        ('PrismaClient["user"]', "user"),
        ("Tx['user']", "user"),
        ("typeof prisma.user", "user"),
        ("typeof this.db.user", "user"),
        ("User", ""),
        ('Row["user"]', ""),
    ],
)
def test_the_delegate_that_a_type_names(text: str, name: str) -> None:
    module = CodeModule(CodeFile("a.ts", f"let a: {text};".encode()))
    declaration = module.root.named_children[0].named_children[0]
    assert delegate_of(declaration.child_by_field_name("type")) == name


def test_no_type_names_no_delegate() -> None:
    assert delegate_of(None) == ""
