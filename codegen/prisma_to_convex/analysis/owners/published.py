"""What is there for everyone to read: tables of what authors publish, and what hangs from them."""

from __future__ import annotations

from prisma_schema_parser.schema import EnumRef, Scalar

from ...lowering.lowered import Lowered, LoweredModel
from ..consequence_facts import is_amount
from ..name_words import words_of
from .owner_graph import OwnerGraph
from .owner_names import user_rank

# What is published for people to look at; a form or a survey is published to be filled in.
_CONTENT = frozenset({
    "album", "article", "blog", "book", "chapter", "content", "documentation", "entry", "episode", "essay",
    "gallery", "guide", "issue", "lesson", "magazine", "news", "newsletter", "page", "photo", "podcast",
    "poem", "portfolio", "post", "publication", "recipe", "review", "snippet", "song", "story", "track",
    "tutorial", "video",
})  # fmt: skip  # a table
_FILLED_IN = frozenset({"form", "poll", "question", "questionnaire", "quiz", "survey"})


def published(lowered: Lowered, known: OwnerGraph) -> frozenset[str]:
    """Empty where nothing says that it is published."""
    roots = [name for name, model in lowered.models.items() if _is_published(name, model, lowered)]
    if not roots:
        return frozenset()
    shown = known.below(roots) - known.people
    paid = [name for name in lowered.models if name in shown and _is_paid(name, lowered, known)]
    return shown - known.below(paid)


def is_content_name(model: str) -> bool:
    return not _CONTENT.isdisjoint(words_of(model)[-1:])


def _is_published(name: str, model: LoweredModel, lowered: Lowered) -> bool:
    is_content = is_content_name(name) or _has_address(model)
    if _FILLED_IN.intersection(words_of(name)) or not is_content:
        return False
    for field in model.fields.values():
        said = words_of(field.field.name)
        if "published" in said and field.field.type in (Scalar("Boolean"), Scalar("DateTime")):
            return True
        if isinstance(field.field.type, EnumRef) and said[-1:] in (("status",), ("state",)):
            values = lowered.schema.enums_by_name[field.field.type.name].values
            if any(value.name.lower() == "published" for value in values):
                return True
    return False


def _is_paid(name: str, lowered: Lowered, known: OwnerGraph) -> bool:
    """Somebody's booking of what is published is theirs, with its payments."""
    has_user = any(
        tie.is_required and tie.target in known.users and user_rank(tie.key) is not None
        for tie in known.by_holder.get(name, ())
    )
    return has_user and any(
        is_amount(field.field) for field in lowered.models[name].fields.values()
    )


def _has_address(model: LoweredModel) -> bool:
    """The last part of its address on the web, which no other row has."""
    return any(
        index.kind == "unique" and words_of(index.fields[0].name)[-1:] == ("slug",)
        for index in model.model.indexes
        if len(index.fields) == 1
    )
