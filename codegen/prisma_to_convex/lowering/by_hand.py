"""What the schema.ts that stands there has otherwise than was generated: the edits that were made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple

from ..convex.convex_schema import Validator, accepts_null

HandEditKind: TypeAlias = Literal["added", "removed", "changed", "renamed"]
Edited: TypeAlias = Literal["table", "field", "index", "value", "validator", "option"]


class HandEdit(NamedTuple):
    """`place` in Convex's names, `users.email`; `generated` and `written` are the two texts, empty where the
    thing is not there."""

    how: HandEditKind
    what: Edited
    place: str
    generated: str
    written: str


class EditedField(NamedTuple):
    """A field whose validator is another one; names in the validators are resolved. `written` is None for a
    text that can't be read."""

    name: str
    generated: Validator
    written: Validator | None
    text: str
    was_optional: bool = False
    is_optional: bool = False

    @property
    def may_be_missing(self) -> bool:
        """Whether a document needs no value for it; so, too, where nobody can tell."""
        return self.written is None or self.is_optional or accepts_null(self.written)


class GoneIndex(NamedTuple):
    """An index that was removed, and that no other does the work of."""

    name: str
    fields: tuple[str, ...]


class HandEdits(NamedTuple):
    """Fields by owner and Prisma's name, models with the table that each had, joins by (model_a, field_a),
    indexes by table and name. `texts`: validators as they stand, without
    `v.optional`, by table and field in Convex's names.
    `is_unchecked`: Convex checks no document."""

    edits: tuple[HandEdit, ...] = ()
    fields: Mapping[tuple[str, str], EditedField] = MappingProxyType({})
    gone_fields: frozenset[tuple[str, str]] = frozenset()
    gone_models: Mapping[str, str] = MappingProxyType({})
    gone_joins: Mapping[tuple[str, str], str] = MappingProxyType({})
    gone_indexes: Mapping[tuple[str, str], GoneIndex] = MappingProxyType({})
    texts: Mapping[tuple[str, str], str] = MappingProxyType({})
    is_unchecked: bool = False


NOT_EDITED = HandEdits()
BY_HAND = "it was removed from schema.ts by hand"
"""Why nothing serves an access path whose index is gone."""
