"""How long one thing of a move takes: what the estimate of the report counts on. Data."""

from __future__ import annotations

from typing import Literal

from prisma_schema_parser.records import NamedTuple


class Coefficient(NamedTuple):
    """Hours for one thing, from `low` to `high`; `key` in the configuration's `[effort]`.

    `measure` names the attribute of `Measures` that counts the things. `known_by`: the line is there only where the
    schema alone is known, or where the code is as well; empty: always.
    """

    part: str
    key: str
    what: str
    low: float
    high: float
    measure: str
    known_by: Literal["", "schema", "code"] = ""


PARTS = ("Schema", "Data", "Code", "Framework", "Integrity", "Jobs", "Tests")

# One row a kind of work. Hours are those of somebody who knows the application and has read Convex's guide; of
# what is generated (`data export`, `data verify`, `generate --enforce`) they are those of its review.
COEFFICIENTS: tuple[Coefficient, ...] = (
    Coefficient(part="Schema", key="table", what="table to read through and agree on", low=0.1, high=0.3, measure="tables"),
    Coefficient(part="Schema", key="json-field", what="Json field to give a validator", low=0.4, high=1.5, measure="json"),
    Coefficient(part="Schema", key="soft-reference", what="field that holds ids without a relation", low=0.25, high=1, measure="soft"),
    Coefficient(part="Schema", key="error", what="construct without a counterpart to decide about", low=1, high=6, measure="errors"),
    Coefficient(part="Data", key="data-table", what="table to review in the export, and to import", low=0.2, high=0.6, measure="tables"),
    Coefficient(part="Data", key="data-reference", what="reference whose ids the export translates", low=0.02, high=0.08, measure="references"),
    Coefficient(part="Data", key="data-column", what="column whose representation changes (Decimal, BigInt, Bytes)", low=0.1, high=0.4, measure="changed_columns"),
    Coefficient(part="Data", key="data-deferred", what="reference in a circle, to check in the import", low=0.1, high=0.3, measure="deferred"),
    Coefficient(part="Data", key="cutover", what="table to rehearse and to cut over", low=0.3, high=1.2, measure="tables"),
    Coefficient(part="Code", key="model", what="model's queries and mutations", low=2.5, high=6, measure="models", known_by="schema"),
    Coefficient(part="Code", key="relation", what="relation that include and select followed", low=0.4, high=1.4, measure="references", known_by="schema"),
    Coefficient(part="Code", key="harder-query", what="query that no index serves", low=2, high=8, measure="queries", known_by="schema"),
    Coefficient(part="Code", key="call", what="call that an index serves, or an insert (A to C)", low=0.2, high=0.6, measure="served_calls", known_by="code"),
    Coefficient(part="Code", key="call-merged", what="call that merges ranges, or filters and sorts the rest in code (D, E)", low=0.5, high=1.5, measure="merged_calls", known_by="code"),
    Coefficient(part="Code", key="call-costly", what="call that no index serves, that counts, adds up or skips (F to H)", low=1, high=4, measure="costly_calls", known_by="code"),
    Coefficient(part="Code", key="call-unknown", what="call or access that could not be resolved (U)", low=0.5, high=2, measure="unknown_calls", known_by="code"),
    Coefficient(part="Code", key="raw-query", what="raw query to write anew", low=1, high=6, measure="raw_queries", known_by="code"),
    Coefficient(part="Code", key="authentication", what="library or custom code for sign-in", low=8, high=32, measure="auth"),
    Coefficient(part="Framework", key="framework-model", what="model's routes, checks of arguments and errors, moved out of the web framework", low=1, high=2.5, measure="models"),
    Coefficient(part="Framework", key="tenant-table", what="tenant-owned table behind the generated guard", low=0.1, high=0.4, measure="tenant_tables"),
    Coefficient(part="Integrity", key="generated", what="guarantee in constraints.ts to review", low=0.01, high=0.05, measure="generated"),
    Coefficient(part="Integrity", key="generated-partly", what="guarantee that constraints.ts restores in part: decide about the rest", low=0.05, high=0.3, measure="partly"),
    Coefficient(part="Integrity", key="unique", what="unique constraint to check by hand", low=0.25, high=0.75, measure="uniques"),
    Coefficient(part="Integrity", key="foreign-key", what="foreign key to check by hand", low=0.1, high=0.3, measure="foreign_keys"),
    Coefficient(part="Integrity", key="delete", what="model whose delete reaches other tables: its generated code and how many rows it meets", low=0.25, high=1, measure="cascades"),
    Coefficient(part="Integrity", key="delete-by-hand", what="referential action to write by hand", low=0.5, high=2, measure="actions"),
    Coefficient(part="Integrity", key="default", what="default or @updatedAt to give in inserts", low=0.05, high=0.1, measure="defaults"),
    Coefficient(part="Integrity", key="bound", what="length, range or format to check by hand", low=0.05, high=0.15, measure="bounds"),
    Coefficient(part="Integrity", key="database-object", what="CHECK, trigger, policy, view or function of the database to write anew", low=0.5, high=4, measure="objects"),
    Coefficient(part="Jobs", key="job-table", what="table of background work: its scheduler, crons or component", low=3, high=10, measure="jobs"),
    Coefficient(part="Tests", key="model-tests", what="model's functions to test", low=1, high=3, measure="models"),
    Coefficient(part="Tests", key="constraint-tests", what="unique constraint or delete to test", low=0.1, high=0.3, measure="uniques_and_cascades"),
    Coefficient(part="Tests", key="data-tests", what="table whose rows `data verify` compares", low=0.1, high=0.4, measure="tables"),
)  # fmt: skip  # a table
HOURS_PER_WEEK = "hours-per-week"
HOURS = 30.0
