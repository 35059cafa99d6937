"""Identifiers: plain ones, unicode ones, and words that are special elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .dice import Dice

MODELS = (
    *("User", "Post", "Order", "Tag", "Invoice", "Team", "Lead", "audit_log", "m2", "A"),
    *("model", "type", "view", "datasource", "generator", "db"),  # keywords are not reserved
    *(
        "Object",
        "Prisma",
        "Promise",
        "Int32",
        "string",
        "Naïve",
        "Пользователь",
        "用户",
        "ǅǅ",
        "ªº",
    ),
)
FIELDS = (
    *(
        "name",
        "title",
        "email",
        "status",
        "count",
        "created_at",
        "x",
        "y1",
        "body",
        "kind",
        "CamelCase",
    ),
    *(
        "model",
        "enum",
        "type",
        "class",
        "constructor",
        "delete",
        "prototype",
        "AND",
        "select",
        "toString",
    ),
    *("ключ", "名前", "straße", "Ünïcode", "ñ", "aB_c", "true", "null", "trailing_"),
)
ENUMS = ("Role", "Status", "Color", "Kind_2", "Größe", "enumeration", "State")
VALUES = (
    *("NEW", "ACTIVE", "DONE", "lower", "Mixed_Case", "x1"),
    *("class", "default", "PrismaClient", "String", "tür", "值", "Ω"),
)
TYPES = ("Address", "Money", "Geo", "Meta", "class", "Straße", "nested_1")
# Only the fields of composite types are spared the rules about digits and dashes.
TYPE_FIELDS = (*FIELDS[:4], *FIELDS[-8:], "1a", "a-b", "007")
SCHEMAS = ("public", "auth", "audit log", "схема")
CONFIG = ("client", "db", "generator", "zod", "docs_1", "Gen")
RELATIONS = ("Owner", "Members", "written by", "", "a-b", "Größe", 'quo"te', "${x}", "AToB_1")


@dataclass
class Names:
    """Hands out each name once."""

    taken: set[str] = field(default_factory=set)

    def fresh(self, base: str) -> str:
        name, count = base, 1
        while name in self.taken:
            count += 1
            name = f"{base}{count}"
        self.taken.add(name)
        return name

    def draw(self, dice: Dice, pool: Sequence[str]) -> str:
        return self.fresh(dice.pick(pool))
