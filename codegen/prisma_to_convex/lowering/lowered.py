"""The result of lowering: the Convex schema, and how each part of the Prisma schema got there.

The rules and the report read this; the templates see only `convex`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import (
    CompositeType,
    ForeignKey,
    Index,
    ManyToMany,
    Model,
    ScalarField,
    Schema,
)
from prisma_schema_parser.source import Span

from ..convex.convex_schema import ConvexSchema, Validator
from ..migrations.texts import NOTHING, Undeclared
from ..options.settings import DEFAULTS, OptionProblem, Options, Settings
from .by_hand import NOT_EDITED, HandEdits
from .id_choices import IdChoice
from .scalars import Representation
from .soft import SoftReference


class LoweredField(NamedTuple):
    """`name` in Convex. `reference` is the model whose document the field refers to as `v.id`.

    `is_freed`: a required key made nullable, since it was part of a cycle. `representation` says how a scalar
    is represented, `override` is the validator that somebody chose for it, or the literals that a comment tells.
    """

    field: ScalarField
    name: str
    validator: Validator
    reference: str | None
    is_freed: bool = False
    may_be_absent: bool = False
    settings: Settings = DEFAULTS.project
    representation: Representation | None = None
    override: Validator | None = None

    @property
    def takes_null(self) -> bool:
        """Whether a missing value is null; else it is an absent field."""
        return self.is_freed or self.settings.nullable != "optional"

    @property
    def is_chosen(self) -> bool:
        """Whether somebody chose the validator; literals that a comment tells are values of the column's own type."""
        return self.override is not None and self.settings.type is not None


Origin: TypeAlias = Index | ForeignKey | ManyToMany | ScalarField
OriginKey: TypeAlias = tuple[str, Span]
"""What a way of finding documents comes from, and where that stands."""


def origin_key(origin: Origin) -> OriginKey:
    """Two indexes over the same fields differ by their place, an id and a unique key of one field by their kind."""
    match origin:
        case Index():
            return origin.kind, origin.span
        case ForeignKey():
            return "foreign key", origin.span
        case ManyToMany():
            return "many-to-many", origin.span_a
        case ScalarField():
            return "field", origin.span


PathStatus: TypeAlias = Literal[
    "own", "merged", "prefix", "permuted", "vector", "id", "created", "dropped"
]


class Path(NamedTuple):
    """A way to look documents up that the database kept fast, and the index that serves it.

    "own": it gave the index; "merged": another of the same fields did; "prefix": it is the start of
    a longer one; "permuted": it is so in another order, which makes no difference to a key; "vector": the
    vector index of its field does; "id": the document's own `_id` serves it; "created": every table's index of
    `_creationTime` does; "dropped": nothing does, see
    `reason`. `fields` are in the order of the index, `requested` in that of the key where it is another.
    `side` tells the ends of a many-to-many relation apart; `index_name` may be a search index. `cut`
    says why the last fields are not in the index, where they are not. A scalar is the origin where it
    was declared to hold ids, and where it keeps an old id.
    """

    origin: Origin
    label: str
    fields: tuple[str, ...]
    status: PathStatus
    index_name: str = ""
    reason: str = ""
    side: str = ""
    cut: str = ""
    requested: tuple[str, ...] = ()


class LoweredModel(NamedTuple):
    """`replaced_id` is the field that `_id` takes the place of; `fields` by Prisma's name.

    `created` is the field that `_creationTime` takes the place of. `handle` is the id for which references hold `_id`: the replaced one, or one that is kept among
    `fields`. `legacy` is the field that keeps the replaced id.
    """

    model: Model
    table: str
    replaced_id: str | None
    fields: Mapping[str, LoweredField]
    paths: tuple[Path, ...]
    legacy: LoweredField | None = None
    handle: str | None = None
    created: str | None = None


class LoweredJoin(NamedTuple):
    """The table of an implicit many-to-many relation; columns hold ids of model_a and model_b."""

    relation: ManyToMany
    table: str
    column_a: str
    column_b: str
    paths: tuple[Path, ...]


class LoweredComposite(NamedTuple):
    """`export` is empty for a composite that can't be written down (recursive): `v.any()`."""

    composite: CompositeType
    export: str
    fields: Mapping[str, LoweredField]


class Rename(NamedTuple):
    """A name that is not what the rules of naming alone would give, and why."""

    owner: str
    what: str
    prisma: str
    convex: str
    reason: str
    span: Span


class VectorField(NamedTuple):
    model: str
    field: str
    dimensions: int
    index_name: str


class Lowered(NamedTuple):
    """Only emitted models are in `models`; joins by (model_a, field_a).

    `paths_by_origin` is keyed by `origin_key` and the side.
    `excluded` names the models, enums and composite types that are not emitted, `skipped` the fields.
    `ids` says what became of each emitted model's id. `soft` has the fields that hold ids though neither a relation nor a directive says so. `unchecked`
    names the composite types that stand under `v.any()` alone. `database` has what only migrations hold.
    `folded` has, by model and field, the field of Convex that holds a text as it is compared.
    """

    schema: Schema
    convex: ConvexSchema
    models: Mapping[str, LoweredModel]
    joins: Mapping[tuple[str, str], LoweredJoin]
    composites: Mapping[str, LoweredComposite]
    enums: Mapping[str, str]
    renames: tuple[Rename, ...]
    vectors: tuple[VectorField, ...]
    paths_by_origin: Mapping[tuple[OriginKey, str], Path]
    options: Options = DEFAULTS
    excluded: frozenset[str] = frozenset()
    skipped: frozenset[tuple[str, str]] = frozenset()
    problems: tuple[OptionProblem, ...] = ()
    soft: Mapping[tuple[str, str], SoftReference] = MappingProxyType({})
    unchecked: frozenset[str] = frozenset()
    database: Undeclared = NOTHING
    ids: Mapping[str, IdChoice] = MappingProxyType({})
    by_hand: HandEdits = NOT_EDITED
    folded: Mapping[tuple[str, str], str] = MappingProxyType({})

    def path(self, origin: object, side: str = "") -> Path | None:
        """How the access path of an index or relation of the schema is served; None for anything else."""
        if not isinstance(origin, Origin):
            return None
        return self.paths_by_origin.get((origin_key(origin), side))
