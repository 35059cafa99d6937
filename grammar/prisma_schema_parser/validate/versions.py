"""A schema that no single version of Prisma takes: it mixes what 7 removed with what 7 added."""

from __future__ import annotations

from collections.abc import Iterator

from ..source import Span
from .configuration import pairs
from .context import Context, Found, argument_of
from .partial_indexes import conditions
from .preview_features import version_clash


def check(context: Context) -> Found:
    yield from version_clash(context.features, pairs(context), _conditions(context))


def _conditions(context: Context) -> Iterator[Span]:
    for decl, _ in context.models:
        for line, attribute in conditions(decl):
            argument = argument_of(attribute, "where")
            if argument is not None:
                yield line.span(argument)
