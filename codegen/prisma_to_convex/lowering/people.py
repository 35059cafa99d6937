"""Columns that say who did something with a row (`createdBy`, `approved_by_id`, `actorId`), and whose ids they hold."""

from __future__ import annotations

from collections.abc import Container

from prisma_schema_parser.schema import Model, ScalarField, Schema

from ..kit.plural import singular
from .foreign_ids import words_in
from .reference_words import COPIES

# Who did it or got it, in one word: `actorId`. A `sender` without an id is as often an address.
_DOERS = frozenset({
    "actor", "approver", "assignee", "author", "creator", "editor", "invitee", "inviter", "manager", "owner", "receiver",
    "recipient", "reporter", "requester", "reviewer", "sender", "submitter", "supervisor", "uploader",
})  # fmt: skip  # a table
_PEOPLE = ("user", "admin", "employee", "member", "person", "profile", "staff")
_PASSWORDS = frozenset([("password",), ("password", "hash"), ("hashed", "password")])
# Of a message that came from elsewhere its name stands beside it: `senderName`.
_OF_MESSAGES = frozenset(["receiver", "recipient", "sender"])
_MACHINES = frozenset(["host", "hostname", "port", "server"])
# `checkedInBy`, `signedOffBy`.
_PARTICLES = frozenset(["in", "off", "out", "up"])
_NO_PARTICIPLE = frozenset(["grouped", "ordered", "sorted", "need", "speed"])
_NO_ID = ("name", "email", "username", "system")


def names_a_person(words: tuple[str, ...]) -> bool:
    """Words of a field's name: `created by`, `last modified by id`, `actor id`."""
    bare = words[:-1] if words[-1] in ("id", "uid", "uuid") else words
    bare = without_particle(bare)
    if len(bare) > 1 and bare[-1] == "by":
        return bare[-2].endswith(("ed", "en", "one", "ade")) and bare[-2] not in _NO_PARTICIPLE
    return len(words) == 2 and bare != words and bare[0] in _DOERS


def without_particle(words: tuple[str, ...]) -> tuple[str, ...]:
    """`checked in by` -> checked, by."""
    at = len(words) - 2
    is_phrase = at > 0 and words[-1] == "by" and words[at] in _PARTICLES
    return (*words[:at], "by") if is_phrase else words


def is_spelled_out(words: tuple[str, ...], beside: Container[str]) -> bool:
    """`beside` are the names of the model's fields in lower case."""
    return words[0] in _OF_MESSAGES and any(
        f"{words[0]}{between}{end}" in beside
        for end in ("name", "email", "phone")
        for between in ("", "_")
    )


def holds_an_id(field: ScalarField) -> bool:
    """Not the name of who did it, as a default or a comment says."""
    said = (field.documentation or "").lower()
    return field.default is None and not any(word in said.split() for word in _NO_ID)


def people_model(schema: Schema) -> Model | None:
    """The model of those who use the application, if it is clear which one that is."""
    for word in _PEOPLE:
        found = [one for one in schema.models if words_in(singular(one.name))[-1:] == (word,)]
        plain = [one for one in found if len(words_in(singular(one.name))) == 1]
        if len(plain) == 1 or len(found) == 1:
            return (plain or found)[0]
        if found:
            return None
    with_password = [one for one in schema.models if not is_copy(one.name) and _has_password(one)]
    return with_password[0] if len(with_password) == 1 else None


def is_copy(model: str) -> bool:
    """Rows as they were: nobody signs in by a `UserSnapshot`."""
    return not COPIES.isdisjoint(words_in(singular(model))[-1:])


def _has_password(model: Model) -> bool:
    """Of who signs in here: what has an address is a machine that is signed in to, or a page."""
    words = {words_in(field.name) for field in model.scalar_fields}
    is_machine = ("url",) in words or any(one[-1:] and one[-1] in _MACHINES for one in words)
    return not is_machine and not words.isdisjoint(_PASSWORDS)
