"""Calls of Prisma Client made up from a seed: as code, and as the arguments that Prisma Client gets.

Long, as it is one grammar: each kind of call is made of parts that the others share.

A leaf is a value that both sides get, `Given`, by name of a variable in the code, or `Written` there. Values are JSON;
what JSON has no form for is `{"$": kind, ...}`: `date` (ms), `big`, `id` (of the row with a label).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeAlias

Json: TypeAlias = Any

TEXTS = [
    "",
    "a",
    "A",
    "ab",
    "abc",
    "b",
    "é",
    "ﬀ",
    "\uffee",
    "😀",
    "a😀",
    "a\uffee",
    "x'\"\\`${y}",
    "  ",
]
PARTS = ["", "a", "A", "b", "é", "😀", "x'"]
"""Nothing that LIKE takes for a pattern, and no letter whose case the database's locale decides."""
NUMBERS = [0, 0.5, -1.5, 1e300, -1e-300, 2, 3, 7.25]
INTS = [-3, 0, 1, 2, 3, 2147483647, -2147483648]
BIGS = ["0", "1", "-1", "9007199254740993", "9223372036854775807", "-9223372036854775808"]
DATES = [0, 1, 86400000, 1000000000000, -1]
STAGES = ["OPEN", "WON", "LOST"]
LABELS = {
    "Account": [f"a{n}" for n in range(9)],
    "Profile": [f"p{n}" for n in range(5)],
    "Note": [f"n{n}" for n in range(14)],
    "Group": [f"g{n}" for n in range(4)],
    "Seat": [f"s{n}" for n in range(5)],
    "Stay": [f"y{n}" for n in range(8)],
}


UNDEFINED = object()


@dataclass(frozen=True)
class Leaf:
    """`name` is the variable's; empty: the value is written in the code. `is_optional`: the variable may be
    undefined, and is where the value is `UNDEFINED`.
    """

    value: Json
    name: str = ""
    is_optional: bool = False


@dataclass(frozen=True)
class Maybe:
    """What is there where the flag is true: keys of an object, or a branch of `OR`."""

    flag: Leaf
    inner: dict[str, Json]


@dataclass(frozen=True)
class Each:
    """`name.map((one) => ({...}))`: a branch of `OR` for each item."""

    name: str
    items: list[dict[str, Json]]


@dataclass(frozen=True)
class Column:
    """`kind`: text, float, int, big, bool, stage, date, id, ref, list. `target` is a ref's."""

    name: str
    kind: str
    nullable: bool = False
    target: str = ""
    unique: bool = False


MODELS: dict[str, list[Column]] = {
    "Account": [
        Column("id", "id", unique=True),
        Column("label", "text", unique=True),
        Column("nick", "text", nullable=True, unique=True),
        Column("name", "text", nullable=True),
        Column("score", "float", nullable=True),
        Column("big", "big"),
        Column("level", "int"),
        Column("isActive", "bool"),
        Column("stage", "stage"),
        Column("joinedAt", "date"),
        Column("seenAt", "date", nullable=True),
        Column("labels", "list"),
    ],
    "Profile": [
        Column("id", "id", unique=True),
        Column("label", "text", unique=True),
        Column("bio", "text", nullable=True),
        Column("accountId", "ref", target="Account", unique=True),
    ],
    "Note": [
        Column("id", "id", unique=True),
        Column("label", "text", unique=True),
        Column("title", "text"),
        Column("rank", "int", nullable=True),
        Column("accountId", "ref", target="Account"),
        Column("reviewerId", "ref", nullable=True, target="Account"),
    ],
    "Group": [Column("id", "id", unique=True), Column("label", "text", unique=True)],
    "Seat": [
        Column("label", "text", unique=True),
        Column("room", "text"),
        Column("place", "int"),
        Column("taken", "bool"),
    ],
    "Stay": [
        Column("id", "id", unique=True),
        Column("label", "text", unique=True),
        Column("room", "text", nullable=True),
        Column("place", "int", nullable=True),
        Column("nights", "int"),
    ],
}
RELATIONS: dict[str, list[tuple[str, str, bool]]] = {
    "Account": [
        ("notes", "Note", True),
        ("reviews", "Note", True),
        ("profile", "Profile", False),
        ("groups", "Group", True),
    ],
    "Profile": [("account", "Account", False)],
    "Note": [("account", "Account", False), ("reviewer", "Account", False)],
    "Group": [("accounts", "Account", True)],
    "Seat": [("stays", "Stay", True)],
    "Stay": [("seat", "Seat", False)],
}
READS = ["findUnique", "findUniqueOrThrow", "findFirst", "findFirstOrThrow", "findMany", "count"]
WRITES = [
    "create",
    "createMany",
    "createManyAndReturn",
    "update",
    "updateMany",
    "upsert",
    "delete",
    "deleteMany",
]
_POOLS: dict[str, list[Json]] = {
    "text": TEXTS, "float": NUMBERS, "int": INTS, "bool": [True, False], "stage": STAGES,
    "big": [{"$": "big", "of": one} for one in BIGS], "date": [{"$": "date", "of": one} for one in DATES],
    "list": [[], ["a"], ["b", "a", "b"]],
}  # fmt: skip


def random_big(random: Random) -> Json:
    return random.choice(_POOLS["big"])


@dataclass
class RandomCall:
    """`arguments` is Prisma's tree of leaves. `order` has the fields of `orderBy`, with directions; `is_total`:
    it leaves no ties."""

    model: str
    operation: str
    arguments: dict[str, Json]
    order: list[tuple[str, str]] = field(default_factory=list)
    is_total: bool = False
    names: list[str] = field(default_factory=list)
    made: int = 0


class CallMaker:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self._call = RandomCall("", "", {})

    def call(self) -> RandomCall:
        random = self.random
        model = random.choices(list(MODELS), [8, 2, 5, 1, 2, 2])[0]
        operation = random.choice(READS if random.random() < 0.72 else WRITES)
        self._call = call = RandomCall(model, operation, {})
        if operation.startswith("create"):
            self._inserted(call)
        else:
            self._found(call)
        if operation in ("update", "updateMany"):
            call.arguments["data"] = self.changes(model, nested=operation == "update")
        if operation == "upsert":
            call.arguments["create"] = self.new_row(model, nested=False)
            call.arguments["update"] = self.changes(model, nested=False)
        if operation not in ("count", "createMany", "updateMany", "deleteMany"):
            depth = 0 if operation == "createManyAndReturn" else 2  # Prisma takes no lists there
            call.arguments.update(self.selection(model, depth))
        if operation == "findMany":
            self._ordered(call, 0.5)
            if random.random() < 0.4:
                call.arguments["take"] = self.leaf(random.choice([1, 2, 3, 5, 100, 0]))
            self._paged(call)
        elif operation.startswith("findFirst"):
            self._ordered(call, 0.5)
            self._paged(call)
        return call

    def _paged(self, call: RandomCall) -> None:
        """`skip`; a cursor, or distinct rows, where the order leaves no ties: else either side has its own."""
        random = self.random
        if random.random() < 0.2:
            call.arguments["skip"] = self.leaf(random.choice([0, 1, 1, 2, 3]))
        kind = random.choice(["", "", "", "cursor", "distinct"])
        if kind == "cursor" and (call.is_total or not call.order):
            call.order = call.order or [("id", "asc")]
            call.is_total = True
            call.arguments["cursor"] = self._cursor(call.model)
        elif kind == "distinct" and call.is_total:
            usable = [one.name for one in MODELS[call.model] if one.kind not in ("list", "id")]
            chosen = random.sample(usable, min(len(usable), random.choice([1, 1, 2])))
            call.arguments["distinct"] = [Leaf(name) for name in chosen]

    def _cursor(self, model: str) -> dict[str, Json]:
        by_label = {"label": self.leaf(self.random.choice(LABELS[model]), given=True)}
        if model == "Seat":
            return by_label
        return by_label if self.random.random() < 0.4 else {"id": self._id(model)}

    # ---- values ---------------------------------------------------------------------------------

    def leaf(self, value: Json, *, given: bool | None = None) -> Leaf:
        is_given = self.random.random() < 0.75 if given is None else given
        if not is_given:
            return Leaf(value)
        name = f"x{self._call.made}"
        self._call.made += 1
        self._call.names.append(name)
        return Leaf(value, name)

    def value(self, column: Column) -> Json:
        if column.kind in ("id", "ref"):
            target = column.target or self._call.model
            return {"$": "id", "of": [target, self.random.choice(LABELS[target])]}
        if column.name == "label":
            return self.random.choice([*LABELS[self._call.model], "none"])
        return self.random.choice(_POOLS[column.kind])

    def new_label(self, model: str) -> str:
        self._call.made += 1
        return f"{model[0].lower()}new{self._call.made}{self.random.randrange(10**6)}"

    # ---- where ----------------------------------------------------------------------------------

    def _found(self, call: RandomCall) -> None:
        if call.operation in ("findUnique", "findUniqueOrThrow", "update", "upsert", "delete"):
            call.arguments["where"] = self.unique(call.model)
            return
        where = self.where(MODELS[call.model])
        if self.random.random() < 0.4:
            where.update(self.more(call.model, where))
        if where or self.random.random() < 0.5:
            call.arguments["where"] = where

    # ---- what no index looks up -----------------------------------------------------------------

    def more(self, model: str, where: dict[str, Json]) -> dict[str, Json]:
        """`OR`, `NOT`, conditions on related rows, and some that may be missing, of other fields than `where` has."""
        random = self.random
        free = [one for one in MODELS[model] if one.name not in where and one.kind != "list"]
        random.shuffle(free)
        kinds = [
            "OR",
            "NOT",
            "related",
            "related",
            "optional",
            "maybe",
            "maybe",
            "branches",
            "each",
        ]
        match random.choice(kinds):
            case "maybe":
                some = random.choice([self.more, self.about_null])(model, where)
                is_plain = not any(isinstance(one, Maybe) for one in some.values())
                is_whole = not any(one.is_optional for one in leaves(some))
                is_usable = bool(some) and is_plain and is_whole
                return {"...": Maybe(self._flag(), some)} if is_usable else some
            case "branches" if len(free) > 1:
                return {
                    "OR": [self.condition(free[0]), Maybe(self._flag(), self.condition(free[1]))]
                }
            case "each" if len(free) > 1:
                return {"OR": [self.each(free[:2])]}
            case "OR" if len(free) > 1:
                branches = [self.condition(free[0]), self.condition(free[1])]
                if len(free) > 2 and random.random() < 0.4:
                    branches[1].update(self.condition(free[2]))
                return {"OR": branches}
            case "NOT" if free:
                return {"NOT": self.deniable(free[0])}
            case "optional":
                usable = [one for one in free if one.kind not in ("id", "ref")]
                return self.may_be_missing(usable[0]) if usable else {}
            case _:
                return self.about_related(model)

    def _flag(self) -> Leaf:
        return self.leaf(self.random.choice([True, False]), given=True)

    def each(self, columns: list[Column]) -> Each:
        """Its values are not null: what is made of an item is no value of its own."""
        name = self.leaf(None, given=True).name
        number = self.random.choice([0, 1, 2, 3])
        return Each(name, [{one.name: self.value(one) for one in columns} for _ in range(number)])

    def about_null(self, model: str, where: dict[str, Json]) -> dict[str, Json]:
        usable = [one for one in MODELS[model] if one.nullable and one.name not in where]
        return {self.random.choice(usable).name: Leaf(None)} if usable else {}

    def deniable(self, column: Column) -> dict[str, Json]:
        """A condition whose contrary is sketched, too."""
        while True:
            found = self.condition(column)
            operators = next(iter(found.values()))
            if not isinstance(operators, dict) or not operators.keys() & {"in", "notIn"}:
                return found

    def may_be_missing(self, column: Column) -> dict[str, Json]:
        leaf = self.leaf(self.value(column), given=True)
        value = UNDEFINED if self.random.random() < 0.4 else leaf.value
        optional = Leaf(value, leaf.name, is_optional=True)
        operator = self.random.choice(["", "not"])
        return {column.name: {operator: optional} if operator else optional}

    def about_related(self, model: str) -> dict[str, Json]:
        name, target, is_list = self.random.choice(RELATIONS[model])
        usable = [one for one in MODELS[target] if one.kind not in ("ref", "id", "list")]
        column = self.random.choice(usable)
        if not is_list:
            found = self.condition(column)
            match self.random.choice(["plain", "is", "isNot", "isNot", "null"]):
                case "plain":
                    return {name: found}
                case "null":
                    return {name: Leaf(None)}
                case word:
                    return {name: {word: found}}
        match self.random.choice(["some", "none", "every", "any"]):
            case "every":
                return {name: {"every": self.deniable(column)}}
            case "any":
                return {name: {self.random.choice(["some", "none"]): {}}}
            case quantifier:
                return {name: {quantifier: self.condition(column)}}

    def unique(self, model: str) -> dict[str, Json]:
        if model == "Seat" and self.random.random() < 0.7:
            room = self.leaf(self.random.choice(["r", "r2"]), given=True)
            return {
                "room_place": {
                    "room": room,
                    "place": self.leaf(self.random.choice([1, 2]), given=True),
                }
            }
        column = self.random.choice([one for one in MODELS[model] if one.unique])
        found: dict[str, Json] = {
            column.name: self.leaf(self.value(column), given=column.kind in ("id", "ref") or None)
        }
        if self.random.random() < 0.2:
            rest = [one for one in MODELS[model] if not one.unique and one.kind != "list"]
            if rest:
                found.update(self.condition(self.random.choice(rest)))
        return found

    def where(self, columns: list[Column]) -> dict[str, Json]:
        usable = [one for one in columns if one.kind != "list"]
        chosen = self.random.sample(
            usable, min(len(usable), self.random.choice([0, 1, 1, 1, 2, 2, 3]))
        )
        found: dict[str, Json] = {}
        for column in chosen:
            found.update(self.condition(column))
        return found

    def condition(self, column: Column) -> dict[str, Json]:
        random = self.random
        is_id = column.kind in ("id", "ref")
        operators = ["equals", "equals", "equals", "not"]
        if column.kind != "bool":
            operators += ["in", "notIn"]
        if column.kind in ("int", "float", "date", "big", "text"):
            operators += ["lt", "lte", "gt", "gte", "both"]
        if column.kind == "text":
            operators += ["startsWith", "startsWith", "contains", "endsWith", "insensitive"]
        if column.nullable:
            operators += ["null", "notNull"]
        match random.choice(operators):
            case "equals":
                value = self.value(column)
                if column.nullable and random.random() < 0.15:
                    return {column.name: self.leaf(None, given=True)}
                leaf = self.leaf(value, given=True if is_id else None)
                return {column.name: leaf if random.random() < 0.8 else {"equals": leaf}}
            case "in" | "notIn" as operator:
                values = [self.value(column) for _ in range(random.choice([0, 1, 2, 3, 5]))]
                return {column.name: {operator: self.leaf(values, given=True)}}
            case "both":
                low, high = self.leaf(self.value(column), given=True), self.leaf(
                    self.value(column), given=True
                )
                return {
                    column.name: {
                        random.choice(["gt", "gte"]): low,
                        random.choice(["lt", "lte"]): high,
                    }
                }
            case "null":
                return {column.name: Leaf(None)}
            case "notNull":
                return {column.name: {"not": Leaf(None)}}
            case "contains" | "endsWith" as operator:
                return {column.name: {operator: self.leaf(random.choice(PARTS))}}
            case "insensitive":
                operator = random.choice(["equals", "contains", "startsWith", "endsWith"])
                text = self.leaf(random.choice([*PARTS, "AB", "aBc"]))
                return {column.name: {operator: text, "mode": Leaf("insensitive")}}
            case "startsWith":
                return {
                    column.name: {
                        "startsWith": self.leaf(random.choice(["", "a", "a😀", "é", "\uffee", "r"]))
                    }
                }
            case operator:
                return {
                    column.name: {
                        operator: self.leaf(self.value(column), given=True if is_id else None)
                    }
                }

    # ---- order, selection -----------------------------------------------------------------------

    def _ordered(self, call: RandomCall, chance: float) -> None:
        if self.random.random() >= chance:
            return
        usable = [
            one
            for one in MODELS[call.model]
            if one.kind in ("text", "float", "int", "bool", "date", "big")
        ]
        chosen = self.random.sample(usable, min(len(usable), self.random.choice([1, 1, 2])))
        if not any(one.name == "label" for one in chosen) and self.random.random() < 0.4:
            chosen.append(next(one for one in usable if one.name == "label"))
        if call.model != "Seat" and self.random.random() < 0.2:
            chosen = [*chosen[: self.random.choice([0, 1])], MODELS[call.model][0]]
        one_way = self.random.choice(["asc", "desc", ""])
        entries: list[dict[str, Json]] = []
        for column in chosen:
            direction = one_way or self.random.choice(["asc", "desc"])
            written: Json = Leaf(direction)
            if column.nullable and self.random.random() < 0.3:
                written = {
                    "sort": Leaf(direction),
                    "nulls": Leaf(self.random.choice(["first", "last"])),
                }
            entries.append({column.name: written})
            call.order.append((column.name, direction))
        call.arguments["orderBy"] = entries if len(entries) > 1 else entries[0]
        call.is_total = any(one.name in ("label", "id") for one in chosen)

    def selection(self, model: str, depth: int) -> dict[str, Json]:
        word = self.random.choice(["", "", "include", "select"])
        if not word or depth == 0:
            return {}
        found: dict[str, Json] = {}
        if word == "select":
            columns = self.random.sample(MODELS[model], self.random.choice([1, 2]))
            for column in columns:
                found[column.name] = Leaf(True)
            found["label"] = Leaf(True)
        for name, target, is_list in RELATIONS[model]:
            if self.random.random() < 0.4:
                found[name] = self.related(name, target, is_list, depth)
        if self.random.random() < 0.15 and any(one[2] for one in RELATIONS[model]):
            lists = [name for name, _, is_list in RELATIONS[model] if is_list]
            found["_count"] = {"select": {self.random.choice(lists): Leaf(True)}}
        return {word: found} if found else {}

    def related(self, name: str, target: str, is_list: bool, depth: int) -> Json:
        inner: dict[str, Json] = {}
        is_join = name in ("groups", "accounts")
        if is_list and not is_join and self.random.random() < 0.5:
            usable = [one for one in MODELS[target] if one.kind not in ("ref", "id", "list")]
            where = self.where(usable)
            if where:
                inner["where"] = where
            if self.random.random() < 0.5:
                direction = self.random.choice(["asc", "desc"])
                inner["orderBy"] = {"label": Leaf(direction)}
                if target == "Note" and self.random.random() < 0.6:
                    inner["orderBy"] = [{"rank": Leaf(direction)}, {"label": Leaf(direction)}]
                if self.random.random() < 0.5:
                    inner["take"] = self.leaf(self.random.choice([1, 2, 5]))
        inner.update(self.selection(target, depth - 1))
        return inner or Leaf(True)

    # ---- data -----------------------------------------------------------------------------------

    def _inserted(self, call: RandomCall) -> None:
        if call.operation == "create":
            call.arguments["data"] = self.new_row(call.model, nested=True)
            return
        # All rows of a list have the same keys here, as those of `rows.map(...)` have.
        first = self.new_row(call.model, nested=False)
        call.arguments["data"] = [first]

    def new_row(self, model: str, *, nested: bool, without: str = "") -> dict[str, Json]:
        found: dict[str, Json] = {"label": self.leaf(self.new_label(model), given=True)}
        for column in MODELS[model]:
            if column.kind == "id" or column.name in ("label", without):
                continue
            if model == "Seat" and column.name in ("room", "place"):
                value: Json = (
                    self.random.choice(["r", "r9"])
                    if column.name == "room"
                    else self.random.choice([1, 2, 77])
                )
                found[column.name] = self.leaf(value, given=True)
            elif model == "Stay" and column.name in ("room", "place"):
                continue
            elif column.kind == "ref" and nested and self.random.random() < 0.5:
                relation = column.name.removesuffix("Id")
                target = self.random.choice(LABELS["Account"])
                by = {"id": self.leaf({"$": "id", "of": ["Account", target]}, given=True)}
                if self.random.random() < 0.4:
                    by = {"label": self.leaf(target, given=True)}
                if relation == "account" and self.random.random() < 0.3:
                    found[relation] = {"create": self.new_row("Account", nested=False)}
                else:
                    found[relation] = {"connect": by}
            elif column.kind == "ref" and nested:
                if not column.nullable:
                    target = self.random.choice(LABELS["Account"])
                    found[column.name.removesuffix("Id")] = {
                        "connect": {
                            "id": self.leaf({"$": "id", "of": ["Account", target]}, given=True)
                        }
                    }
            elif column.kind == "ref" or (column.name == "title") or self.random.random() < 0.4:
                value = (
                    None
                    if column.nullable and self.random.random() < 0.3
                    else self._new_value(column)
                )
                found[column.name] = self.leaf(
                    value, given=True if column.kind in ("ref", "list") else None
                )
        if nested and model == "Account":
            self._nested(found)
        if nested and model == "Group" and self.random.random() < 0.5:
            found["accounts"] = {"connect": [{"id": self._id("Account")} for _ in range(2)]}
        return found

    def _new_value(self, column: Column) -> Json:
        if column.name == "nick":
            return self.random.choice([None, f"nick{self.random.randrange(10**6)}", "nick1"])
        return self.value(column)

    def _id(self, model: str) -> Leaf:
        return self.leaf({"$": "id", "of": [model, self.random.choice(LABELS[model])]}, given=True)

    def _there(self, model: str, rows: int) -> Leaf:
        """Of a row that is there, mostly: the first `rows` always are."""
        labels = LABELS[model] if self.random.random() < 0.15 else LABELS[model][:rows]
        return self.leaf({"$": "id", "of": [model, self.random.choice(labels)]}, given=True)

    def _nested(self, found: dict[str, Json]) -> None:
        random = self.random
        if random.random() < 0.4:
            row = self.new_row("Note", nested=False, without="accountId")
            found["notes"] = (
                {"create": [row]} if random.random() < 0.7 else {"createMany": {"data": [row]}}
            )
        if random.random() < 0.3:
            found["profile"] = {
                "create": self.new_row("Profile", nested=False, without="accountId")
            }
        if random.random() < 0.4:
            ids = [{"id": self._id("Group")} for _ in range(random.choice([1, 2, 3]))]
            found["groups"] = {"connect": ids}
            if random.random() < 0.3:
                found["groups"] = {
                    "create": [{"label": self.leaf(self.new_label("Group"), given=True)}]
                }

    def changes(self, model: str, *, nested: bool) -> dict[str, Json]:
        random = self.random
        found: dict[str, Json] = {}
        for column in MODELS[model]:
            is_key = column.kind == "id" or column.name in ("label", "room", "place", "nick")
            if (
                is_key
                or random.random() < 0.6
                or (column.kind == "ref" and (nested or column.unique))
            ):
                continue
            if column.kind in ("int", "float") and random.random() < 0.4:
                found[column.name] = {
                    random.choice(["increment", "decrement"]): self.leaf(
                        random.choice([1, 2, 5]), given=True
                    )
                }
            elif column.kind == "list" and random.random() < 0.5:
                found[column.name] = {"push": self.leaf(["p", "q"], given=True)}
            else:
                value = None if column.nullable and random.random() < 0.3 else self.value(column)
                found[column.name] = self.leaf(
                    value, given=True if column.kind in ("ref", "list") else None
                )
        if nested and model == "Note" and random.random() < 0.5:
            found["reviewer"] = random.choice(
                [{"disconnect": Leaf(True)}, {"connect": {"id": self._id("Account")}}]
            )
        if nested and model == "Account":
            self._changed(found)
        if not found:
            simple = {
                "Group": "label",
                "Seat": "taken",
                "Stay": "nights",
                "Note": "title",
                "Profile": "bio",
                "Account": "level",
            }
            column = next(one for one in MODELS[model] if one.name == simple[model])
            value = self.new_label(model) if column.name == "label" else self.value(column)
            found[column.name] = self.leaf(value, given=True)
        return found

    def _changed(self, found: dict[str, Json]) -> None:
        """What is written to related rows of a row that is there."""
        random = self.random
        if random.random() < 0.45:
            ids = [{"id": self._there("Group", 3)} for _ in range(random.choice([1, 2]))]
            found["groups"] = {random.choice(["connect", "set", "disconnect"]): ids}
        if random.random() < 0.3:
            ids = [{"id": self._there("Note", 6)} for _ in range(random.choice([1, 2]))]
            found["reviews"] = {random.choice(["set", "disconnect"]): ids}
        usable = [one for one in MODELS["Note"] if one.kind not in ("ref", "id", "list")]
        match random.choice(["", "", "create", "deleteMany", "updateMany"]):
            case "create":
                row = self.new_row("Note", nested=False, without="accountId")
                found["notes"] = {"create": [row]}
            case "deleteMany":
                found["notes"] = {"deleteMany": self.where(usable)}
            case "updateMany":
                data = {"rank": self.leaf(random.choice([None, *INTS[:3]]), given=True)}
                found["notes"] = {"updateMany": {"where": self.where(usable), "data": data}}


# ---- as code, as arguments ----------------------------------------------------------------------


def code_of(call: RandomCall, name: str) -> str:
    """A line of TypeScript: a function whose parameters are the given values."""
    delegate = call.model[0].lower() + call.model[1:]
    optional = {one.name for one in leaves(call.arguments) if one.is_optional}
    parameters = ", ".join(f"{one}{'?' if one in optional else ''}: any" for one in call.names)
    return f"export const {name} = ({parameters}) => prisma.{delegate}.{call.operation}({_code(call.arguments)});\n"


def leaves(tree: Json) -> Iterator[Leaf]:
    if isinstance(tree, Leaf):
        yield tree
    elif isinstance(tree, Maybe):
        yield tree.flag
        yield from leaves(tree.inner)
    elif isinstance(tree, dict):
        yield from (leaf for inner in tree.values() for leaf in leaves(inner))
    elif isinstance(tree, list):
        yield from (leaf for inner in tree for leaf in leaves(inner))


def _code(tree: Json) -> str:
    match tree:
        case Leaf(value, name):
            return name or _literal(value)
        case dict():
            return f"{{ {', '.join(_entry(key, inner) for key, inner in tree.items())} }}"
        case list():
            return f"[{', '.join(map(_item, tree))}]"
    raise TypeError(tree)


def _entry(key: str, inner: Json) -> str:
    if isinstance(inner, Maybe):
        return f"...({inner.flag.name} ? {_code(inner.inner)} : {{}})"
    return f"{key}: {_code(inner)}"


def _item(item: Json) -> str:
    match item:
        case Maybe(flag, inner):
            return f"...({flag.name} ? [{_code(inner)}] : [])"
        case Each(name, items):
            keys = items[0] if items else {"label": ""}
            made = ", ".join(f"{key}: one.{key}" for key in keys)
            return f"...{name}.map((one: any) => ({{ {made} }}))"
        case _:
            return _code(item)


def _literal(value: Json) -> str:
    match value:
        case {"$": "big", "of": text}:
            return f"{text}n"
        case {"$": "date", "of": ms}:
            return f"new Date({ms})"
        case list():
            return f"[{', '.join(map(_literal, value))}]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def arguments_of(tree: Json) -> Json:
    """What Prisma Client is given."""
    match tree:
        case Leaf(value):
            return value
        case dict():
            found: dict[str, Json] = {}
            for key, inner in tree.items():
                if isinstance(inner, Maybe):
                    found.update(arguments_of(inner.inner) if inner.flag.value else {})
                else:
                    found[key] = arguments_of(inner)
            return {key: inner for key, inner in found.items() if inner is not UNDEFINED}
        case _:
            return [one for inner in tree for one in _items_of(inner)]


def _items_of(item: Json) -> list[Json]:
    match item:
        case Maybe(flag, inner):
            return [arguments_of(inner)] if flag.value else []
        case Each(_, items):
            return items
        case _:
            return [arguments_of(item)]


# ---- what the sketched function is given --------------------------------------------------------


def sketch_arguments(call: RandomCall) -> dict[str, Json]:
    """By the documented names: `name`, `nameStartsWith`, `notesRankGt`, `take`, `data.…`. More than the function has
    may be there: values that stand in its code."""
    found: dict[str, Json] = {}
    for word in ("where",):
        found.update(_conditions(call.arguments.get(word, {}), ""))
    for word in ("take", "skip"):
        if word in call.arguments:
            found[word] = arguments_of(call.arguments[word])
    found.update(_conditions(call.arguments.get("cursor", {}), "cursor"))
    for word in ("include", "select"):
        found.update(_included(call.arguments.get(word, {})))
    for word in ("data", "create", "update"):
        if word in call.arguments:
            data = call.arguments[word]
            if isinstance(data, list):
                found[word] = [_written(row) for row in data]
            else:
                found[word] = _written(data)
                found.update(_looked_up(data))
    return found


def _conditions(where: dict[str, Json], prefix: str) -> Iterator[tuple[str, Json]]:
    for key, inner in where.items():
        name = f"{prefix}{_capital(key)}" if prefix else key
        match inner:
            case Maybe(flag, of):
                yield from _conditions(of, prefix)
                for about in (one for key in of for one in (key, *_KEYS.get(key, ()))):
                    yield f"with{_capital(prefix)}{_capital(_SIGNS.get(about, about))}", flag.value
            case Leaf(value):
                yield from [(name, value)] if value is not UNDEFINED else ()
            case list():
                for branch in inner:
                    yield from _branch(branch, prefix)
            case _ if key in ("room_place", "NOT"):
                yield from _conditions(inner, prefix)
            case {"some": dict(of)} | {"none": dict(of)} | {"every": dict(of)}:
                yield from _conditions(of, name)
            case {"is": dict(of)} | {"isNot": dict(of)}:
                yield from _conditions(of, name)
            case _ if key in _RELATED:
                yield from _conditions(inner, name)
            case _:
                for operator, leaf in inner.items():
                    if operator == "mode":
                        continue
                    suffix = "" if operator == "equals" else _capital(operator)
                    value = arguments_of(leaf)
                    yield from [(f"{name}{suffix}", value)] if value is not UNDEFINED else ()


def _branch(branch: Json, prefix: str) -> Iterator[tuple[str, Json]]:
    match branch:
        case Maybe(flag, of):
            yield from _conditions(of, prefix)
            yield f"or{_capital(prefix)}{'And'.join(map(_capital, of))}", flag.value
        case Each(_, items):
            names = "And".join(map(_capital, items[0] if items else ["label"]))
            yield f"any{_capital(prefix)}{names}", items
        case _:
            yield from _conditions(branch, prefix)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


_KEYS = {"reviewer": ["reviewerId"], "account": ["accountId"], "seat": ["room", "place"]}
"""What stands for `relation: null`."""
_SIGNS = {"OR": "or", "NOT": "not"}
_RELATED = frozenset(name for relations in RELATIONS.values() for name, _, _ in relations)


def _included(selection: dict[str, Json]) -> Iterator[tuple[str, Json]]:
    for name, inner in selection.items():
        if not isinstance(inner, dict) or name == "_count":
            continue
        yield from _conditions(inner.get("where", {}), name)
        if "take" in inner:
            yield f"{name}Take", arguments_of(inner["take"])
        for word in ("include", "select"):
            yield from _included(inner.get(word, {}))


def _looked_up(data: dict[str, Json]) -> Iterator[tuple[str, Json]]:
    """`connect` by another key than the id."""
    for name, inner in data.items():
        if isinstance(inner, dict) and isinstance(inner.get("connect"), dict):
            yield from _conditions(inner["connect"], name)
        elif isinstance(inner, dict) and "deleteMany" in inner:
            yield from _conditions(inner["deleteMany"], name)
        elif isinstance(inner, dict) and "updateMany" in inner:
            yield from _conditions(inner["updateMany"]["where"], name)


def _written(data: dict[str, Json]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, inner in data.items():
        match inner:
            case Leaf(value):
                found[name] = value
            case {"connect": {"id": Leaf(value)}}:
                found[f"{name}Id"] = value
            case {"updateMany": {"data": of}}:
                found[name] = _written(of)
            case {"deleteMany": _}:
                pass
            case (
                {"connect": list() as rows}
                | {"set": list() as rows}
                | {"disconnect": list() as rows}
            ):
                found[name] = [row["id"].value for row in rows]
            case {"create": list() as rows} | {"createMany": {"data": list() as rows}}:
                found[name] = [_written(row) for row in rows]
            case {"create": dict() as row}:
                found[name] = _written(row)
            case {"connect": _} | {"disconnect": _}:
                pass
            case _:
                ((operation, leaf),) = inner.items()
                found[f"{name}{operation[0].upper()}{operation[1:]}"] = leaf.value
    return found
