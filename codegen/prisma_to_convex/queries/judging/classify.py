"""Calls -> classes: one document or range, several, what an index can't do. Pure.

Facts: equality fields first, then one range or the order; nothing behind a range is served.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from prisma_schema_parser.schema import Model, Schema

from ...calls.call import AnyOf, CodeValue, PrismaCall, Related, RowOrder
from ...calls.classified import AccessPath, CallClass, ClassifiedCall, DocumentsRead, ReadKind
from ..client_words import AGGREGATES, FIRST_READS, INSERTS, UNIQUE_READS, UNIQUE_WRITES
from ..relation_keys import RelationKeys
from .differences import differences
from .where_conditions import Conditions, conditions, is_indexable, is_key, unique_keys

_BY_KEY = UNIQUE_READS | UNIQUE_WRITES

NOTHING, ONE = DocumentsRead("nothing"), DocumentsRead("one", 1)
RANGE, TABLE = DocumentsRead("range"), DocumentsRead("table")


def classify(call: PrismaCall, relations: RelationKeys) -> ClassifiedCall:
    whole = _Classifying(call, relations).classified()
    if not call.where.cases or any(path.enters for path in whole.paths):
        return whole
    each = [
        _Classifying(call._replace(where=case), relations).classified() for case in call.where.cases
    ]
    if not all(any(path.enters for path in one.paths) for one in each):
        return whole
    dearest = max(each, key=_dearness)
    paths = dict.fromkeys(path for one in (dearest, *each) for path in one.paths)
    return whole._replace(
        kind=dearest.kind,
        reads=dearest.reads,
        paths=tuple(paths),
        is_order_served=all(one.is_order_served for one in each),
        is_by_case=True,
    )


_READS: tuple[ReadKind, ...] = ("nothing", "one", "some", "range", "table", "unknown")


def _dearness(one: ClassifiedCall) -> tuple[int, int, str]:
    most = one.reads.most
    return _READS.index(one.reads.kind), sys.maxsize if most is None else most, one.kind


class _Classifying:
    def __init__(self, call: PrismaCall, relations: RelationKeys) -> None:
        self._call = call
        self._relations = relations
        self._schema: Schema = relations.schema
        self._model = relations.schema.model(call.model)
        self._found = conditions(call.where, self._model)

    def classified(self) -> ClassifiedCall:
        call = self._call
        paths, alternatives = self._paths()
        kind = self._kind(paths, alternatives)
        served = self._is_order_served(paths)
        return ClassifiedCall(
            call=call,
            kind=kind,
            reads=self._reads(kind, paths, served),
            paths=paths,
            included=tuple(self._included()),
            is_order_served=served,
            differences=tuple(differences(call, self._relations)),
        )

    # ---- the way in -------------------------------------------------------------------------

    def _paths(self) -> tuple[tuple[AccessPath, ...], bool]:
        """The ways in, and whether they are several: of an `OR`, or through a related table."""
        if self._call.operation in INSERTS:
            return (), False
        found = self._found
        if self._call.needs_key and not found.enters:
            by_key = self._by_one_of_its_keys()
            return by_key or (self._own_path(),), False
        if found.enters or not found.others:
            return (self._own_path(),), False
        for part in found.others:
            if isinstance(part, AnyOf):
                branches = self._branches(part)
                if branches:
                    return branches, True
        for part in found.others:
            if isinstance(part, Related):
                related = self._through(part)
                if related:
                    return related, True
        return (self._own_path(),), False

    def _own_path(self) -> AccessPath:
        return self._path_of(self._found, self._call.order, self._model)

    def _by_one_of_its_keys(self) -> tuple[AccessPath, ...]:
        """Prisma Client refuses the call without a key: of those that it may have, it has one."""
        equal_fields = {
            one.field for one in self._call.where.conditions if one.operator == "equals"
        }
        return tuple(
            AccessPath(self._model.name, index.field_names)
            for index in self._model.indexes
            if is_key(index) and equal_fields.issuperset(index.field_names)
        )

    def _path_of(self, found: Conditions, order: RowOrder, model: Model) -> AccessPath:
        return path_of(found, order, model, self._relations.indexed(model.name))

    def _branches(self, part: AnyOf) -> tuple[AccessPath, ...]:
        """One a branch, where each can enter an index."""
        if part.is_optional or not part.branches:
            return ()
        paths: list[AccessPath] = []
        for branch in part.branches:
            inner = conditions(branch, self._model)
            if inner.enters:
                paths.append(self._path_of(inner, RowOrder(), self._model))
                continue
            related = [self._through(one) for one in inner.others if isinstance(one, Related)]
            entering = next((one for one in related if one), ())
            if not entering:
                return ()
            paths += entering
        return tuple(dict.fromkeys(paths))

    def _through(self, part: Related) -> tuple[AccessPath, ...]:
        """From the related table: by its conditions, then by the key between the two."""
        if part.is_optional or part.quantifier not in ("some", "is"):
            return ()
        target = self._schema.model(part.target)
        inner = conditions(part.where, target)
        if not inner.enters:
            return ()
        first = self._path_of(inner, RowOrder(), target)
        key = self._relations.key_of(self._model.name, part.field)
        if key is None:  # the related row refers to this one: it is got by its id
            return (first,)
        return (first, AccessPath(self._model.name, key.fields))

    # ---- the class --------------------------------------------------------------------------

    def _kind(self, paths: tuple[AccessPath, ...], is_several: bool) -> CallClass:
        call = self._call
        if call.operation in INSERTS:
            return "A"
        enters = any(path.enters for path in paths)
        if (call.unresolved or call.where.certainty == "unknown") and not enters:
            return "U"
        if call.operation in _BY_KEY:
            return "B" if enters else "U"
        if call.operation in AGGREGATES:
            return "G"
        if self._skips():
            return "H"
        if is_several:
            return "D"
        if self._is_one():
            return "B"
        return self._of_own_path(enters)

    def _of_own_path(self, enters: bool) -> CallClass:
        call, found = self._call, self._found
        has_rest = bool(found.rest or found.others or call.where.certainty != "known")
        has_rest |= bool(call.unresolved)
        orders = bool(call.order.fields) or call.order.certainty != "known"
        served = _order_fields(call.order, found, self._model) is not None or not orders
        if not enters:
            if has_rest:
                return "F"
            return "C" if served else "E"
        if has_rest or len(found.ranges) > 1 or len(found.one_of) > 1:
            return "E"
        if found.one_of:
            return "D" if served or call.operation in FIRST_READS or not orders else "E"
        return "C" if served else "E"

    def _is_one(self) -> bool:
        """Whether equality holds for all fields of a key."""
        equal = set(self._found.equal)
        return any(key <= equal for key in unique_keys(self._model))

    def _skips(self) -> bool:
        """`skip`, but not that of a cursor: it skips the row that the cursor is at."""
        skip = self._call.skip
        if skip is None or self._call.cursor is not None:
            return False
        return skip.text != "0"

    # ---- what is read -----------------------------------------------------------------------

    def _is_order_served(self, paths: tuple[AccessPath, ...]) -> bool:
        order = self._call.order
        if not order.fields and order.certainty == "known":
            return True
        if len(paths) != 1:
            return False
        return _order_fields(order, self._found, self._model) is not None

    def _reads(self, kind: CallClass, paths: tuple[AccessPath, ...], served: bool) -> DocumentsRead:
        call = self._call
        match kind:
            case "A":
                return NOTHING
            case "B":
                return ONE
            case "U":
                return DocumentsRead("unknown")
            case "F" | "H":
                return RANGE if any(path.enters for path in paths) else TABLE
            case "G":
                if self._is_one():
                    return ONE
                return RANGE if any(path.enters for path in paths) else TABLE
            case "D" if self._is_small():
                return DocumentsRead("some", self._small())
            case _:
                is_whole = kind in ("C", "D") and served and call.where.certainty == "known"
                most = self._most(kind) if is_whole and not call.distinct else None
                if most is not None:
                    return most
                return RANGE if any(path.enters for path in paths) else TABLE

    def _is_small(self) -> bool:
        """`in` over the values of a key: a document a value."""
        names = set(self._found.equal) | set(self._found.one_of)
        has_rest = self._found.ranges or len(self._found.one_of) != 1
        return not has_rest and any(key <= names for key in unique_keys(self._model))

    def _small(self) -> int | None:
        for one in self._call.where.conditions:
            if one.operator == "in" and one.field in self._found.one_of:
                return one.value.size
        return None

    def _most(self, kind: CallClass) -> DocumentsRead | None:
        """None where some that are read are not taken."""
        is_first = self._call.operation in FIRST_READS
        take = CodeValue("number", "1") if is_first else self._call.take
        if take is None or take.may_be_undefined:
            return None
        most = number_in(take)
        if kind == "C" or self._found.one_of:
            return DocumentsRead("some", most)
        if not self._is_plain_any_of():
            return None
        ranges = self._branch_count()  # each may give the same rows
        return DocumentsRead("some", None if most is None or ranges is None else most * ranges)

    def _is_plain_any_of(self) -> bool:
        """Whether there is an `OR` alone, and each branch is one range, with nothing left for the code."""
        if len(self._call.where.parts) != 1:
            return False
        part = self._call.where.parts[0]
        return isinstance(part, AnyOf) and all(
            _is_one_range(conditions(one, self._model)) for one in part.branches
        )

    def _branch_count(self) -> int | None:
        """Of that `OR`; None where it depends on a value."""
        part = self._call.where.parts[0]
        return None if not isinstance(part, AnyOf) or part.repeated else len(part.branches)

    def _included(self) -> list[AccessPath]:
        """By which key the rows of an `include` are found, table by table."""
        found: list[AccessPath] = []
        waiting = [(self._model, self._call.selection)]
        while waiting:
            model, selection = waiting.pop()
            for one in selection.relations:
                target = self._schema.model(one.target)
                waiting.append((target, one.selection))
                key = self._relations.key_from(model.name, one.field)
                if key is None or self._relations.key_of(model.name, one.field) is not None:
                    continue
                inner = conditions(one.where, target)
                keyed = inner._replace(equal=(*key.fields, *inner.equal))
                found.append(self._path_of(keyed, one.order, target))
        return list(dict.fromkeys(found))


def _is_one_range(found: Conditions) -> bool:
    return not (found.one_of or found.rest or found.others) and len(found.ranges) <= 1


def number_in(value: CodeValue) -> int | None:
    text = value.text.replace("_", "").removeprefix("-")
    return int(text) if value.kind == "number" and text.isdigit() and len(text) < 10 else None


def path_of(
    found: Conditions, order: RowOrder, model: Model, indexed: Iterable[tuple[str, ...]] = ()
) -> AccessPath:
    """The fields that an index for it would have. Of several `in`, one over a key, which is one document a value; else
    one that what is `indexed` serves.
    """
    keys = [name for name in found.one_of if frozenset([name]) in unique_keys(model)]
    starts = {frozenset(fields[: len(found.equal) + 1]) for fields in indexed}
    served = [name for name in found.one_of if frozenset([*found.equal, name]) in starts]
    one_of = next(iter([*keys, *served, *found.one_of]), "")
    range_ = found.ranges[0] if found.ranges else ""
    ordered = _order_fields(order, found, model) if not one_of else ()
    if range_:
        ordered = ()
    others = [name for name in found.one_of if name != one_of]
    left = (*found.ranges[1:], *others, *found.rest)
    return AccessPath(
        model=model.name,
        equal=found.equal,
        one_of=one_of,
        range=range_,
        order=ordered or (),
        rest=left,
    )


def _order_fields(order: RowOrder, found: Conditions, model: Model) -> tuple[str, ...] | None:
    """What an index must have behind its equality fields to give the order; None where none can."""
    if order.certainty != "known":
        return None
    fields: list[str] = []
    directions: set[str] = set()
    for one in order.fields:
        field = model.scalar(one.path[0])
        if len(one.path) > 1 or field is None or not is_indexable(field) or not one.direction:
            return None
        if one.path[0] in found.equal or one.path[0] in fields:
            continue
        fields.append(one.path[0])
        directions.add(one.direction)
        if frozenset([one.path[0]]) in unique_keys(model) and field.arity == "required":
            break  # what follows decides nothing
    if len(directions) > 1:
        return None
    if fields and found.one_of:
        return None
    if fields and found.ranges and fields[0] != found.ranges[0]:
        return None
    return tuple(fields)
