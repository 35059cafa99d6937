"""What can be chosen, from the project down to the field (docs/configuration.md).

One row a setting: the config file, the comment directives, `init` and the JSON Schema read them here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from prisma_schema_parser.diagnostic import Rule
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import Span

from ..convex.convex_schema import Validator

TableNames: TypeAlias = Literal["plural", "model", "database"]
FieldNames: TypeAlias = Literal["prisma", "database"]
IdsWord: TypeAlias = Literal["replace", "keep", "key"]
Nullable: TypeAlias = Literal["null", "optional", "both"]
SeverityWord: TypeAlias = Literal["error", "warning", "note", "off"]


class Settings(NamedTuple):
    """What holds at one place. `nullable` is None where the provider decides, `ids` where the kind of id does.

    The last four are said of one model, enum, type or field and hold for nothing inside it.
    """

    table_names: TableNames = "plural"
    field_names: FieldNames = "prisma"
    bigint: Literal["int64", "number"] = "int64"
    decimal: Literal["string", "number", "int64"] = "string"
    decimal_scale: int | None = None
    datetime: Literal["number", "string"] = "number"
    bytes: Literal["bytes", "storage"] = "bytes"
    json: Literal["any", "string"] = "any"
    enum_values: Literal["name", "database"] = "name"
    nullable: Nullable | None = None
    ids: IdsWord | None = None
    created_at: Literal["field", "system"] = "field"
    soft_references: Literal["tell", "follow"] = "tell"
    views: Literal["skip", "table"] = "skip"
    comments: Literal["all", "documentation"] = "all"
    name: str = ""
    type: Validator | None = None
    references: str = ""
    skip: bool = False


Changes: TypeAlias = Mapping[str, object]
"""Attributes of `Settings` that are chosen at one place, with their values."""

Key: TypeAlias = tuple[str, str, str]
"""Where something is chosen: block, field, attribute of `Settings`; empty: the project, the block."""

Level: TypeAlias = Literal["project", "model", "enum", "type", "field"]

_OWN = {"name": "", "type": None, "references": "", "skip": False}


class BlockOptions(NamedTuple):
    """What is chosen for a model, view, enum or composite type, and for its fields.

    `kind` is what whoever chose it takes it for; empty in a comment, which stands at the block.
    """

    changes: Changes = {}  # noqa: RUF012  # a named tuple: read only
    fields: Mapping[str, Changes] = {}  # the same
    kind: Level | None = None


class ConfiguredDecision(NamedTuple):
    """A decision on a rule, from the configuration: for a field, a block, or (both empty) everything.

    `text` is the reason, or what enforces it; `span` is the rule's place in the configuration.
    """

    rule: Rule
    owner: str
    field: str
    state: Literal["allowed", "enforced"]
    text: str
    span: Span


class RequestedIndex(NamedTuple):
    """An index that calls in application code need. `fields` are Prisma's, in order; `file` holds most of
    the calls. `is_exact`: they count on the order of creation behind its fields, which no longer index has.
    """

    fields: tuple[str, ...]
    calls: int
    file: str
    is_exact: bool = False


class Options(NamedTuple):
    """`blocks` by name: Prisma's models, enums and types share one set of names.

    `only` and `exclude` are globs over models. `written` has the places of what comments chose.
    `effort` has hours from low to high by the key of a coefficient. `tenant_key` names the field that
    says whose a row is; empty: the report looks for it.
    `severities` by the rule's code; `off` is a note that `check` leaves out.
    `migrations` is their folder, or `none`; empty: where Prisma has them. `queries` are files and folders
    of application code, and `requested` the indexes that it needs, by model.
    `max_diagnostics` is how many are shown; 0: all; None: what is usual where they are shown.
    """

    project: Settings = Settings()
    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    blocks: Mapping[str, BlockOptions] = {}
    written: Mapping[Key, Span] = {}
    severities: Mapping[str, SeverityWord] = {}
    decisions: tuple[ConfiguredDecision, ...] = ()
    effort: Mapping[str, tuple[float, float]] = {}
    tenant_key: str = ""
    migrations: str = ""
    enforce: bool = False
    queries: tuple[str, ...] = ()
    requested: Mapping[str, tuple[RequestedIndex, ...]] = {}
    max_diagnostics: int | None = None

    def block(self, name: str) -> Settings:
        found = self.blocks.get(name)
        return self.project if found is None else self.project._replace(**found.changes)  # type: ignore[arg-type]  # read by the table below

    def field(self, owner: str, field: str) -> Settings:
        found = self.blocks.get(owner)
        if found is None:
            return self.project
        inherited = {**found.changes, **_OWN}
        return self.project._replace(**{**inherited, **found.fields.get(field, {})})  # type: ignore[arg-type]  # read by the table below

    def at(self, key: Key) -> Span | Key:
        """The comment that chose it, else its place in the config file."""
        return self.written.get(key, key)


DEFAULTS = Options()


class OptionProblem(NamedTuple):
    """A choice that can't be followed."""

    at: Span | Key
    message: str
    help: str = ""


# ---- the settings, one row each -----------------------------------------------------------------

Form: TypeAlias = Literal[
    "choice",
    "scale",
    "name",
    "expression",
    "model",
    "flag",
    "count",
    "globs",
    "field",
    "folder",
    "severities",
    "decisions",
    "effort",
]

_VALUE_LEVELS: tuple[Level, ...] = ("project", "model", "type", "field")
MAX_SCALE = 18


class Row(NamedTuple):
    """A setting: `values` of a choice, the first being the default; where it may stand."""

    key: str
    form: Form
    levels: tuple[Level, ...]
    summary: str
    values: tuple[str, ...] = ()

    @property
    def attribute(self) -> str:
        return self.key.replace("-", "_")


ROWS: tuple[Row, ...] = (
    Row(
        key="table-names",
        form="choice",
        levels=("project", "model"),
        summary="tables: formTemplates, FormTemplate, or the name in the database",
        values=("plural", "model", "database"),
    ),
    Row(
        key="field-names",
        form="choice",
        levels=("project", "model", "type"),
        summary="fields: Prisma's name, or the name in the database",
        values=("prisma", "database"),
    ),
    Row(
        key="bigint",
        form="choice",
        levels=_VALUE_LEVELS,
        summary="BigInt: v.int64(), or v.number(), exact below 2^53",
        values=("int64", "number"),
    ),
    Row(
        key="decimal",
        form="choice",
        levels=_VALUE_LEVELS,
        summary="Decimal: exact text, v.number(), or v.int64() of the value times 10^scale",
        values=("string", "number", "int64"),
    ),
    Row(
        "decimal-scale",
        "scale",
        _VALUE_LEVELS,
        "digits after the point that decimal = \"int64\" keeps; without it, the column's own",
    ),
    Row(
        key="datetime",
        form="choice",
        levels=_VALUE_LEVELS,
        summary="DateTime: milliseconds since 1970, or ISO 8601 text; dates and times of day are always text",
        values=("number", "string"),
    ),
    Row(
        key="bytes",
        form="choice",
        levels=_VALUE_LEVELS,
        summary='Bytes: v.bytes(), or v.id("_storage") of a stored file',
        values=("bytes", "storage"),
    ),
    Row(key="json", form="choice", levels=_VALUE_LEVELS, summary="Json: v.any(), or JSON text", values=("any", "string")),
    Row(
        key="enum-values",
        form="choice",
        levels=("project", "enum"),
        summary="enum values: their names, or what @map stores",
        values=("name", "database"),
    ),
    Row(
        key="nullable",
        form="choice",
        levels=_VALUE_LEVELS,
        summary="T?: null, an absent field, or either; without it null, and either on MongoDB",
        values=("null", "optional", "both"),
    ),
    Row(
        key="ids",
        form="choice",
        levels=("project", "model", "field"),
        summary="ids of one column: gone, as _id replaces them; kept in an indexed field while references hold _id;"
        " or still the key that references hold. Without it: generated ones are replaced, opaque ones of the"
        " application kept, others the key",
        values=("replace", "keep", "key"),
    ),
    Row(
        key="created-at",
        form="choice",
        levels=("project", "model", "field"),
        summary="a DateTime @default(now()) that nothing updates: a field, or _creationTime takes its place",
        values=("field", "system"),
    ),
    Row(
        key="soft-references",
        form="choice",
        levels=("project", "model"),
        summary="fields that seem to hold ids of one other model without a relation: told, or also made v.id()",
        values=("tell", "follow"),
    ),
    Row(
        key="views",
        form="choice",
        levels=("project", "model"),
        summary="views: not emitted, or emitted as tables that your functions fill",
        values=("skip", "table"),
    ),
    Row(
        key="comments",
        form="choice",
        levels=("project", "model", "type", "enum", "field"),
        summary="what stands in schema.ts of the schema's comments: all that is no code, or /// and /* */ alone",
        values=("all", "documentation"),
    ),
    Row(
        "only", "globs", ("project",), "the models to convert, as globs; the others stay behind"
    ),
    Row("exclude", "globs", ("project",), "the models that stay behind, as globs"),
    Row(
        "enforce",
        "flag",
        ("project",),
        "also write constraints.ts and the code under which lost guarantees hold again",
    ),
    Row(
        "tenant-key",
        "field",
        ("project",),
        "the field that says whose a row is, for the report; without it, it is found by its name",
    ),
    Row(
        "migrations",
        "folder",
        ("project",),
        'the folder of the migrations, from here on, or "none"; without it, where Prisma has them',
    ),
    Row(
        "queries",
        "globs",
        ("project",),
        "files and folders of application code, from here on: schema.ts gets the indexes that its calls need",
    ),
    Row(
        "max-diagnostics",
        "count",
        ("project",),
        "how many findings of a schema are shown, the worst first; 0 shows all",
    ),
    Row("name", "name", ("model", "enum", "type", "field"), "what it is called in Convex"),
    Row(
        "type",
        "expression",
        ("field",),
        "the validator of the field's value; lists and null are put around it",
    ),
    Row(
        "references",
        "model",
        ("field",),
        "the model whose ids the field holds without a relation: it becomes a v.id()",
    ),
    Row("skip", "flag", ("model", "field"), "leave it out: it stays behind"),
)  # fmt: skip  # a table
BY_KEY = {row.key: row for row in ROWS}
LEFT_OPEN = frozenset(
    row.key for row in ROWS if row.values and getattr(Settings(), row.attribute) is None
)
"""Choices that the schema decides where nobody does."""

SEVERITY_WORDS: tuple[SeverityWord, ...] = ("error", "warning", "note", "off")

# They steer what is said, not what is emitted. `summary` of a decision ends with what its text says.
RULE_ROWS: tuple[Row, ...] = (
    Row(
        key="severity",
        form="severities",
        levels=("project",),
        summary="how much rules matter, by code, name, family (PC2) or ALL; what is off is left out by check",
        values=SEVERITY_WORDS,
    ),
    Row(
        "allow",
        "decisions",
        ("project", "model", "type", "enum", "field"),
        "what may be lost, by rule: the reason",
    ),
    Row(
        "enforced",
        "decisions",
        ("project", "model", "type", "enum", "field"),
        "what is enforced elsewhere, by rule: what enforces it",
    ),
    Row(
        "effort",
        "effort",
        ("project",),
        "hours that one thing takes, from low to high, in the estimate of the report",
    ),
)
SETTINGS = {row.key: row for row in (*ROWS, *RULE_ROWS)}
"""All that the configuration file knows."""


def keys_of(level: Level) -> tuple[str, ...]:
    return tuple(row.key for row in ROWS if level in row.levels)
