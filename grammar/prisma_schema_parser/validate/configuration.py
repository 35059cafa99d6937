"""Datasources and generators: their keys and values (facts/prisma.md section 2).

Connection URLs are configuration of the tool that connects: any value is let pass, and none is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .. import rules
from ..connectors import CONNECTORS, EXTENSIONS, FOREIGN_KEYS, MULTI_SCHEMA, PRISMA, URL_KEYS
from ..diagnostic import Diagnostic, Label, Rule
from ..resolve.arguments import items
from ..source import SourceFile
from ..suggest import Suggestions
from ..syntax import (
    Array,
    Call,
    ConfigDecl,
    Expression,
    Pair,
    StringLiteral,
)
from .context import Context, Found
from .extensions import extension_problems
from .kinds import noun
from .preview_features import feature_problem

_DATASOURCE_KEYS = frozenset(
    (*URL_KEYS, "provider", "relationMode", "referentialIntegrity", "schemas", "extensions")
)
_KEYS = Suggestions(sorted(_DATASOURCE_KEYS))
_PROVIDERS = Suggestions(CONNECTORS)
_ALIASES = {
    "mariadb": "mysql", "mssql": "sqlserver", "cockroach": "cockroachdb", "mongo": "mongodb",
    "pg": "postgresql", "sqlite3": "sqlite",
}  # fmt: skip  # one line a theme


def check(context: Context) -> Found:
    for datasource in context.names.datasources:
        yield from _duplicates(datasource)
        yield from _datasource(context, datasource)
    yield from _one_per_file(context.names.datasources)
    for generator in context.names.generators:
        yield from _duplicates(generator)
        yield from _generator(context, generator)


def _bad(
    pair: Pair, message: str, help_: str = "", rule: Rule = rules.INVALID_CONFIGURATION
) -> Diagnostic:
    span = pair.span(pair.value) if pair.value is not None else pair.key_span
    return Diagnostic(rule, message, span, help=help_)


def _duplicates(config: ConfigDecl) -> Found:
    seen: dict[str, Pair] = {}
    for pair in config.pairs:
        first = seen.setdefault(pair.key, pair)
        if first is not pair and pair.key not in URL_KEYS:
            labels = (Label(first.key_span, "first set here"),)
            message = f"`{pair.key}` is set twice"
            yield Diagnostic(rules.INVALID_CONFIGURATION, message, pair.key_span, labels=labels)


def _one_per_file(datasources: tuple[ConfigDecl, ...]) -> Found:
    seen: dict[SourceFile, ConfigDecl] = {}
    for config in datasources:
        first = seen.setdefault(config.source, config)
        if first is not config:
            labels = (Label(first.name_span, "first defined here"),)
            message = "a schema has one datasource"
            yield Diagnostic(rules.INVALID_CONFIGURATION, message, config.name_span, labels=labels)


# ---- datasource ----------------------------------------------------------------------------------


def _datasource(context: Context, config: ConfigDecl) -> Found:
    if not context.is_whole(config.name) and not config.pairs:
        return
    pairs = {pair.key: pair for pair in config.pairs}
    if "provider" not in pairs and context.is_whole(config.name):
        message = f"the datasource `{config.name}` has no `provider`"
        help_ = 'add `provider = "postgresql"`, or another of ' + _listed()
        yield Diagnostic(rules.INVALID_CONFIGURATION, message, config.name_span, help=help_)
    for pair in config.pairs:
        if pair.value is not None:
            yield from _property(context, pair, pairs)


def _property(context: Context, pair: Pair, pairs: dict[str, Pair]) -> Found:
    value = pair.value
    assert value is not None
    provider = pairs["provider"].value if "provider" in pairs else None
    name = provider.value if isinstance(provider, StringLiteral) else ""
    match pair.key:
        case "provider":
            yield from _provider(pair, value)
        case "relationMode" | "referentialIntegrity":
            yield from _relation_mode(pair, value, name, "relationMode" in pairs)
        case "schemas":
            yield from _schemas(pair, value, name)
        case "extensions" if name not in CONNECTORS or CONNECTORS[name].has(EXTENSIONS):
            yield from extension_problems(context, pair, value)
        case "previewFeatures":
            message = "preview features are set in the generator"
            yield _bad(pair, message, "move the line to the generator block")
        case key if key not in _DATASOURCE_KEYS or key == "extensions":
            message = f"a datasource has no `{key}`"
            if key in _DATASOURCE_KEYS:
                message = f"a datasource of {CONNECTORS[name].label} has no `{key}`"
            span = pair.key_span
            yield Diagnostic(rules.INVALID_CONFIGURATION, message, span, help=_KEYS.help(key))
        case _:
            return


def _listed() -> str:
    return ", ".join(f'"{name}"' for name in CONNECTORS)


def _provider(pair: Pair, value: Expression) -> Found:
    if not isinstance(value, StringLiteral):
        message = f"the provider is a string, not {noun(value)}"
        yield _bad(pair, message, "write it as it is: env() can't stand here")
    elif value.value not in CONNECTORS:
        name = value.value if len(value.value) <= 60 else value.value[:57] + "..."
        folded = value.value.lower()
        close = (
            folded if folded in CONNECTORS else _ALIASES.get(folded) or _PROVIDERS.closest(folded)
        )
        help_ = f'did you mean "{close}"?' if close else "one of " + _listed()
        yield _bad(pair, f'"{name}" is not a provider', help_, rules.UNKNOWN_PROVIDER)


def _relation_mode(pair: Pair, value: Expression, provider: str, has_both: bool) -> Found:
    if pair.key == "referentialIntegrity":
        if has_both:
            yield _bad(
                pair, "`referentialIntegrity` is the old name of `relationMode`", "remove it"
            )
            return
        message = "`referentialIntegrity` is called `relationMode` now"
        span = pair.key_span
        yield Diagnostic(rules.DEPRECATED_PROPERTY, message, span, help="rename it")
    allowed = (
        CONNECTORS[provider].relation_modes if provider in CONNECTORS else (FOREIGN_KEYS, PRISMA)
    )
    if not isinstance(value, StringLiteral) or value.value not in allowed:
        listed = " or ".join(f'"{mode}"' for mode in allowed)
        yield _bad(pair, f"the relation mode is {listed}")


def _schemas(pair: Pair, value: Expression, provider: str) -> Found:
    if provider in CONNECTORS and not CONNECTORS[provider].has(MULTI_SCHEMA):
        yield _bad(pair, f"{CONNECTORS[provider].label} has no `schemas`")
    if isinstance(value, Array) and not value.items:
        yield _bad(pair, "`schemas` is empty", "name a schema, or remove the line")
    seen: dict[str, Expression] = {}
    for item in items(value):
        if not isinstance(item, StringLiteral):
            yield _item(pair, item, f"expected a string, found {noun(item)}")
            continue
        first = seen.setdefault(item.value, item)
        if first is not item:
            yield _item(pair, item, f'"{item.value}" is listed twice')


def _item(pair: Pair, item: Expression, message: str) -> Diagnostic:
    return Diagnostic(rules.INVALID_CONFIGURATION, message, pair.span(item))


# ---- generator -----------------------------------------------------------------------------------


def _text_problem(value: Expression) -> str:
    """What keeps a value from being a string or `env("NAME")`, or nothing."""
    match value:
        case StringLiteral():
            return ""
        case Call(name="env", arguments=arguments):
            given = [argument.value for argument in arguments if argument.value is not None]
            is_one = len(given) == 1 and isinstance(given[0], StringLiteral)
            return "" if is_one else "`env` takes one string"
        case _:
            return f'expected a string or `env("...")`, found {noun(value)}'


def _string_problem(value: Expression) -> str:
    return "" if isinstance(value, StringLiteral) else f"expected a string, found {noun(value)}"


_TEXTS: dict[str, tuple[Callable[[Expression], str], bool]] = {
    "provider": (_text_problem, False),
    "output": (_text_problem, False),
    "binaryTargets": (_text_problem, True),
    "previewFeatures": (_string_problem, True),
    "engineType": (_string_problem, False),
}


def _generator(context: Context, config: ConfigDecl) -> Found:
    if context.is_whole(config.name) and all(pair.key != "provider" for pair in config.pairs):
        message = f"the generator `{config.name}` has no `provider`"
        help_ = 'add `provider = "prisma-client"`'
        yield Diagnostic(rules.INVALID_CONFIGURATION, message, config.name_span, help=help_)
    for pair in config.pairs:
        if pair.value is None or pair.key not in _TEXTS:
            continue
        problem, is_list = _TEXTS[pair.key]
        for item in items(pair.value) if is_list else (pair.value,):
            if message := problem(item):
                yield _item(pair, item, message)
            elif pair.key == "previewFeatures" and isinstance(item, StringLiteral):
                yield from feature_problem(item, pair.span(item), context.schema.provider)


def pairs(context: Context) -> Iterator[Pair]:
    for config in (*context.names.datasources, *context.names.generators):
        yield from config.pairs
