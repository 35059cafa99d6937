"""tree-sitter, which `prisma-to-convex[queries]` brings. Nobody else imports it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

INSTALL = "pip install 'prisma-to-convex[queries]'"


class MissingExtra(Exception):
    """Why code can't be read, and the command that helps."""

    def __init__(self) -> None:
        super().__init__(f"to read application code, tree-sitter is needed: {INSTALL}")


@cache
def _parser(is_tsx: bool) -> Parser:
    try:
        import tree_sitter
        import tree_sitter_typescript
    except ImportError:
        raise MissingExtra from None
    language = (
        tree_sitter_typescript.language_tsx()
        if is_tsx
        else tree_sitter_typescript.language_typescript()
    )
    return tree_sitter.Parser(tree_sitter.Language(language))


def require() -> None:
    """Raises `MissingExtra` where it is not installed."""
    _parser(False)


def parse(data: bytes, *, is_tsx: bool) -> Node:
    """The root of the syntax tree; what is no code is an ERROR node in it."""
    return _parser(is_tsx).parse(data).root_node
