"""The one machine that runs prisma.lark, made on first use."""

from __future__ import annotations

import os
from functools import lru_cache
from zlib import crc32

from .lalr import Parser
from .nodes import Nodes


@lru_cache(maxsize=1)
def machine() -> Parser:
    """Lark's tables of prisma.lark as shipped, or built anew by Lark if the grammar is newer."""
    from .tables import CHECKSUM, TABLES

    grammar = _grammar()
    if grammar is None or crc32(grammar) == CHECKSUM:
        return Parser(TABLES, Nodes())
    from .build_tables import build

    return Parser(build(grammar.decode()), Nodes())


def _grammar() -> bytes | None:
    loader = getattr(__spec__, "loader", None)  # reads from zip files too
    try:
        data: bytes = loader.get_data(os.path.join(os.path.dirname(__file__), "prisma.lark"))  # type: ignore[union-attr]
    except (AttributeError, OSError):
        return None
    return data
