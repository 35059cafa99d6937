"""Random schemas for the differential fuzz: models, keys with random actions, unique keys, bounded columns.

What Prisma refuses or the database can't make is left out by construction, not by trial.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Literal, TypeAlias

Provider: TypeAlias = Literal["postgresql", "sqlite", "mysql"]
Value: TypeAlias = str | int | float | None

_TABLE: dict[Provider, dict[str, tuple[str, str, tuple[Value, ...]]]] = {
    "postgresql": {
        "varchar": ("String", "@db.VarChar(4)", ("a", "abcd", "abcde", "ab      ", "ééééé", "😀😀😀😀", "")),
        "char": ("String", "@db.Char(3)", ("a", "a ", "abc", "abc   ", "abcd", "")),
        "small": ("Int", "@db.SmallInt", (0, -32768, 32767, 32768, -40000)),
        "int": ("Int", "", (1, 2, 2147483647, 2147483648, -2147483649)),
        "decimal": ("Decimal", "@db.Decimal(6, 2)", ("1", "1.0", "1.005", "-1.005", "9999.99", "9999.995", "1e3", "-0", "0.004")),
        "numeric": ("Decimal", "", ("1", "1.0", "1.50", "12e-1")),
        "real": ("Float", "@db.Real", (0.1, 16777217.0, 0.0, 1e38, 1e39)),
        "float": ("Float", "", (0.1, 0.0, -0.0, 1e300)),
        "time": ("DateTime", "@db.Timestamp(0)", ("2024-01-01T00:00:00.499Z", "2024-01-01T00:00:00.500Z", "2024-01-01T00:00:00.000Z")),
        "uuid": ("String", "@db.Uuid", ("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")),
        "text": ("String", "", ("a", "A", "a ", "ä", "")),
        # ASCII, as a server may have the locale C; the other letters are in test_folded.py.
        "citext": ("String", "@db.Citext", ("a", "A", "a ", "ab", "AB", "aB ", "ä", "")),
    },
    "sqlite": {
        "text": ("String", "", ("a", "A", "a ", "ä", "")),
        "int": ("Int", "", (1, 2, 3, -4)),
        "float": ("Float", "", (0.1, 0.5, 2.5)),
    },
    "mysql": {
        "varchar": ("String", "@db.VarChar(4)", ("a", "A", "á", "abcd", "ABCD", "abcde", "ab      ", "AB", "ééééé", "ß", "SS", "ø", "o", "")),
        "small": ("Int", "@db.SmallInt", (0, -32768, 32767, 32768, -40000)),
        "byte": ("Int", "@db.UnsignedTinyInt", (0, 255, 256, -1)),
        "int": ("Int", "", (1, 2, 2147483647, 2147483648)),
        "decimal": ("Decimal", "@db.Decimal(6, 2)", ("1", "1.0", "1.005", "-1.005", "9999.99", "9999.995", "0.004")),
    },
}  # fmt: skip  # a table


@dataclass(slots=True)
class Column:
    """`to` is the model and field that a foreign key's column repeats; `has_default`: of `values[0]`."""

    name: str
    scalar: str
    native: str = ""
    values: tuple[Value, ...] = ()
    to: tuple[str, str] | None = None
    required: bool = False
    has_default: bool = False


@dataclass(slots=True)
class Key:
    """A foreign key; `references` may be the target's id, or a natural key."""

    name: str
    fields: tuple[str, ...]
    target: str
    references: tuple[str, ...]
    on_delete: str
    on_update: str


@dataclass(slots=True)
class RandomModel:
    """`natural`: the fields of its primary key; empty where that is a generated `id`."""

    name: str
    natural: tuple[str, ...] = ()
    columns: dict[str, Column] = field(default_factory=dict)
    keys: list[Key] = field(default_factory=list)
    unique: list[tuple[str, ...]] = field(default_factory=list)


_UUID = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1"
Schema: TypeAlias = dict[str, RandomModel]
_DELETES = ("Cascade", "SetNull", "SetDefault", "Restrict", "NoAction")


def random_schema(random: Random, provider: Provider) -> Schema:
    return (_diamonds if random.random() < 0.4 else _broad)(random, provider)


def _diamonds(random: Random, provider: Provider) -> Schema:
    """Many ways from one row to another, most of them cascades: the order of actions shows."""
    names = [f"T{letter}" for letter in random.sample("ABCDEF", random.randint(4, 6))]
    schema = {name: RandomModel(name) for name in names}
    made_in = random.sample(names, len(names))
    for at, name in enumerate(made_in):
        for target in made_in[:at]:
            if random.random() < 0.6:
                action = random.choice([*["Cascade"] * 5, "Restrict", "NoAction", "SetNull"])
                _refer(random, schema, name, target, action, required=False)
    if random.random() < 0.4:
        name = random.choice(names)
        action = random.choice(["Cascade", "Restrict", "NoAction", "SetNull"])
        _refer(random, schema, name, name, action, required=False)
    return schema


def _broad(random: Random, provider: Provider) -> Schema:
    """Natural and composite keys, unique keys over keys and values, bounded columns."""
    names = ["Org", "User", "Task", "Note"]
    schema = {name: RandomModel(name) for name in names}
    for at, name in enumerate(names):
        for target in names[: at + 1]:
            if random.random() < 0.7:
                required = name != target and random.random() < 0.4
                actions = [one for one in _DELETES if one != "SetDefault"]
                if required:
                    actions.remove("SetNull")
                _refer(random, schema, name, target, random.choice(actions), required)
    _natural(random, schema, provider)
    for model in list(schema.values()):
        if not model.natural:
            _columns(random, model, provider)
            _uniques(random, model)
    return schema


def _refer(
    random: Random, schema: Schema, model: str, target: str, action: str, required: bool
) -> None:
    owner = schema[model]
    name = f"r{len(owner.keys)}"
    column = Column(f"{name}Id", "Int", to=(target, "id"), required=required)
    owner.columns[column.name] = column
    owner.keys.append(Key(name, (column.name,), target, ("id",), action, "Cascade"))
    if random.random() < 0.15:
        owner.unique.append((column.name,))


# Natural keys that others repeat: their type, and values some of which are one to the database.
_CODES: dict[Provider, tuple[tuple[str, str, tuple[Value, ...]], ...]] = {
    "postgresql": (
        ("String", "", ("todo", "doing", "done")),
        ("String", "@db.Citext", ("todo", "doing", "done", "TODO", "Done")),
        ("String", "@db.Char(6)", ("todo", "todo  ", "doing", "done ", "done")),
        ("String", "@db.Uuid", (f"{_UUID}1", f"{_UUID}1".upper(), f"{_UUID}2", f"{_UUID}3")),
        ("Decimal", "@db.Decimal(6, 2)", ("1.00", "1", "1.005", "1.01", "2")),
        ("DateTime", "@db.Timestamp(0)", ("2024-01-01T00:00:00.000Z", "2024-01-01T00:00:00.499Z", "2024-01-01T00:00:00.500Z")),
    ),
    "sqlite": (("String", "", ("todo", "doing", "done")),),
    "mysql": (("String", "@db.VarChar(20)", ("todo", "doing", "done", "TODO", "Döne")),),
}  # fmt: skip  # a table


def _natural(random: Random, schema: Schema, provider: Provider) -> None:
    """A model with a key of its own making, and one with a key of two."""
    scalar, native, codes = random.choice(_CODES[provider])
    schema["Status"] = status = RandomModel("Status", ("code",))
    status.columns["code"] = Column("code", scalar, native, codes, required=True)
    schema["Slot"] = slot = RandomModel("Slot", ("a", "b"))
    for name in ("a", "b"):
        slot.columns[name] = Column(name, "Int", "", (1, 2, 3), required=True)
    task, note = schema["Task"], schema["Note"]
    is_required = random.random() < 0.5
    deletes = [one for one in _DELETES if not (is_required and one == "SetNull")]
    if provider == "mysql":
        deletes.remove("SetDefault")
    updates = ["Cascade", "Cascade", "Restrict", "NoAction"]
    task.columns["statusCode"] = Column(
        "statusCode", scalar, native, codes, ("Status", "code"), is_required, True
    )
    task.keys.append(
        Key("status", ("statusCode",), "Status", ("code",), random.choice(deletes), random.choice(updates))
    )  # fmt: skip  # one key
    for name in ("slotA", "slotB"):
        to = ("Slot", name[-1].lower())
        note.columns[name] = Column(name, "Int", "", (1, 2, 3), to)
    deletes = [one for one in _DELETES if one != "SetDefault"]
    note.keys.append(
        Key("slot", ("slotA", "slotB"), "Slot", ("a", "b"), random.choice(deletes), random.choice([*updates, "SetNull"]))
    )  # fmt: skip  # one key


def _columns(random: Random, model: RandomModel, provider: Provider) -> None:
    known = _TABLE[provider]
    for kind in random.sample(list(known), min(len(known), random.randint(1, 4))):
        scalar, native, values = known[kind]
        has_default = kind in ("varchar", "text", "int") and random.random() < 0.5
        required = random.random() < 0.4
        model.columns[kind] = Column(kind, scalar, native, values, None, required, has_default)


def _uniques(random: Random, model: RandomModel) -> None:
    for _ in range(random.randint(0, 2)):
        size = min(len(model.columns), random.choice([1, 2, 2, 3]))
        fields = tuple(random.sample(list(model.columns), size))
        if fields and not any(set(fields) == set(one) for one in model.unique):
            model.unique.append(fields)


def prisma_text(schema: Schema, provider: Provider) -> str:
    """As a schema.prisma."""
    back: dict[str, list[str]] = {name: [] for name in schema}
    bodies = {name: list(_fields(model)) for name, model in schema.items()}
    for name, model in schema.items():
        for key in model.keys:
            relation = f"{name}_{key.name}"
            required = all(model.columns[one].required for one in key.fields)
            bodies[name].append(
                f'{key.name} {key.target}{"" if required else "?"} @relation("{relation}", '
                f"fields: [{', '.join(key.fields)}], references: [{', '.join(key.references)}], "
                f"onDelete: {key.on_delete}, onUpdate: {key.on_update})"
            )
            is_one = key.fields in model.unique
            back[key.target].append(
                f'b_{relation} {name}{"?" if is_one else "[]"} @relation("{relation}")'
            )
    blocks = [
        f"model {name} {{\n  " + "\n  ".join([*lines, *back[name], *_block(schema[name])]) + "\n}\n"
        for name, lines in bodies.items()
    ]
    return f'datasource db {{\n  provider = "{provider}"\n}}\n' + "".join(blocks)


def _fields(model: RandomModel) -> list[str]:
    lines = [] if model.natural else ["id Int @id @default(autoincrement())"]
    for column in model.columns.values():
        mark = "" if column.required else "?"
        native = f" {column.native}" if column.native else ""
        default = f" @default({_literal(column)})" if column.has_default else ""
        lines.append(f"{column.name} {column.scalar}{mark}{native}{default}")
    return lines


def _literal(column: Column) -> str:
    value = column.values[0]
    is_quoted = isinstance(value, str) and column.scalar != "Decimal"
    return f'"{value}"' if is_quoted else str(value)


def _block(model: RandomModel) -> list[str]:
    lines = [f"@@id([{', '.join(model.natural)}])"] if model.natural else []
    return [*lines, *(f"@@unique([{', '.join(fields)}])" for fields in model.unique)]
