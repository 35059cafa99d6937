"""How long one thing of a move takes: what the estimate of the report counts on. Data."""

from __future__ import annotations

from prisma_schema_parser.records import NamedTuple


class Coefficient(NamedTuple):
    """Hours for one thing, from `low` to `high`; `key` in the configuration's `[effort]`.

    `measure` names the attribute of `Measures` that counts the things.
    """

    part: str
    key: str
    what: str
    low: float
    high: float
    measure: str


PARTS = ("Schema", "Data", "Code", "Integrity", "Tests")

# One row a kind of work. Hours are those of somebody who knows the application and has read Convex's guide.
COEFFICIENTS: tuple[Coefficient, ...] = (
    Coefficient(part="Schema", key="table", what="table to read through and agree on", low=0.1, high=0.25, measure="tables"),
    Coefficient(part="Schema", key="json-field", what="Json field to give a validator", low=0.5, high=2, measure="json"),
    Coefficient(part="Schema", key="soft-reference", what="field that holds ids without a relation", low=0.25, high=1, measure="soft"),
    Coefficient(part="Data", key="data-setup", what="export, transform and import, set up once", low=8, high=24, measure="once"),
    Coefficient(part="Data", key="data-table", what="table to move", low=0.25, high=1, measure="tables"),
    Coefficient(part="Data", key="data-reference", what="reference whose ids are translated", low=0.1, high=0.25, measure="references"),
    Coefficient(part="Data", key="data-column", what="column whose form changes (Decimal, BigInt, Bytes)", low=0.1, high=0.5, measure="changed_columns"),
    Coefficient(part="Data", key="data-deferred", what="reference to fill in a second pass", low=0.5, high=1.5, measure="deferred"),
    Coefficient(part="Data", key="cutover", what="rehearsals and the cut-over", low=16, high=40, measure="once"),
    Coefficient(part="Code", key="model", what="model's queries and mutations", low=2, high=6, measure="models"),
    Coefficient(part="Code", key="relation", what="relation that include and select followed", low=0.25, high=1, measure="references"),
    Coefficient(part="Code", key="harder-query", what="query that no index serves", low=2, high=8, measure="queries"),
    Coefficient(part="Code", key="authentication", what="library or home-made way to sign in", low=8, high=32, measure="auth"),
    Coefficient(part="Integrity", key="unique", what="unique constraint to check by hand", low=0.25, high=0.75, measure="uniques"),
    Coefficient(part="Integrity", key="foreign-key", what="foreign key to check by hand", low=0.1, high=0.3, measure="foreign_keys"),
    Coefficient(part="Integrity", key="delete", what="model whose delete reaches other tables", low=1, high=4, measure="cascades"),
    Coefficient(part="Integrity", key="default", what="default or @updatedAt to give in inserts", low=0.05, high=0.1, measure="defaults"),
    Coefficient(part="Integrity", key="bound", what="length, range or format to check", low=0.05, high=0.15, measure="bounds"),
    Coefficient(part="Integrity", key="tenant-table", what="tenant-owned table behind a guard", low=0.25, high=0.75, measure="tenant_tables"),
    Coefficient(part="Tests", key="model-tests", what="model's functions to test", low=0.5, high=2, measure="models"),
    Coefficient(part="Tests", key="constraint-tests", what="unique constraint or delete to test", low=0.25, high=0.5, measure="uniques_and_cascades"),
    Coefficient(part="Tests", key="data-tests", what="comparison of the moved data with the old", low=8, high=24, measure="once"),
)  # fmt: skip  # a table
HOURS_PER_WEEK = "hours-per-week"
HOURS = 30.0
