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
    Coefficient("Schema", "table", "table to read through and agree on", 0.1, 0.25, "tables"),
    Coefficient("Schema", "json-field", "Json field to give a validator", 0.5, 2, "json"),
    Coefficient("Schema", "soft-reference", "field that holds ids without a relation", 0.25, 1, "soft"),
    Coefficient("Data", "data-setup", "export, transform and import, set up once", 8, 24, "once"),
    Coefficient("Data", "data-table", "table to move", 0.25, 1, "tables"),
    Coefficient("Data", "data-reference", "reference whose ids are translated", 0.1, 0.25, "references"),
    Coefficient("Data", "data-column", "column whose form changes (Decimal, BigInt, Bytes)", 0.1, 0.5, "changed_columns"),
    Coefficient("Data", "data-deferred", "reference to fill in a second pass", 0.5, 1.5, "deferred"),
    Coefficient("Data", "cutover", "rehearsals and the cut-over", 16, 40, "once"),
    Coefficient("Code", "model", "model's queries and mutations", 2, 6, "models"),
    Coefficient("Code", "relation", "relation that include and select followed", 0.25, 1, "references"),
    Coefficient("Code", "harder-query", "query that no index serves", 2, 8, "queries"),
    Coefficient("Code", "authentication", "library or home-made way to sign in", 8, 32, "auth"),
    Coefficient("Integrity", "unique", "unique constraint to check by hand", 0.25, 0.75, "uniques"),
    Coefficient("Integrity", "foreign-key", "foreign key to check by hand", 0.1, 0.3, "foreign_keys"),
    Coefficient("Integrity", "delete", "model whose delete reaches other tables", 1, 4, "cascades"),
    Coefficient("Integrity", "default", "default or @updatedAt to give in inserts", 0.05, 0.1, "defaults"),
    Coefficient("Integrity", "bound", "length, range or format to check", 0.05, 0.15, "bounds"),
    Coefficient("Integrity", "tenant-table", "tenant-owned table behind a guard", 0.25, 0.75, "tenant_tables"),
    Coefficient("Tests", "model-tests", "model's functions to test", 0.5, 2, "models"),
    Coefficient("Tests", "constraint-tests", "unique constraint or delete to test", 0.25, 0.5, "uniques_and_cascades"),
    Coefficient("Tests", "data-tests", "comparison of the moved data with the old", 8, 24, "once"),
)  # fmt: skip  # a table
HOURS_PER_WEEK = "hours-per-week"
HOURS = 30.0
