"""Relations of every kind, each with its two sides."""

from .columns import finish, native, native_attribute
from .draft import Column, Draft, Table
from .keys import add_unique
from .markup import array, attribute, field, named, quoted
from .names import RELATIONS

Key = tuple[Column, ...]


def add_relations(draft: Draft) -> None:
    dice, tables = draft.dice, draft.tables
    for _ in dice.parts(4, stop=4):
        child, parent = _two_tables(draft)
        kind = dice.below(9)
        if kind >= 6 and not parent.view and not child.view:
            _many_to_many(draft, child, parent)
        elif kind == 5:
            _join_table(draft, dice.pick(tables), parent)
        else:
            _foreign_key(draft, child, parent, one_to_one=kind >= 3 and not child.view)


def _two_tables(draft: Draft) -> tuple[Table, Table]:
    """Child and parent; the parent first in source order where cycles are an error."""
    first, second = (draft.dice.below(len(draft.tables)) for _ in range(2))
    if draft.safe_cycles and first < second:
        first, second = second, first
    return draft.tables[first], draft.tables[second]


def _name(draft: Draft, child: Table, parent: Table, must: bool) -> list[str]:
    """The relation's name: needed as soon as two relations link the same models."""
    pair = frozenset({child.name, parent.name})
    must = must or pair in draft.pairs
    draft.pairs.add(pair)
    if not must and not draft.dice.chance(5):
        return []
    text = quoted(f"{draft.dice.pick(RELATIONS)}{next(draft.serial)}")
    return [named("name", text) if draft.dice.chance(3) else text]


def _relation(name: list[str], *arguments: str) -> list[str]:
    return [attribute("relation", *name, *arguments)] if name or arguments else []


def _decapitalized(name: str) -> str:
    return name[0].lower() + name[1:]


def _foreign_key(draft: Draft, child: Table, parent: Table, one_to_one: bool) -> None:
    """A single relation field with the keys, and the list or single field that faces it."""
    dice, keys = draft.dice, [key for key in parent.keys if _referable(key)]
    if not keys:
        return
    key = dice.pick(keys)
    name = _name(draft, child, parent, must=child is parent)
    forward = child.names.fresh(_decapitalized(parent.name))
    optional = child is parent or dice.chance(2)
    columns = _key_columns(draft, child, forward, key, optional)
    if one_to_one:
        _make_unique(draft, child, columns)
    arguments = _sides(draft, columns, key) + _actions(draft, child, parent, columns)
    if (
        draft.can("fk-map")
        and not child.view
        and (dice.chance(6) or not _first_over(child, columns))
    ):
        arguments.append(named("map", draft.unique_name()))
    if dice.chance(6):
        arguments = dice.shuffled(arguments)
    any_optional = any(not column.required for column in columns)
    child.relations.append(
        field(
            forward,
            parent.name,
            "?" if any_optional or dice.chance(8) else "",
            [*_relation(name, *arguments), *_ignore(child, parent)],
        )
    )
    back = parent.names.fresh(_decapitalized(child.name) + ("" if one_to_one else "s"))
    parent.relations.append(
        field(
            back,
            child.name,
            "?" if one_to_one else "[]",
            [*_relation(name), *_ignore(parent, child)],
        )
    )


def _referable(key: Key) -> bool:
    return all(column.base != "Unsupported" and column.arity != "[]" for column in key)


def _ignore(owner: Table, other: Table) -> list[str]:
    """A field that points to an ignored model has to be ignored."""
    return [attribute("ignore")] if other.ignored and not owner.ignored else []


def _first_over(child: Table, columns: Key) -> bool:
    """Whether these columns carry no foreign key yet: the second needs a name of its own."""
    names = ("foreign key", *(column.name for column in columns))
    if names in child.used:
        return False
    child.used.add(names)
    return True


def _key_columns(draft: Draft, child: Table, forward: str, key: Key, optional: bool) -> Key:
    """New columns of the referenced types, or older ones that fit: a shared tenant column, the child's own id."""
    dice, result = draft.dice, list[Column]()
    for column in key:
        fitting = [
            old
            for old in child.columns
            if old.type == column.type
            and old.native == column.native
            and old.required
            and old.arity != "[]"
            and old not in result
            and old not in key
        ]
        if fitting and not optional and dice.chance(4):
            result.append(dice.pick(fitting))
        else:
            result.append(_key_column(draft, child, forward, column, optional))
    return tuple(result)


def _key_column(draft: Draft, child: Table, forward: str, target: Column, optional: bool) -> Column:
    name = child.names.fresh(forward + target.name[0].upper() + target.name[1:])
    arity = "?" if optional and not draft.dice.chance(6) else ""
    result = Column(name, target.base, target.type, arity)
    result.native = target.native
    if not draft.mongodb and draft.dice.chance(6):
        result.native = native(draft, target.base, indexed=True)  # native types are not compared
    finish(draft, result, [])
    child.columns.append(result)
    return result


def _make_unique(draft: Draft, child: Table, columns: Key) -> None:
    if columns in child.keys:
        return
    if len(columns) == 1 and child.claim(columns):
        columns[0].attributes.append(attribute("unique"))
        child.keys.append(columns)
    else:
        add_unique(draft, child, columns)


def _sides(draft: Draft, columns: Key, key: Key) -> list[str]:
    pairs = [[column.name for column in side] for side in (columns, key)]
    bare = len(key) == 1 and draft.dice.chance(6)
    fields, references = (names[0] if bare else array(names) for names in pairs)
    return [named("fields", fields), named("references", references)]


def _actions(draft: Draft, child: Table, parent: Table, columns: Key) -> list[str]:
    """`onDelete` and `onUpdate`; harmless ones where a cycle or a second path would be an error."""
    dice, provider = draft.dice, draft.provider
    allowed = provider.prisma_actions if draft.mode == "prisma" else provider.actions
    single_path = draft.can("clustered") and draft.mode != "prisma"
    if draft.safe_cycles and (
        child is parent or (single_path and (child.cascades or dice.chance(2)))
    ):
        harmless = [action for action in ("NoAction", "Restrict") if action in allowed]
        return [named("onDelete", dice.pick(harmless)), named("onUpdate", dice.pick(harmless))]
    child.cascades = True
    if any(column.required for column in columns):
        allowed = tuple(action for action in allowed if action != "SetNull")
    return [named(when, dice.pick(allowed)) for when in ("onDelete", "onUpdate") if dice.chance(2)]


def _many_to_many(draft: Draft, left: Table, right: Table) -> None:
    """Implicit, or embedded in MongoDB."""
    if draft.mongodb:
        _embedded(draft, left, right)
        return
    if any(len(table.id) != 1 or table.ignored for table in (left, right)):
        return
    name = _name(draft, left, right, must=left is right)
    for owner, other in ((left, right), (right, left)):
        field_name = owner.names.fresh(_decapitalized(other.name) + "s")
        owner.relations.append(field(field_name, other.name, "[]", _relation(name)))


def _embedded(draft: Draft, left: Table, right: Table) -> None:
    """Both sides hold a list of the other's ids."""
    if left.ignored or right.ignored:
        return
    name = _name(draft, left, right, must=left is right)
    for owner, other in ((left, right), (right, left)):
        target = other.id[0]
        column = Column(
            owner.names.fresh(_decapitalized(other.name) + "Ids"), target.base, target.type, "[]"
        )
        column.native = target.native
        if column.native:
            column.attributes.append(native_attribute(draft, column.native))
        owner.columns.append(column)
        owner.relations.append(
            field(
                owner.names.fresh(_decapitalized(other.name) + "s"),
                other.name,
                "[]",
                _relation(
                    name,
                    named("fields", array([column.name])),
                    named("references", array([target.name])),
                ),
            )
        )


def _join_table(draft: Draft, left: Table, right: Table) -> None:
    """An explicit many-to-many: a model of two foreign keys, which are its id."""
    ids = [table.keys[0] for table in (left, right) if table.keys and not table.ignored]
    if (
        len(ids) < 2
        or not all(map(_referable, ids))
        or not all(c.required for key in ids for c in key)
    ):
        return
    join = Table(draft.names.fresh(f"{left.name}On{right.name}"))
    columns = list[Column]()
    for parent, key in ((left, ids[0]), (right, ids[1])):
        name = _name(draft, join, parent, must=left is right)
        forward = join.names.fresh(_decapitalized(parent.name))
        own = tuple(_key_column(draft, join, forward, column, False) for column in key)
        columns += own
        _first_over(join, own)
        join.relations.append(
            field(
                forward,
                parent.name,
                "",
                _relation(name, *_sides(draft, own, key), *_actions(draft, join, parent, own)),
            )
        )
        back = parent.names.fresh(_decapitalized(join.name))
        parent.relations.append(field(back, join.name, "[]", _relation(name)))
    _join_id(draft, join, tuple(columns))
    draft.tables.append(join)


def _join_id(draft: Draft, join: Table, columns: Key) -> None:
    names = array([column.name for column in columns])
    if draft.mongodb:
        own = Column(join.names.fresh("id"), "String", "String", native="ObjectId")
        finish(
            draft,
            own,
            [attribute("id"), attribute("default", "auto()"), attribute("map", quoted("_id"))],
            False,
        )
        join.columns.insert(0, own)
        join.id = (own,)
        join.keys.append((own,))
        join.claim((own,))
        add_unique(draft, join, columns)
        return
    join.attributes.append(attribute("@@id", names))
    join.id = columns
    join.keys.append(columns)
    join.claim(columns)
    join.clustered = True
