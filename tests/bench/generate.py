"""Schemas of any size that look like those of real applications: varied, so that no memory of lines helps.

Long, as it is the text of one large schema, made of pieces.

The same number gives the same text. Engine 7 accepts every one of them.
"""

from __future__ import annotations

import sys
from random import Random

_AREAS = [
    "Account",
    "Audit",
    "Billing",
    "Booking",
    "Campaign",
    "Catalog",
    "Chat",
    "Claim",
    "Contract",
    "Course",
    "Customer",
    "Delivery",
    "Device",
    "Document",
    "Event",
    "Expense",
    "Feature",
    "Feedback",
    "Finance",
    "Fleet",
    "Forum",
    "Inventory",
    "Invoice",
    "Knowledge",
    "Ledger",
    "Learning",
    "Legal",
    "Loyalty",
    "Market",
    "Media",
    "Member",
    "Menu",
    "Message",
    "Order",
    "Partner",
    "Payment",
    "Payroll",
    "Plan",
    "Policy",
    "Product",
    "Project",
    "Property",
    "Purchase",
    "Quality",
    "Query",
    "Quote",
    "Report",
    "Rental",
    "Review",
    "Risk",
    "Route",
    "Sales",
    "Schedule",
    "Search",
    "Security",
    "Service",
    "Shipment",
    "Store",
    "Subscription",
    "Supplier",
    "Support",
    "Survey",
    "Task",
    "Team",
    "Tenant",
    "Ticket",
    "Trade",
    "Travel",
    "User",
    "Vehicle",
    "Vendor",
    "Visit",
    "Wallet",
    "Warehouse",
    "Workflow",
    "Workspace",
]
_THINGS = [
    "Address",
    "Alert",
    "Answer",
    "Approval",
    "Asset",
    "Assignment",
    "Attachment",
    "Attempt",
    "Badge",
    "Balance",
    "Batch",
    "Category",
    "Change",
    "Channel",
    "Check",
    "Comment",
    "Contact",
    "Cost",
    "Coupon",
    "Credential",
    "Credit",
    "Discount",
    "Draft",
    "Entry",
    "Export",
    "File",
    "Filter",
    "Folder",
    "Goal",
    "Grant",
    "Group",
    "History",
    "Import",
    "Item",
    "Job",
    "Key",
    "Label",
    "Level",
    "Line",
    "Link",
    "List",
    "Location",
    "Lock",
    "Log",
    "Mapping",
    "Metric",
    "Milestone",
    "Note",
    "Notification",
    "Offer",
    "Option",
    "Outcome",
    "Page",
    "Period",
    "Permission",
    "Photo",
    "Position",
    "Preference",
    "Price",
    "Profile",
    "Quota",
    "Rate",
    "Reading",
    "Reason",
    "Record",
    "Reminder",
    "Request",
    "Result",
    "Role",
    "Rule",
    "Run",
    "Score",
    "Section",
    "Session",
    "Setting",
    "Slot",
    "Source",
    "Stage",
    "Status",
    "Step",
    "Summary",
    "Tag",
    "Target",
    "Template",
    "Term",
    "Token",
    "Topic",
    "Transfer",
    "Type",
    "Unit",
    "Update",
    "Usage",
    "Value",
    "Version",
    "View",
    "Vote",
]
_WORDS = [
    "active",
    "amount",
    "archived",
    "balance",
    "body",
    "checksum",
    "city",
    "code",
    "color",
    "comment",
    "content",
    "count",
    "country",
    "currency",
    "deleted",
    "description",
    "digest",
    "duration",
    "email",
    "enabled",
    "end",
    "external",
    "failed",
    "first",
    "flag",
    "format",
    "hash",
    "height",
    "host",
    "image",
    "index",
    "internal",
    "key",
    "kind",
    "label",
    "language",
    "last",
    "latitude",
    "length",
    "level",
    "limit",
    "locale",
    "longitude",
    "message",
    "method",
    "mime",
    "mode",
    "name",
    "notes",
    "number",
    "offset",
    "order",
    "origin",
    "owner",
    "page",
    "parent",
    "path",
    "payload",
    "percent",
    "phone",
    "position",
    "postal",
    "priority",
    "provider",
    "published",
    "quantity",
    "query",
    "rate",
    "ratio",
    "read",
    "reason",
    "receipt",
    "region",
    "remote",
    "retry",
    "score",
    "secret",
    "seen",
    "sent",
    "sequence",
    "size",
    "slug",
    "source",
    "stage",
    "start",
    "state",
    "status",
    "street",
    "subject",
    "summary",
    "tax",
    "timezone",
    "title",
    "token",
    "total",
    "type",
    "unit",
    "updated",
    "url",
    "value",
    "verified",
    "version",
    "visible",
    "volume",
    "weight",
    "width",
    "zone",
]
_DOCS = """Set when the record was imported|Kept for the monthly statement|Never shown to customers
Computed by the nightly job|See the handbook, chapter {n}|Free text, at most {n} characters
Mirrors column {n} of the old system|Nullable since release {n}|Unique per tenant and year
Do not rename: reports depend on it|Filled by trigger {n}|In the smallest unit of the currency""".replace(
    "\n", "|"
).split(
    "|"
)
_ACTIONS = ["Cascade", "Restrict", "SetNull", "NoAction"]


def generate(models: int) -> str:
    """A PostgreSQL schema with that many models, about 25 lines each, and an enum for every six."""
    random = Random(models)
    names = _model_names(random, models)
    enums = {f"{name}Kind": _enum(random) for name in names[::6]}
    drafts = {name: _Draft(random, name, list(enums)) for name in names}
    for at, name in enumerate(names):
        for _ in range(random.choice((0, 1, 1, 2, 2, 3))):
            # A near one, or the one that its area turns around.
            near = random.random() < 0.8
            other = names[max(0, at - random.randrange(1, 40)) if near else at - at % 40]
            drafts[name].belongs_to(random, drafts[other])
    blocks = [_HEADER]
    for at, name in enumerate(names):
        if at % 6 == 0:
            blocks.append(f"enum {name}Kind {{\n" + "".join(enums[f"{name}Kind"]) + "}\n")
        blocks.append(drafts[name].text(random))
    return "\n".join(blocks)


_HEADER = """datasource db {
  provider = "postgresql"
}

generator client {
  provider = "prisma-client"
  output   = "../generated"
}
"""


def _model_names(random: Random, count: int) -> list[str]:
    pairs = [area + thing for area in _AREAS for thing in _THINGS]
    random.shuffle(pairs)
    rounds = -(-count // len(pairs))
    return [name + (str(lap + 1) if lap else "") for lap in range(rounds) for name in pairs][:count]


def _enum(random: Random) -> list[str]:
    return [
        f"  {word.upper()}" + (f'  @map("{word}_{random.randrange(100)}")' if random.random() < 0.2 else "") + "\n"
        for word in random.sample(_WORDS, random.randrange(2, 8))
    ]  # fmt: skip  # one line a value


def _snake(name: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name).lstrip("_")


class _Draft:
    """One model while others still add their ends of relations to it."""

    def __init__(self, random: Random, name: str, enums: list[str]) -> None:
        self.name = name
        self.enums = enums
        self.id_type = "Int"
        self.lines: list[tuple[str, str, str]] = []
        self.attributes: list[str] = []
        self.taken: set[str] = set()
        self._id(random)
        for _ in range(random.randrange(6, 16)):
            self._scalar(random)
        self._times(random)
        if random.random() < 0.5:
            self.attributes.append(f'@@map("{_snake(name)}s")')

    def add(self, name: str, type_: str, rest: str = "") -> None:
        self.taken.add(name)
        self.lines.append((name, type_, rest))

    def _id(self, random: Random) -> None:
        self.id_type, default = random.choice(
            [
                ("Int", "autoincrement()"),
                ("BigInt", "autoincrement()"),
                ("String", "cuid()"),
                ("String", "uuid()"),
                ("String", 'dbgenerated("gen_random_uuid()")'),
                ("String", f"nanoid({random.randrange(8, 40)})"),
            ]
        )
        native = " @db.Uuid" if "uuid" in default else ""
        self.add("id", self.id_type, f"@id @default({default}){native}")

    def _scalar(self, random: Random) -> None:
        word, other = random.sample(_WORDS, 2)
        name = random.choice([word, word + other.capitalize(), f"{word}{random.randrange(1, 99)}"])
        if name in self.taken:
            return
        type_, rest = self._type(random)
        if random.random() < 0.15:
            rest += f' @map("{_snake(name)}_{random.randrange(10)}")'
        self.add(name, type_, rest.strip())
        if random.random() < 0.12 and not type_.endswith("[]"):
            self.attributes.append(_index(random, name))

    def _type(self, random: Random) -> tuple[str, str]:
        number = random.randrange(1, 10_000)
        optional = random.choice(["", "", "?"])
        return random.choice(
            [
                (f"String{optional}", ""),
                (f"String{optional}", f"@db.VarChar({number})"),
                ("String", f'@default("{random.choice(_WORDS)} {number}")'),
                ("String", f"@default(cuid({random.choice((1, 2))}))"),
                ("String[]", "@default([])"),
                (f"Int{optional}", ""),
                ("Int", f"@default({number})"),
                ("Int", "@default(0) @db.SmallInt"),
                (f"BigInt{optional}", ""),
                ("Boolean", f"@default({random.choice(('true', 'false'))})"),
                (f"Decimal{optional}", f"@db.Decimal({10 + number % 20}, {number % 9})"),
                ("Float", f"@default({number / 100})"),
                (f"DateTime{optional}", f"@db.Timestamptz({number % 7})"),
                (f"Json{optional}", ""),
                (f"Bytes{optional}", ""),
                (f"{random.choice(self.enums)}{optional}", ""),
            ]
        )

    def _times(self, random: Random) -> None:
        if random.random() < 0.8:
            self.add("createdAt", "DateTime", '@default(now()) @map("created_at")')
            self.add("updatedAt", "DateTime", "@updatedAt")

    def belongs_to(self, random: Random, other: _Draft) -> None:
        if other is self:
            return
        name = other.name[0].lower() + other.name[1:]
        if name in self.taken:
            return
        back = f"{self.name[0].lower()}{self.name[1:]}s"
        optional = random.choice(["", "?"])
        label = f"{self.name}Of{other.name}"
        action = random.choice([*_ACTIONS, ""]) if optional else random.choice(["Cascade", ""])
        said = f", onDelete: {action}" if action else ""
        named = f'"{label}", ' if random.random() < 0.3 else ""
        self.add(f"{name}Id", f"{other.id_type}{optional}")
        self.add(
            name,
            f"{other.name}{optional}",
            f"@relation({named}fields: [{name}Id], references: [id]{said})",
        )
        other.add(back, f"{self.name}[]", f'@relation("{label}")' if named else "")
        self.attributes.append(f"@@index([{name}Id])")

    def text(self, random: Random) -> str:
        width = max(len(name) for name, _, _ in self.lines) + random.randrange(1, 4)
        lines = [f"/// {self.name}: {_sentence(random)}"] if random.random() < 0.4 else []
        lines.append(f"model {self.name} {{")
        for name, type_, rest in self.lines:
            lines.extend(_comment_above(random))
            comment = f" // {_sentence(random)}" if random.random() < 0.06 else ""
            lines.append(f"  {name:{width}}{type_:<11} {rest}{comment}".rstrip())
        if self.attributes:
            lines.append("")
            lines.extend(f"  {attribute}" for attribute in dict.fromkeys(self.attributes))
        return "\n".join([*lines, "}", ""])


def _index(random: Random, name: str) -> str:
    return random.choice(
        [
            f"@@index([{name}])",
            f"@@index([{name}, id])",
            f"@@index([id, {name}(sort: Desc)])",
            f"@@unique([{name}, id])",
        ]
    )


def _comment_above(random: Random) -> list[str]:
    roll = random.random()
    if roll < 0.1:
        return [f"  /// {_sentence(random)}"]
    if roll < 0.14:
        return [f"  // {_sentence(random)}"]
    return [""] if roll < 0.2 else []


def _sentence(random: Random) -> str:
    return random.choice(_DOCS).replace("{n}", str(random.randrange(1000)))


if __name__ == "__main__":
    sys.stdout.write(generate(int(sys.argv[1])))
