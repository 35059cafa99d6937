"""A table by the words of its fields, as far as they may speak of work that waits, is planned or runs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Set

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import EnumRef, Scalar, ScalarField, Schema

from ...kit.camel_case import split_name
from ...lowering.lowered import LoweredModel
from ..consequence_facts import is_amount
from ..name_words import words_of
from .job_words import (
    BEGUN,
    CRONS,
    DONE,
    ENDS,
    FAILED,
    MACHINES_STATES,
    MEETINGS,
    NOT_ITS_OWN,
    TAKEN,
    WAITING,
    Words,
)

_WORD = re.compile(r"[A-Za-z_]+")


class JobColumns(NamedTuple):
    """A table by the words of its fields; `work` is the field of a status that speaks of work, with its `values`.

    `states` are those of an enum, whatever they speak of; `begins` is a text's default.
    `cron` is a kind that may be a cron expression's. `related` are the fields that hold keys of other tables, `led` those that an index begins with.
    """

    name: str
    words: frozenset[Words]
    fields: Mapping[Words, str]
    times: frozenset[Words]
    numbers: frozenset[Words]
    texts: frozenset[Words]
    flags: frozenset[Words]
    related: frozenset[str]
    led: frozenset[str]
    work: str
    status: str
    values: frozenset[str]
    states: frozenset[str]
    begins: str
    has_amount: bool
    cron: str

    @property
    def is_for_people(self) -> bool:
        """A user takes the row, not a process: `lockedByUserId`, or `claimedBy` that holds a user's key."""
        return any(
            {"by", "user"} <= set(words)
            or (words in TAKEN and "by" in words and name in self.related)
            for words, name in self.fields.items()
        )

    @property
    def is_assigned(self) -> bool:
        """To somebody, who does it on the day."""
        return any(
            words[:1] in (("assigned",), ("assignee",), ("assign",)) and name in self.related
            for words, name in self.fields.items()
        )

    @property
    def is_of_people(self) -> bool:
        """It happens among people, a meeting or a visit: so its name says, or its states, none of which is a machine's."""
        if MEETINGS.intersection(words_of(self.name)[-1:]):
            return True
        said = {word for value in self.states for word in value.split("_")}
        return bool(self.states) and said.isdisjoint(MACHINES_STATES)

    @property
    def waiting(self) -> str:
        """The status, but for a text that begins as what is there already."""
        return "" if self.begins in BEGUN else self.status

    @property
    def may_fail(self) -> bool:
        return any(not FAILED.isdisjoint(value.split("_")) for value in self.values | self.states)

    def first(self, wanted: Set[Words], among: Set[Words] | None = None) -> str:
        """The first field so called; empty for none."""
        if self.words.isdisjoint(wanted):
            return ""
        found = [
            words for words in self.fields if words in wanted and (among is None or words in among)
        ]
        return self.fields[found[0]] if found else ""

    def last_word(self, wanted: Set[str]) -> str:
        found = [words for words in self.fields if words[-1:] and words[-1] in wanted]
        return self.fields[found[0]] if found else ""


def enum_states(schema: Schema) -> dict[str, frozenset[str]]:
    """The values of each enum as states are written: `IN_PROGRESS` of `inProgress`."""
    return {
        name: frozenset("_".join(split_name(one.name)).upper() for one in enum.values)
        for name, enum in schema.enums_by_name.items()
    }


def job_columns(
    name: str,
    model: LoweredModel,
    enums: Mapping[str, frozenset[str]],
    related: frozenset[str],
) -> JobColumns:
    """`enums` are the states of each; `related` the fields of the table that hold keys of others."""
    fields: dict[Words, str] = {}
    status = work = cron = ""
    values: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    begins = ""
    for field in model.model.scalar_fields:
        words = words_of(field.name)
        fields.setdefault(words, field.name)
        if isinstance(field.type, EnumRef) and _values(field, enums) & CRONS:
            cron = field.name
        if words[-1:] in (("status",), ("state",)) and NOT_ITS_OWN.isdisjoint(words):
            if not status and field.type == Scalar("String") and field.default:
                begins = field.default.text.strip('"').upper()
            status = status or field.name
            said = _values(field, enums)
            states = states or (said if isinstance(field.type, EnumRef) else frozenset())
            if not work and said & WAITING and said & DONE:
                work, values = field.name, said
    typed = _words_by_type(model)
    return JobColumns(
        name=name,
        words=frozenset(fields),
        fields=fields,
        times=typed["DateTime"],
        numbers=typed["Int"] | typed["BigInt"],
        texts=typed["String"] | typed["enum"],
        flags=typed["Boolean"],
        related=related,
        led=frozenset(one.field_names[0] for one in model.model.indexes if one.field_names),
        work=work,
        status=status,
        values=values,
        states=states,
        begins=begins,
        has_amount=any(map(is_amount, model.model.scalar_fields)),
        cron=cron,
    )


def _words_by_type(model: LoweredModel) -> Mapping[str, frozenset[Words]]:
    """By the scalar's name; of enums under "enum"."""
    found: dict[str, set[Words]] = {}
    for field in model.model.scalar_fields:
        type_ = field.type
        kind = (
            "enum"
            if isinstance(type_, EnumRef)
            else type_.name if isinstance(type_, Scalar) else ""
        )
        found.setdefault(kind, set()).add(words_of(field.name))
    return defaultdict(frozenset, {kind: frozenset(words) for kind, words in found.items()})


def _values(field: ScalarField, enums: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """What a status may be: an enum's values; of a text, what its comment and its default say."""
    if isinstance(field.type, EnumRef):
        return enums[field.type.name]
    if field.type != Scalar("String"):
        return frozenset()
    said = {word.upper() for word in _WORD.findall(field.documentation or "")}
    default = field.default.text.strip('"').upper() if field.default else ""
    # A text that begins to wait ends somehow, whatever the words for it.
    return frozenset({*said, default, *(ENDS if default in WAITING else ())})
