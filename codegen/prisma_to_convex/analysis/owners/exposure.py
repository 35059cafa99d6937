"""What a query would show that forgot to filter by tenant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from prisma_schema_parser.schema import Scalar

from ...lowering.key_names import is_noun_last
from ...lowering.lowered import Lowered, LoweredField
from ..facts import Leak, Owned, Secret
from ..name_words import words_of

# Text that people wrote for one another, by the last word of its name.
_FREE_TEXT = frozenset({
    "answer", "body", "comment", "content", "feedback", "message", "note", "prompt", "reply",
    "response", "summary", "text", "transcript",
})  # fmt: skip  # a table
# What everyone sees who uses the thing.
_SHOWN = frozenset(["utm", "button", "success", "error", "placeholder", "alt", "help", "label"])


def leaks(lowered: Lowered, owned: Sequence[Owned], secrets: Sequence[Secret]) -> tuple[Leak, ...]:
    """One for each table of tenants that holds such a field; their own table is one."""
    kinds: dict[str, dict[str, str]] = {}
    for secret in secrets:
        kinds.setdefault(secret.model, {})[secret.field] = secret.kind
    found: list[Leak] = []
    for one in owned:
        model = lowered.models.get(one.model)
        if model is None or one.ownership in ("shared", "above"):
            continue
        fields = tuple(_fields(model.fields.values(), kinds.get(one.model, {})))
        if fields:
            found.append(Leak(one.model, fields))
    return tuple(found)


def _fields(fields: Iterable[LoweredField], kinds: dict[str, str]) -> Iterator[tuple[str, str]]:
    for field in fields:
        name, type_ = field.field.name, field.field.type
        inside = [(path, kind) for path, kind in kinds.items() if path.startswith(f"{name}.")]
        if name in kinds:
            yield name, kinds[name]
        elif inside:
            yield from inside
        elif type_ == Scalar("Json"):
            yield name, "JSON"
        elif type_ == Scalar("Bytes"):
            yield name, "file"
        elif type_ == Scalar("String") and field.reference is None:
            words = words_of(name)
            is_text = words and words[-1] in _FREE_TEXT and not is_noun_last(words)
            if is_text and not _SHOWN.intersection(words):
                yield name, "free text"
