"""What Prisma Client's methods are called, and which arguments each takes (facts: Prisma Client 4 to 7)."""

from __future__ import annotations

import re
from collections.abc import Iterable

UNIQUE_READS = frozenset({"findUnique", "findUniqueOrThrow"})
FIRST_READS = frozenset({"findFirst", "findFirstOrThrow"})
INSERTS = frozenset({"create", "createMany", "createManyAndReturn"})
UNIQUE_WRITES = frozenset({"update", "delete", "upsert"})
MANY_WRITES = frozenset({"updateMany", "updateManyAndReturn", "deleteMany"})
AGGREGATES = frozenset({"count", "aggregate", "groupBy"})
MONGO_RAW = frozenset({"findRaw", "aggregateRaw"})
OPERATIONS = frozenset(
    UNIQUE_READS | FIRST_READS | {"findMany"} | INSERTS | UNIQUE_WRITES | MANY_WRITES | AGGREGATES
)

_READ = ("where", "include", "select", "omit", "relationJoins", "relationLoadStrategy")
_LIST = ("orderBy", "cursor", "take", "skip", "distinct")
_EVERY = ("cacheStrategy", "rejectOnNotFound", "comments")
_WRITE = ("data", "include", "select", "omit", "relationLoadStrategy")
_ARGUMENTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(UNIQUE_READS, _READ),
    **dict.fromkeys((*FIRST_READS, "findMany"), (*_READ, *_LIST)),
    "create": _WRITE,
    "createMany": ("data", "skipDuplicates"),
    "createManyAndReturn": (*_WRITE, "skipDuplicates"),
    "update": (*_WRITE, "where"),
    "upsert": ("where", "create", "update", *_READ),
    "delete": _READ,
    "updateMany": ("where", "data", "limit"),
    "updateManyAndReturn": ("where", "limit", *_WRITE),
    "deleteMany": ("where", "limit"),
    "count": ("where", "select", *_LIST),
    "aggregate": ("where", *_LIST, "_count", "_sum", "_avg", "_min", "_max"),
    "groupBy": ("where", "by", "having", *_LIST, "_count", "_sum", "_avg", "_min", "_max"),
}
ARGUMENTS: dict[str, frozenset[str]] = {
    operation: frozenset((*names, *_EVERY)) for operation, names in _ARGUMENTS.items()
}
"""By operation."""

RAW_MEMBERS = ("$queryRaw", "$queryRawUnsafe", "$executeRaw", "$executeRawUnsafe", "$queryRawTyped",
               "$runCommandRaw", "findRaw", "aggregateRaw")  # fmt: skip

LOOK_ALIKES = ("caller", "trpc", "api", "authclient")
"""How the names of those end that have methods like a delegate's, and are not Prisma Client."""

OPERATION = re.compile(
    rb"(?:\.|\[\s*['\"])\s*(%s)\b" % b"|".join(sorted(one.encode() for one in OPERATIONS))
)
RAW = re.compile(
    rb"\$(?:queryRaw(?:Unsafe|Typed)?|executeRaw(?:Unsafe)?|runCommandRaw|transaction|kysely)\b"
    rb"|\.\s*(?:findRaw|aggregateRaw)\b"
)
CANDIDATE = re.compile(OPERATION.pattern + rb"|" + RAW.pattern)
"""Every file that may hold anything has this somewhere."""


def counting(delegates: Iterable[str]) -> re.Pattern[bytes]:
    """Finds what looks like a call, in files that are not read: only to say how many there are."""
    names = b"|".join(re.escape(name.encode()) for name in sorted(delegates)) or b"(?!)"
    operations = b"|".join(sorted(one.encode() for one in OPERATIONS))
    return re.compile(
        rb"\.\s*(?:%s)\s*[!?]?\.\s*(?:%s)\s*(?:<[^<>()]*>)?\s*\(" % (names, operations)
    )
