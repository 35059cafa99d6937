"""Soft references: scalars that hold ids of other models though no relation says so.

Told by names and types alone, so each clue must be strong:

    userId, user_id, userUid       a model's name                        User
    creatorUid                     elsewhere this key has a relation     User
    referredByPartnerId            a role, then a model's name           Partner
    messageId                      the last word of one model's name     ConversationMessage
    template_id                    as the id of one other model is called
    createdBy, actorId             who did it                            User
    parentId, replyToId            the model itself
    parentSessionId                in ChatSession, the model itself
    headVersionId                  in Document, a DocumentVersion
    originalId                     in ListingSnapshot, a Listing
    workspaceType + workspaceId    an enum whose values name models      Team or User
    resourceType + resourceId      nobody knows of which
    tableName + recordId           nobody knows of which
    id_project, idProject          where the schema writes its keys so

What stands beside a field may say that it is another system's id all the same: `foreign_ids`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import (
    Enum,
    EnumRef,
    ForeignKey,
    Model,
    Scalar,
    ScalarField,
    Schema,
)

from ..kit.plural import singular
from .field_names import folded_names, has_one_of, unique_alone
from .foreign_ids import (
    ID_TYPES,
    Surroundings,
    id_endings,
    is_foreign,
    is_same_kind,
    leads_there,
    surroundings,
    words_in,
)
from .key_names import key_starts, key_words, noun_first
from .keys import Keys
from .people import holds_an_id, is_spelled_out, names_a_person, people_model
from .reference_words import LATEST, LINEAGE, OF_ITSELF, OF_SIGN_IN, ORIGINALS, ROLES, SPANS
from .type_fields import ANYTHING, SOMEBODY, TypeFields, type_fields

_MOST_NAMED = 2


class SoftReference(NamedTuple):
    """`by` is the field that says of which of the targets, or of what else; both may be empty, not at once."""

    targets: tuple[str, ...]
    by: str = ""

    @property
    def is_guess(self) -> bool:
        """Whether the targets are few enough to name: among more, each is most likely wrong."""
        return 0 < len(self.targets) <= _MOST_NAMED


# A key that may be of more models than these tells nothing.
_MOST = 3
# Of more models whose names end so, none is looked for that begins as the key's own does.
_MOST_ALIKE = 12


def soft_references(schema: Schema, keys: Keys) -> dict[tuple[str, str], SoftReference]:
    """By model and field: those whose targets' ids give way to `_id`, so that the values lead nowhere."""
    if not keys.handles:
        return {}
    clues = _clues(schema, keys)
    return {
        (model.name, name): found
        for model in schema.models
        if model.name in keys.emitted
        for name, found in clues.of(model)
    }


class _Clues(NamedTuple):
    """Models by name and by the last words of their names; `elsewhere`: targets of keys so called.

    `values`: the models that an enum's values name. `ids`: the words of a model's ids, see `id_endings`.
    `unique`: a model's fields of which no two rows have the same, mostly other systems' ids. `folded`: the names
    of its fields in lower case. `signs_in`: a library of authentication keeps it for itself. `keyed`: models by the name of their id,
    where it says more than `id`. `tied`: models that have a relation. `starts`: what keys' names start with.
    """

    schema: Schema
    keys: Keys
    related: frozenset[tuple[str, str]]
    tied: frozenset[str]
    starts: frozenset[str]
    named: Mapping[str, Sequence[str]]
    ending: Mapping[str, Sequence[str]]
    elsewhere: Mapping[str, Sequence[str]]
    keyed: Mapping[str, Sequence[str]]
    people: Model | None
    values: Callable[[str], tuple[str, ...]]
    ids: Callable[[str], frozenset[tuple[str, ...]]]
    unique: Callable[[str], frozenset[str]]
    folded: Callable[[str], frozenset[str]]
    signs_in: Callable[[str], bool]

    def of(self, model: Model) -> Iterator[tuple[str, SoftReference]]:
        beside: Surroundings | None = None
        types: TypeFields | None = None
        for field in model.fields:
            words = key_words(field, self.starts) if isinstance(field, ScalarField) else ()
            if not words or not isinstance(field, ScalarField):
                continue
            types = types or type_fields(model)
            found = self._soft(model, field, words, types)
            if found is None:
                continue
            beside = beside or surroundings(model, self.related)
            stem = words if words[-1] == "by" else words[:-1]
            if found.by or not (
                is_foreign(field, stem, beside)
                or self._leads(found, stem, beside)
                or self._is_latest(model, field, stem)
            ):
                yield field.name, found

    def _leads(self, found: SoftReference, stem: tuple[str, ...], beside: Surroundings) -> bool:
        return any(leads_there(stem, self.ids(target), beside) for target in found.targets)

    def _is_latest(self, model: Model, field: ScalarField, stem: tuple[str, ...]) -> bool:
        """Of a table that nothing is tied to, the last of another's ids is what it got from elsewhere: `lastWebhookId`."""
        is_last = len(stem) > 1 and stem[0] in LATEST and "by" not in stem
        return is_last and field.type == Scalar("String") and model.name not in self.tied

    def _soft(
        self, model: Model, field: ScalarField, words: tuple[str, ...], types: TypeFields
    ) -> SoftReference | None:
        place = (model.name, field.name)
        if place in self.related or field.name == self.keys.handles.get(model.name):
            return None
        if self.keys.reference(*place) is not None:
            return None
        named = None if words[-1] == "by" else self._of_any(model, field, words[:-1], types)
        if named is not None:
            return named
        targets = self._targets(model, field, words, types) or self._doers(model, field, words)
        if not 0 < len(targets) <= _MOST:
            return None
        if not all(self._fits(target, field, model) for target in targets):
            return None
        by = types.who.get(field.name, "") if _is_somebodys(words) else ""
        others = self.ending.get("".join(words[:-1]), []) if by else []
        targets = [*targets, *(one for one in others if self._fits(one, field, model))]
        targets = list(dict.fromkeys(targets))
        # Of three that such a key leads to elsewhere, this one may be of a fourth.
        return SoftReference(tuple(targets), by) if by or len(targets) <= _MOST_NAMED else None

    # -- which models the name speaks of

    def _targets(
        self, model: Model, field: ScalarField, words: tuple[str, ...], types: TypeFields
    ) -> Sequence[str]:
        found = self.elsewhere.get("".join(words), [])
        stem = words[:-1]
        if not found and words[-1] != "by":
            found = self.named.get("".join(stem), [])
        if found or words[-1] == "by":
            # In the model itself, the id that another system gave it: BackgroundJob.jobId.
            return self._in_a_role(field, stem) if model.name in found else found
        if stem in OF_ITSELF:
            # Beside `resourceType` and `resourceId` it is the parent of that, in the other's table.
            is_anothers = self._has_any(model, types) or has_one_of(model, SPANS)
            return [] if is_anothers else [model.name]
        if _is_of_its_own(stem, words_in(singular(model.name))):
            return [model.name]
        if stem in ORIGINALS:
            # ListingSnapshot.originalId is of a Listing.
            return self.named.get("".join(words_in(singular(model.name))[:-1]), [])
        keyed = self.keyed.get(field.name, [])
        if len(keyed) == 1 and keyed != [model.name]:
            return keyed
        return (
            self._in_a_role(field, stem)
            or self._of_its_parts(model, stem)
            or self._by_its_end(model, field, stem)
            or self._in_a_role_by_its_end(model, field, stem)
        )

    def _doers(self, model: Model, field: ScalarField, words: tuple[str, ...]) -> Sequence[str]:
        if self.people is None or not (names_a_person(words) and holds_an_id(field)):
            return []
        is_named = is_spelled_out(words, self.folded(model.name))
        return [] if is_named else [self.people.name]

    def _in_a_role(self, field: ScalarField, stem: tuple[str, ...]) -> Sequence[str]:
        for start in range(1, len(stem)):
            found = self.named.get("".join(stem[start:]), [])
            if found:
                is_clear = field.type != Scalar("String") or _is_role(stem[:start])
                return found if is_clear else []
        return []

    def _of_its_parts(self, model: Model, stem: tuple[str, ...]) -> Sequence[str]:
        """`headVersionId` of a Document is a DocumentVersion's: one of its own parts, in a role. What refers to a
        version elsewhere by `versionId` itself is none."""
        own = "".join(words_in(singular(model.name)))
        for start in range(1, len(stem)):
            part = "".join(stem[start:])
            found = self.named.get(own + part, [])
            if found and all(
                self.folded(one).isdisjoint((f"{part}id", f"{part}_id")) for one in found
            ):
                return found
        return []

    def _by_its_end(self, model: Model, field: ScalarField, stem: tuple[str, ...]) -> Sequence[str]:
        found = [] if stem[-1] in ANYTHING else self.ending.get("".join(stem), [])
        # In the model itself, it tells the things apart that the model is about: VisitedEdge.edgeId.
        # Of three models whose names end so, none is meant more than another.
        found = _nearest(model, found) if 1 < len(found) <= _MOST_ALIKE else found
        is_open = model.name in found or len(found) > _MOST_NAMED
        return [] if is_open or field.name in self.unique(model.name) else found

    def _in_a_role_by_its_end(
        self, model: Model, field: ScalarField, stem: tuple[str, ...]
    ) -> Sequence[str]:
        """Where the type is one of ids alone: `hearing_minutes_document_id` of a CaseHearing is a CaseDocument's, and
        `approvedByAdminId` an AdminUser's."""
        if field.native_type is None or field.native_type.name not in ID_TYPES or len(stem) < 2:
            return []
        found = [] if stem[-1] in ANYTHING else self.ending.get(stem[-1], [])
        for end in ("user", "profile"):
            people = self.named.get(f"{stem[-1]}{end}", [])
            if len(people) == 1 and people != [model.name]:
                return people
        first = words_in(model.name)[0]
        found = [one for one in found if words_in(one)[0] == first and len(words_in(one)) == 2]
        return found if len(found) == 1 and found != [model.name] else []

    def _has_any(self, model: Model, types: TypeFields) -> bool:
        """Whether one of its keys may be of any model, as a type beside it says."""
        stems = (key_words(field, self.starts)[:-1] for field in model.scalar_fields)
        return any(
            stem and stem != ("parent",) and stem[-1] in ANYTHING and types.of_any(stem, False)
            for stem in stems
        )

    # -- a type beside it

    def _of_any(
        self, model: Model, field: ScalarField, stem: tuple[str, ...], types: TypeFields
    ) -> SoftReference | None:
        """A key of which another field tells the model; None where there is no such field."""
        is_open = stem[-1] in ANYTHING or stem[-1].endswith("able")
        # The model's own id, by which others know it: Resource.resourceId beside resourceType.
        if words_in(singular(model.name)) == stem or field.name in self.unique(model.name):
            return None
        kind = types.of_any(stem, is_open)
        if kind is None or ("".join(stem) in self.named and not is_open):
            return None
        if isinstance(kind.type, EnumRef):
            named = self.values(kind.type.name)
            targets = [
                one for one in named if self._fits(one, field, model) and not self.signs_in(one)
            ]
            if targets:
                return SoftReference(tuple(targets), kind.name)
        # The text of a uuid may stand where anybody's id does.
        is_text = field.type == Scalar("String") and field.native_type is None
        is_fit = is_text or any(self._fits(one, field, model) for one in self.keys.handles)
        if not is_open or not is_fit:
            return None
        return SoftReference((), kind.name)

    # -- whether its ids can be what the field holds

    def _fits(self, name: str, field: ScalarField, model: Model) -> bool:
        target = self.schema.models_by_name[name]
        key = target.scalar(self.keys.handles.get(name, ""))
        if key is None or not is_same_kind(key, field):
            return False
        # Where the other model has a field of this name too, the two may well hold the same: but for its id.
        if name == model.name or key.name.lower() == field.name.lower():
            return True
        return target.scalar(field.name) is None and field.name.lower() not in self.folded(name)


def _is_somebodys(words: tuple[str, ...]) -> bool:
    """A type beside it (`accountType`) may say whose a row is; of a `projectId` the name says it."""
    return words[-1] == "by" or words[-2] in SOMEBODY


def _is_of_its_own(stem: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """`parentSessionId` of a ChatSession: the row that it comes of, by the last words of its own name."""
    own = stem[1:]
    return bool(own) and stem[0] in LINEAGE and len(own) < len(name) and name[-len(own) :] == own


def _is_role(words: tuple[str, ...]) -> bool:
    return any(word in ROLES or (len(word) > 4 and word.endswith("ed")) for word in words)


def _nearest(model: Model, targets: Sequence[str]) -> Sequence[str]:
    """Those whose names begin as the model's does, if some do: BulkItem.groupId is a BulkGroup's."""
    first = words_in(model.name)[0]
    return [one for one in targets if words_in(one)[0] == first] or targets


def _folded(name: str) -> str:
    """`FORM_TEMPLATES`, `form_template`, `FormTemplates` alike."""
    return "".join(words_in(singular(name.lower() if name.isupper() else name)))


# ---- gathered once a schema ---------------------------------------------------------------------


def _clues(schema: Schema, keys: Keys) -> _Clues:
    related = frozenset(
        (relation.model, field)
        for relation in schema.relations
        if isinstance(relation, ForeignKey)
        for field in relation.fields
    )
    named: dict[str, list[str]] = {}
    ending: dict[str, list[str]] = {}
    for model in schema.models:
        words = words_in(singular(model.name))
        for name in dict.fromkeys(("".join(words), "".join(words_in(model.name)))):
            named.setdefault(name, []).append(model.name)
        for start in range(1, len(words)):
            ending.setdefault("".join(words[start:]), []).append(model.name)
    elsewhere: dict[str, list[str]] = {}
    starts = key_starts((*(field for _, field in related), *keys.handles.values()))
    for name, target in _relations(schema):
        known = elsewhere.setdefault("".join(noun_first(words_in(name), starts)), [])
        if target not in known:
            known.append(target)
    return _Clues(
        schema=schema,
        keys=keys,
        related=related,
        tied=frozenset(
            model
            for relation in schema.relations
            if isinstance(relation, ForeignKey)
            for model in (relation.model, relation.target)
        ),
        starts=starts,
        named=named,
        ending=ending,
        elsewhere=elsewhere,
        keyed=_keyed(keys),
        people=people_model(schema),
        values=cache(lambda enum: _values(schema.enums_by_name[enum], named)),
        ids=cache(lambda model: id_endings(schema.models_by_name[model])),
        unique=cache(lambda model: unique_alone(schema.models_by_name[model])),
        folded=cache(lambda model: folded_names(schema.models_by_name[model])),
        signs_in=cache(lambda model: has_one_of(schema.models_by_name[model], OF_SIGN_IN)),
    )


def _keyed(keys: Keys) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for model, handle in keys.handles.items():
        if len(words_in(handle)) > 1:
            found.setdefault(handle, []).append(model)
    return found


def _values(enum: Enum, named: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    found = (one for value in enum.values for one in named.get(_folded(value.name), ()))
    return tuple(dict.fromkeys(found))


def _relations(schema: Schema) -> Iterator[tuple[str, str]]:
    """The keys that have a relation to another model, with its name."""
    for relation in schema.relations:
        if isinstance(relation, ForeignKey) and relation.model != relation.target:
            is_simple = len(relation.fields) == 1
            yield from ((field, relation.target) for field in relation.fields if is_simple)
