"""What a class has under a name, and what a part of code is called."""

from __future__ import annotations

import pytest

from prisma_to_convex.queries.files.code_files import CodeFile
from prisma_to_convex.queries.files.code_module import CodeModule, SyntaxNode
from prisma_to_convex.queries.files.code_syntax import member_of, word
from prisma_to_convex.queries.values import type_words

CLASS = b"class A {\n  first = 1;\n  second() {}\n  third = () => 2;\n}\n"


def body() -> SyntaxNode:
    module = CodeModule(CodeFile("a.ts", CLASS))
    found = module.root.named_children[0].child_by_field_name("body")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "text"), [("first", "1"), ("second", "second() {}"), ("third", "() => 2")]
)
def test_a_member_is_found_behind_others(name: str, text: str) -> None:
    found = member_of(body(), name)
    assert found is not None
    assert word(found) == text


def test_no_member() -> None:
    assert member_of(body(), "fourth") is None
    assert member_of(None, "first") is None


def test_no_annotation_tells_nothing() -> None:
    module = CodeModule(CodeFile("a.ts", CLASS))
    assert type_words.of(None, module) == type_words.TypeWords("", False, False)
    assert not type_words.NO_TYPE.is_plain
    assert not type_words.NO_TYPE.is_optional
