"""Tables in which work waits, is planned, runs or is locked, told by their columns; and what takes their place.

    queue      attempts are counted, or a worker takes the row, until its status says that it is done
    schedule   when something is to happen (`scheduledAt`), or how often (`cron`, an interval and the next time)
    outbox     what is to be delivered elsewhere, and whether it was
    run        when it started and finished, how it ended
    lock       who holds a name until when; a key that lets a request happen once

A status by itself is no job: orders and invitations have one, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from typing import TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import EnumRef, ForeignKey, Scalar, ScalarField

from ..kit.camel_case import split_name
from ..lowering.lowered import Lowered, LoweredModel
from .facts import AuthTables, JobKind, JobTable
from .name_words import words_of

Words: TypeAlias = tuple[str, ...]

# ---- columns, by their words in the singular ----------------------------------------------------

_ATTEMPTS = frozenset({
    ("attempt",), ("attempt", "count"), ("attempt", "made"), ("max", "attempt"),
    ("max", "retry"), ("retried",), ("retry",), ("retry", "count"), ("retry", "left"), ("tries",), ("try", "count"),
})  # fmt: skip  # a table
_AT = frozenset({
    ("available", "at"), ("due", "at"), ("execute", "at"), ("next", "attempt", "at"), ("next", "attempt"),
    ("next", "retry", "at"), ("next", "retry"), ("next", "run", "at"), ("next", "run"), ("not", "before"),
    ("process", "after"), ("process", "at"), ("publish", "at"), ("run", "after"), ("run", "at"),
    ("schedule", "at"), ("scheduled", "at"), ("scheduled", "date"), ("scheduled", "for"), ("scheduled", "time"),
    ("send", "after"), ("send", "at"), ("trigger", "at"), ("visible", "at"),
})  # fmt: skip  # a table
_PLANNED = frozenset({
    ("publish", "at"), ("schedule", "at"), ("scheduled", "at"),
    ("scheduled", "date"), ("scheduled", "for"), ("scheduled", "on"), ("scheduled", "time"), ("send", "at"),
    ("send", "on"),
})  # fmt: skip  # a table
# Where there is no status, whether it happened: `sent`, `isProcessed`.
_HAPPENED = frozenset(
    {
        "delivered",
        "dispatched",
        "executed",
        "handled",
        "processed",
        "published",
        "scheduled",
        "sent",
    }
)
# A date by which people sort what is there, unless a status says that it waits.
_PUBLISHED = frozenset({("publish", "date"), ("publish", "on"), ("publication", "date")})
_AGAIN = frozenset({("next", "run"), ("next", "run", "at"), ("last", "run"), ("last", "run", "at")})
_HOW_OFTEN = frozenset({"cron", "interval", "frequency", "recurrence", "rrule", "schedule"})
_TAKEN = frozenset({
    ("claimed", "at"), ("claimed", "by"), ("heartbeat", "at"), ("last", "heartbeat", "at"), ("leased", "until"),
    ("lease", "expires", "at"), ("locked", "at"), ("locked", "by"), ("locked", "until"), ("picked", "at"),
    ("picked", "by"), ("reserved", "at"), ("worker", "id"),
})  # fmt: skip  # a table
_LOCKED = frozenset({
    ("acquired", "at"), ("expire", "at"), ("expires", "at"), ("lease", "expires", "at"), ("leased", "until"),
    ("locked", "at"), ("locked", "until"),
})  # fmt: skip  # a table
_HOLDERS = frozenset({
    ("acquired", "by"), ("holder",), ("holder", "id"), ("instance", "id"), ("locked", "by"), ("owner",),
    ("owner", "token"), ("process", "id"), ("worker", "id"),
})  # fmt: skip  # a table
_DELIVERED = frozenset({
    ("delivered", "at"), ("dispatched", "at"), ("processed", "at"), ("published", "at"), ("sent", "at"),
})  # fmt: skip  # a table
_ADDRESSED = frozenset({
    "destination", "endpoint", "event", "recipient", "routing", "subject", "subscriber", "to", "topic", "url", "webhook",
})  # fmt: skip  # a table
_CONTENT = frozenset(
    {"arg", "args", "body", "data", "html", "input", "message", "param", "payload"}
)
_STARTED = frozenset({("started", "at"), ("start", "at"), ("started", "on"), ("start", "time")})
_ENDED = frozenset({
    ("completed", "at"), ("ended", "at"), ("failed", "at"), ("finished", "at"), ("end", "time"), ("finished", "on"), ("stopped", "at"),
})  # fmt: skip  # a table
_OUTCOME = frozenset({"duration", "error", "exit", "failure", "log", "output", "result"})
# What a machine does; people start and finish lessons and matches, too.
_MACHINE_WORK = frozenset({
    "batch", "build", "crawl", "deployment", "execution", "export", "import", "job", "migration", "pipeline",
    "process", "run", "scan", "step", "sync", "task", "workflow",
})  # fmt: skip  # a table
# Of these, what is one piece of work by its name alone.
_PIECES = frozenset({
    "batch", "build", "crawl", "deployment", "execution", "export", "import", "job", "run", "step",
})  # fmt: skip  # a table
# What a status says of work, and not of an order: it waits for a machine, or one is at it.
_WAITING = frozenset({
    "ACTIVE_RUN", "DISPATCHED", "ENQUEUED", "EXECUTING", "IN_PROGRESS", "PENDING", "PROCESSING", "QUEUED",
    "QUEUE", "RETRYING", "RUNNING", "SCHEDULED", "SENDING", "STARTED", "WAITING",
})  # fmt: skip  # a table
_DONE = frozenset({
    "ABORTED", "ACKED", "BOUNCED", "COMPLETE", "COMPLETED", "DEAD", "DELIVERED", "DONE", "ERROR", "ERRORED",
    "FAILED", "FAILURE", "FINISHED", "PROCESSED", "SENT", "SUCCEEDED", "SUCCESS", "TIMED_OUT",
})  # fmt: skip  # a table
_ENDS = ("DONE", "FAILED")
_WORD = re.compile(r"[A-Za-z_]+")
_AT_WORK = frozenset({"EXECUTING", "IN_PROGRESS", "PROCESSING", "RETRYING", "RUNNING", "STARTED"})
_FAILED = frozenset({"CRASHED", "DEAD", "ERROR", "ERRORED", "FAILED", "FAILURE", "TIMED_OUT"})
# Before `status`: that of an answer, of money or of a line, not of the row.
_NOT_ITS_OWN = frozenset({"billing", "conn", "connection", "http", "payment", "response"})
# At the end of a name, next to what is delivered: what became of it, a row for each time.
_HISTORY = frozenset({"attempt", "error", "history", "log"})

_INSTEAD: dict[JobKind, str] = {
    "queue": "`ctx.scheduler.runAfter` in the mutation that creates the work; the workpool component "
    "(@convex-dev/workpool) bounds how many run at once and retries, the action retrier "
    "(@convex-dev/action-retrier) repeats one call of another service",
    "schedule": "what happens once: `ctx.scheduler.runAt`, whose id the row keeps so that it can be cancelled; what "
    "repeats: `crons.ts`, or the crons component (@convex-dev/crons) where users choose when",
    "outbox": "the mutation that changes the data schedules the delivery, and both are kept or neither is; the "
    "action retrier (@convex-dev/action-retrier) or the workpool (@convex-dev/workpool) repeats what fails",
    "run": "the workflow component (@convex-dev/workflow) keeps the steps of a run over restarts; keep the table "
    "where people read the history",
    "lock": "a mutation is one serializable transaction: two that read and write the same documents never "
    "interleave, so the lock goes; a key that lets a request happen once stays, looked up in the same mutation",
}
REDIS = (
    "What Redis did beside a queue: limits of rates become the rate limiter (@convex-dev/rate-limiter), caches of "
    "calls the action cache (@convex-dev/action-cache), counters the sharded counter "
    "(@convex-dev/sharded-counter), messages to clients and presence a query, which every client sees change "
    "(@convex-dev/presence); sessions and locks need nothing in their place."
)


class _Columns(NamedTuple):
    """A table by the words of its fields; `work` is the field of a status that speaks of work, with its `values`."""

    name: str
    words: frozenset[Words]
    fields: dict[Words, str]
    times: frozenset[Words]
    numbers: frozenset[Words]
    texts: frozenset[Words]
    flags: frozenset[Words]
    related: frozenset[str]
    work: str
    status: str
    values: frozenset[str]

    @property
    def is_for_people(self) -> bool:
        """A user takes the row, not a process: `lockedByUserId`."""
        return any({"by", "user"} <= set(words) for words in self.words)

    @property
    def may_fail(self) -> bool:
        return any(not _FAILED.isdisjoint(value.split("_")) for value in self.values)

    def first(self, wanted: Set[Words], among: Set[Words] | None = None) -> str:
        """The first field so called; empty for none."""
        found = [
            words for words in self.fields if words in wanted and (among is None or words in among)
        ]
        return self.fields[found[0]] if found else ""

    def last_word(self, wanted: Set[str]) -> str:
        found = [words for words in self.fields if words[-1:] and words[-1] in wanted]
        return self.fields[found[0]] if found else ""


def jobs(lowered: Lowered, auth: Sequence[AuthTables]) -> tuple[JobTable, ...]:
    """In the schema's order. Tables of sign-in count attempts and expire, too: they are left out."""
    sign_in = {name for one in auth for name in one.models}
    related: dict[str, set[str]] = {}
    for one in lowered.schema.relations:
        if isinstance(one, ForeignKey):
            related.setdefault(one.model, set()).update(one.fields)
    for model_name, field in lowered.soft:
        related.setdefault(model_name, set()).add(field)
    found = []
    for name, model in lowered.models.items():
        if name not in sign_in:
            at = _columns(name, model, lowered)._replace(related=frozenset(related.get(name, ())))
            for kind, judge in _JUDGES:
                evidence = [one for one in judge(at) if one]
                if evidence:
                    fields = tuple(dict.fromkeys(evidence))
                    found.append(JobTable(name, kind, fields, _INSTEAD[kind]))
                    break
    return tuple(found)


def _columns(name: str, model: LoweredModel, lowered: Lowered) -> _Columns:
    fields: dict[Words, str] = {}
    times, numbers, texts, flags = set(), set(), set(), set()
    status = work = ""
    values: frozenset[str] = frozenset()
    for field in model.model.scalar_fields:
        words = words_of(field.name)
        fields.setdefault(words, field.name)
        if field.type == Scalar("DateTime"):
            times.add(words)
        elif field.type in (Scalar("Int"), Scalar("BigInt")):
            numbers.add(words)
        elif field.type == Scalar("Boolean"):
            flags.add(words)
        elif field.type == Scalar("String") or isinstance(field.type, EnumRef):
            texts.add(words)
        if words[-1:] in (("status",), ("state",)) and _NOT_ITS_OWN.isdisjoint(words):
            status = status or field.name
            said = _values(field, lowered)
            if not work and said & _WAITING and said & _DONE:
                work, values = field.name, said
    return _Columns(
        name=name,
        words=frozenset(fields),
        fields=fields,
        times=frozenset(times),
        numbers=frozenset(numbers),
        texts=frozenset(texts),
        flags=frozenset(flags),
        related=frozenset(),
        work=work,
        status=status,
        values=values,
    )


def _values(field: ScalarField, lowered: Lowered) -> frozenset[str]:
    """What a status may be: an enum's values; of a text, what its comment and its default say."""
    if isinstance(field.type, EnumRef):
        names = [one.name for one in lowered.schema.enums_by_name[field.type.name].values]
        return frozenset("_".join(split_name(name)).upper() for name in names)
    if field.type != Scalar("String"):
        return frozenset()
    said = {word.upper() for word in _WORD.findall(field.documentation or "")}
    default = field.default.text.strip('"').upper() if field.default else ""
    # A text that begins to wait ends somehow, whatever the words for it.
    return frozenset({*said, default, *(_ENDS if default in _WAITING else ())})


# ---- kinds --------------------------------------------------------------------------------------


def _lock(at: _Columns) -> Iterator[str]:
    key = at.first({("idempotency", "key")})
    named = words_of(at.name)
    is_once = bool(key) or "idempotency" in named
    if is_once and not at.first(_ATTEMPTS, at.numbers) and len(at.words) <= 10 and not at.work:
        if at.first(_LOCKED, at.times) or "idempotency" in named:
            yield key or at.first({("key",)}) or at.first(_LOCKED, at.times)
        return
    until, holder = at.first(_LOCKED, at.times), at.first(_HOLDERS)
    is_lock = bool({"lock", "lease", "mutex", "semaphore"}.intersection(named))
    if (
        until
        and ((holder and len(at.words) <= 5) or is_lock)
        and not at.first(_ATTEMPTS, at.numbers)
    ):
        yield from (until, holder)


def _schedule(at: _Columns) -> Iterator[str]:
    often, again = _cron(at) or at.last_word(_HOW_OFTEN), at.first(_AGAIN, at.times)
    handle = next((name for words, name in at.fields.items() if "scheduler" in words), "")
    if handle:
        yield handle
        return
    if _cron(at) or (again and (often or "cron" in words_of(at.name))):
        yield from (often, again)
        return
    planned = at.first(_PLANNED, at.times) or (at.work and at.first(_PUBLISHED, at.times))
    is_work = at.first(_ATTEMPTS, at.numbers) or at.first(_TAKEN)
    state = at.status or at.first({(word,) for word in _HAPPENED}, at.flags)
    if planned and state and not is_work and not at.first(_STARTED, at.times):
        yield from (planned, state)


def _cron(at: _Columns) -> str:
    found = [words for words in at.fields if "cron" in words or "rrule" in words]
    found.sort(key=lambda words: words not in at.texts)
    return at.fields[found[0]] if found else ""


def _outbox(at: _Columns) -> Iterator[str]:
    content, to = at.last_word(_CONTENT), _addressed(at)
    delivered = at.first(_DELIVERED, at.times)
    attempts = at.first(_ATTEMPTS, at.numbers)
    is_waiting = bool(attempts or at.first(_AT - _PLANNED, at.times))
    named = words_of(at.name)
    if _HISTORY.intersection(named[-1:]):
        return
    is_named = "outbox" in named
    if is_named and (at.status or delivered or is_waiting):
        yield from (attempts, delivered, at.status, to)
        return
    if content and to and is_waiting and (at.status or delivered):
        yield from (attempts, delivered, at.status, to)


def _addressed(at: _Columns) -> str:
    """Where it is to go: `url`, `topic`, `toAddress`, `recipientId`."""
    for words, name in at.fields.items():
        noun = (
            words[:-1]
            if words[-1:] and words[-1] in ("address", "email", "id", "name", "type")
            else words
        )
        if words in at.texts and noun[-1:] and noun[-1] in _ADDRESSED:
            return name
    return ""


def _run(at: _Columns) -> Iterator[str]:
    started, ended = at.first(_STARTED, at.times), at.first(_ENDED, at.times)
    outcome = _outcome(at)
    is_machines = bool(outcome or _MACHINE_WORK.intersection(words_of(at.name)))
    if started and ended and at.status and is_machines and (at.work or outcome):
        yield from (started, ended, at.status)


def _outcome(at: _Columns) -> str:
    found = (
        name
        for words, name in at.fields.items()
        if _OUTCOME.intersection(words) and words[-1] != "id"
    )
    return next(found, "")


def _queue(at: _Columns) -> Iterator[str]:
    attempts = at.first(_ATTEMPTS, at.numbers)
    when, taken = at.first(_AT, at.times), "" if at.is_for_people else at.first(_TAKEN)
    content, worker = at.last_word(_CONTENT), at.first({("worker", "id")})
    taken = "" if taken == worker and worker in at.related else taken
    if attempts and (at.work or ((when or taken or content) and at.status) or (when and content)):
        yield from (attempts, at.status, when, taken)
    elif taken and (at.work or (at.status and (when or content) and taken != worker)):
        yield from (taken, at.status, when)
    elif at.work and when and content:
        yield from (at.work, when, content)


def _piece(at: _Columns) -> Iterator[str]:
    """One piece of a machine's work: it is called so, and its status says that it may fail."""
    last = words_of(at.name)[-1:]
    is_run = _AT_WORK & at.values or at.first(_ENDED, at.times) or _outcome(at)
    if at.work and is_run and at.may_fail and _PIECES.intersection(last):
        yield from (at.work, at.first(_ENDED, at.times), _outcome(at))


def _waiting(at: _Columns) -> Iterator[str]:
    """The same of what only waits; a task of people can't fail."""
    last = words_of(at.name)[-1:]
    if at.work and at.may_fail and {*_PIECES, "task"}.intersection(last):
        yield at.work


_JUDGES: tuple[tuple[JobKind, Callable[[_Columns], Iterator[str]]], ...] = (
    ("lock", _lock),
    ("outbox", _outbox),
    ("schedule", _schedule),
    ("run", _run),
    ("queue", _queue),
    ("run", _piece),
    ("queue", _waiting),
)
