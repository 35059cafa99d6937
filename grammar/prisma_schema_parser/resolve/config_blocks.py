"""Datasources and generators."""

from __future__ import annotations

from ..connectors import FOREIGN_KEYS, PRISMA, connector
from ..schema import Datasource, Extension, Generator
from ..source import Span
from ..syntax import Call, ConfigDecl, Constant, Expression, Pair, StringLiteral
from .arguments import items, strings


def datasource(decl: ConfigDecl) -> Datasource:
    pairs = {pair.key: pair for pair in decl.pairs}
    provider = _string(pairs.get("provider")) or ""
    mode = pairs.get("relationMode") or pairs.get("referentialIntegrity")
    written = _string(mode)
    default = connector(provider).relation_modes[0]
    return Datasource(
        name=decl.name,
        provider=provider,
        relation_mode=written if written in (FOREIGN_KEYS, PRISMA) else default,
        relation_mode_span=(
            mode.span(mode.value) if mode is not None and mode.value is not None else None
        ),
        schemas=strings(_value(pairs.get("schemas"))),
        extensions=_extensions(pairs.get("extensions")),
        span=decl.name_span,
    )


def generator(decl: ConfigDecl) -> Generator:
    pairs = {pair.key: pair for pair in decl.pairs}
    features = strings(_value(pairs.get("previewFeatures")))
    return Generator(decl.name, _string(pairs.get("provider")), features, decl.name_span)


def _value(pair: Pair | None) -> Expression | None:
    return pair.value if pair is not None else None


def _string(pair: Pair | None) -> str | None:
    found = _value(pair)
    return found.value if isinstance(found, StringLiteral) else None


def _extensions(pair: Pair | None) -> tuple[Extension, ...]:
    if pair is None:
        return ()
    found = items(pair.value)
    return tuple(
        Extension(item.name, Span(pair.source, pair.base + item.start, pair.base + item.end))
        for item in found
        if isinstance(item, Constant | Call)
    )
