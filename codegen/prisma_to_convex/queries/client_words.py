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

LOOK_ALIKES = ("caller", "trpc", "api", "authclient", "props")
"""How the names of those end that have methods like a delegate's, and are not Prisma Client."""

OPERATION = re.compile(
    rb"(?:\.|\[\s*['\"])\s*(%s)\b" % b"|".join(sorted(one.encode() for one in OPERATIONS))
)
RAW = re.compile(
    rb"\$(?:queryRaw(?:Unsafe|Typed)?|executeRaw(?:Unsafe)?|runCommandRaw|transaction|kysely)\b"
    rb"|\.\s*(?:findRaw|aggregateRaw)\b"
)


_SIGNS = (b"findMany", b"findFirst", b"findUnique", b"create", b"update", b"upsert", b"delete", b"count",
          b"aggregate", b"groupBy")  # fmt: skip
_OTHERS = (b"$queryRaw", b"$executeRaw", b"$runCommandRaw", b"$transaction", b"kysely", b"findRaw")
_OF_PRISMA_ALONE = re.compile(rb"\.\s*find(?:Many|First|Unique)")
_OF_TYPES = (b"Delegate", b"getExtensionContext")
CHOSEN_OPERATION = re.compile(rb"\[\s*([A-Za-z_$][\w$.]*)\s*\]\s*\(")
"""`prisma.user[method](...)`."""
_NAME_BEFORE = re.compile(rb"([\w$]+)['\"]?[\])]*$")
_MOST_BEFORE = 80


class Prefilter:
    """Tells by bytes alone which files may hold a call or a raw query: the others are never parsed. A delegate
    may have got a name of its own; then the file says where from, or of which type it is.
    """

    def __init__(self, delegates: Iterable[str]) -> None:
        self._names = frozenset(name.encode() for name in delegates)
        names = b"|".join(re.escape(name) for name in sorted(self._names)) or b"(?!)"
        self._renamed = re.compile(
            rb"(?i:client|tx|transaction|db|prisma|service)\)?\s*\[|typeof\s+[\w.]*\."
            rb"|\.\s*(?:%s)\s*(?:[;,\n)[]|as\b)|\}\s*=[^;\n]*(?i:prisma|tx|db|client)" % names
        )

    def takes(self, data: bytes) -> bool:
        if any(sign in data for sign in _OTHERS):
            return True
        if not any(sign in data for sign in _SIGNS):
            return False
        is_any = False
        for match in OPERATION.finditer(data):
            before = data[max(0, match.start() - _MOST_BEFORE) : match.start()].rstrip(b"!? \t\r\n")
            if before.endswith((b"]", b")")):
                return True
            name = _NAME_BEFORE.search(before)
            if name is None or name[1] in self._names:
                return True
            is_any = True
        if CHOSEN_OPERATION.search(data) is not None and self._renamed.search(data) is not None:
            return True
        return is_any and (
            any(sign in data for sign in _OF_TYPES)
            or (b": any" in data and _OF_PRISMA_ALONE.search(data) is not None)
            or self._renamed.search(data) is not None
        )


def counting(delegates: Iterable[str]) -> re.Pattern[bytes]:
    """Finds what looks like a call, in files that are not read: only to say how many there are."""
    names = b"|".join(re.escape(name.encode()) for name in sorted(delegates)) or b"(?!)"
    operations = b"|".join(sorted(one.encode() for one in OPERATIONS))
    return re.compile(
        rb"\.\s*(?:%s)\s*[!?]?\.\s*(?:%s)\s*(?:<[^<>()]*>)?\s*\(" % (names, operations)
    )


def called_delegates(data: bytes, known: frozenset[str]) -> frozenset[str]:
    """Those of the known delegates that stand before an operation in a file."""
    found = set()
    for match in OPERATION.finditer(data):
        before = data[max(0, match.start() - _MOST_BEFORE) : match.start()].rstrip(b"!? \t\r\n")
        name = _NAME_BEFORE.search(before)
        if name is not None:
            found.add(name[1].decode("utf-8", "replace"))
    return known & found
