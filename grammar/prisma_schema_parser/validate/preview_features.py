"""Preview features: known ones, retired ones (a warning), and what only one version of Prisma has.

Names are matched without regard to case, as Prisma does. Source: the engines of 6.19 and 7.10.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import rules
from ..diagnostic import Diagnostic
from ..resolve.arguments import items
from ..schema import Schema
from ..source import Span
from ..suggest import Suggestions
from ..syntax import Array, Call, ConfigDecl, Expression, Object, Pair, StringLiteral

ACTIVE = (
    "nativeDistinct", "partialIndexes", "postgresqlExtensions", "relationJoins",
    "schemaEngineDriverAdapters", "shardKeys", "strictUndefinedChecks", "typedSql", "views",
)  # fmt: skip  # the newest engine's list
_HIDDEN = ("reactNative",)
# On for one provider alone.
_BY_PROVIDER = {"fulltextsearchpostgres": frozenset({"postgresql", "postgres"})}
RETIRED = (
    "aggregateApi", "atomicNumberOperations", "clientExtensions", "cockroachdb", "connectOrCreate",
    "createMany", "dataProxy", "deno", "distinct", "driverAdapters", "extendedIndexes",
    "extendedWhereUnique", "fieldReference", "filteredRelationCount", "filterJson",
    "fullTextIndex", "fullTextSearch", "groupBy", "improvedQueryRaw", "interactiveTransactions",
    "jsonProtocol", "metrics", "microsoftSqlServer", "middlewares", "mongoDb", "multiSchema",
    "namedConstraints", "nApi", "nativeTypes", "omitApi", "orderByAggregateGroup", "orderByNulls",
    "orderByRelation", "prismaSchemaFolder", "queryCompiler", "referentialActions",
    "referentialIntegrity", "selectRelationCount", "tracing", "transactionApi",
    "uncheckedScalarInputs",
)  # fmt: skip  # accepted with a warning
# Gone in Prisma 7; what 7 has and 6 has not: partial indexes and objects.
_ONLY_6 = "metrics"
_ONLY_7 = "partialindexes"

_ACTIVE = frozenset(name.lower() for name in (*ACTIVE, *_HIDDEN))
_RETIRED = frozenset(name.lower() for name in RETIRED)
_SUGGESTIONS = Suggestions((*ACTIVE, "fullTextSearchPostgres"))


def enabled_features(schema: Schema, generators: tuple[ConfigDecl, ...]) -> frozenset[str]:
    """What the generators turn on, in lower case.

    One that holds an object turns nothing on: Prisma 7 then drops the generator without a word.
    """
    return frozenset(
        name.lower()
        for generator, decl in zip(schema.generators, generators, strict=True)
        if not any(_is_dropped(pair.value) for pair in decl.pairs)
        for name in generator.preview_features
    )


def _is_dropped(value: Expression | None) -> bool:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Object):
            return True
        if isinstance(one, Array):
            waiting.extend(one.items)
    return False


def feature_problem(node: StringLiteral, span: Span, provider: str | None) -> Iterator[Diagnostic]:
    name = node.value.lower()
    if name in _RETIRED:
        message = f"the preview feature `{node.value}` is retired: it needs no flag, or is gone"
        yield Diagnostic(rules.DEPRECATED_PREVIEW_FEATURE, message, span, help="remove it")
    elif name not in _ACTIVE and provider not in _BY_PROVIDER.get(name, ()):
        help_ = _SUGGESTIONS.help(node.value, "there are " + ", ".join(ACTIVE))
        message = f"the preview feature `{_short(node.value)}` is not known"
        yield Diagnostic(rules.UNKNOWN_PREVIEW_FEATURE, message, span, help=help_)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def version_clash(
    features: frozenset[str], pairs: Iterator[Pair], conditions: Iterator[Span]
) -> Iterator[Diagnostic]:
    """A feature that 7 refuses beside syntax that 6 refuses: no version takes the schema."""
    if _ONLY_6 not in features:
        return
    spans = [span for pair in pairs for span in _only_in_7(pair)]
    spans.extend(conditions)
    for span in spans[:1]:
        message = "Prisma 6 does not know partial indexes and objects, Prisma 7 not `metrics`"
        yield Diagnostic(rules.NO_SINGLE_VERSION, message, span, help="remove `metrics`")


def _only_in_7(pair: Pair) -> Iterator[Span]:
    if pair.value is None:
        return
    if holds_object(pair.value):
        yield pair.key_span
    for item in items(pair.value) if pair.key == "previewFeatures" else ():
        if isinstance(item, StringLiteral) and item.value.lower() == _ONLY_7:
            yield pair.span(item)


def holds_object(node: Expression) -> bool:
    """Whether an expression is or holds `{ ... }`; written without recursion."""
    waiting: list[Expression] = [node]
    while waiting:
        match waiting.pop():
            case Object():
                return True
            case Array(items=found):
                waiting.extend(found)
            case Call(arguments=arguments):
                waiting.extend(one.value for one in arguments if one.value is not None)
            case _:
                pass
    return False
