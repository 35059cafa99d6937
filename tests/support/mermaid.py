"""What the real `mermaid` makes of a diagram's text."""

from __future__ import annotations

import atexit
import functools
from collections.abc import Sequence
from typing import NamedTuple

from support.oracle import OracleFailure, _Server


class Drawing(NamedTuple):
    """Names and labels as Mermaid reads them; an edge is (from, to, label)."""

    kind: str
    nodes: list[str]
    edges: list[tuple[str, str, str]]


class Refused(NamedTuple):
    error: str


def read(texts: Sequence[str]) -> list[Drawing | Refused]:
    """In the order of the texts."""
    answers = _server().ask(texts=list(texts))["read"]
    if len(answers) != len(texts):
        raise OracleFailure("an answer is missing")
    return [
        (
            Refused(one["error"])
            if "error" in one
            else Drawing(one["kind"], one["nodes"], [tuple(edge) for edge in one["edges"]])
        )
        for one in answers
    ]


@functools.cache
def _server() -> _Server:
    server = _Server("mermaid.mjs")
    atexit.register(server.close)
    return server
