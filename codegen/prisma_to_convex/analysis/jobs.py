"""Tables in which work waits, is planned, runs or is locked, told by their columns; and what takes their place.

    queue      attempts are counted, or a worker takes the row, until its status says that it is done
    schedule   when something is to happen (`scheduledAt`), or how often (`cron`, an interval and the next time), or by
               when (`runBy`, with an index by which what is due is found)
    outbox     what is to be delivered elsewhere, and whether it was
    run        when it started and finished, how it ended; how much is done of what a machine is at
    lock       who holds a name until when; a key that lets a request happen once

A status by itself is no job: orders and invitations have one, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import EnumRef, ForeignKey, Scalar, ScalarField

from ..kit.camel_case import split_name
from ..lowering.lowered import Lowered, LoweredModel
from .facts import AuthTables, JobKind, JobTable
from .job_words import (
    ADDRESSED,
    AGAIN,
    AT,
    AT_WORK,
    ATTEMPTS,
    CONTENT,
    CRONS,
    DELIVERED,
    DONE,
    ENDED,
    ENDS,
    EXPRESSIONS,
    FAILED,
    HAPPENED,
    HISTORY,
    HOLDERS,
    HOW_OFTEN,
    LOCKED,
    MACHINE_WORK,
    NOT_ITS_OWN,
    OUTCOME,
    PIECES,
    PLANNED,
    PROCESSING,
    PROGRESS,
    PUBLISHED,
    REPEATED,
    RUN_BY,
    STARTED,
    TAKEN,
    WAITING,
    Words,
)
from .name_words import words_of

_WORD = re.compile(r"[A-Za-z_]+")
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
    """A table by the words of its fields; `work` is the field of a status that speaks of work, with its `values`.

    `cron` is a kind that may be a cron expression's. `related` are the fields that hold keys of other tables, `led` those that an index begins with.
    """

    name: str
    words: frozenset[Words]
    fields: dict[Words, str]
    times: frozenset[Words]
    numbers: frozenset[Words]
    texts: frozenset[Words]
    flags: frozenset[Words]
    related: frozenset[str]
    led: frozenset[str]
    work: str
    status: str
    values: frozenset[str]
    cron: str

    @property
    def is_for_people(self) -> bool:
        """A user takes the row, not a process: `lockedByUserId`, or `claimedBy` that holds a user's key."""
        return any(
            {"by", "user"} <= set(words)
            or (words in TAKEN and "by" in words and name in self.related)
            for words, name in self.fields.items()
        )

    @property
    def is_assigned(self) -> bool:
        """To somebody, who does it on the day."""
        return any(
            words[:1] in (("assigned",), ("assignee",), ("assign",)) and name in self.related
            for words, name in self.fields.items()
        )

    @property
    def may_fail(self) -> bool:
        return any(not FAILED.isdisjoint(value.split("_")) for value in self.values)

    def first(self, wanted: Set[Words], among: Set[Words] | None = None) -> str:
        """The first field so called; empty for none."""
        if self.words.isdisjoint(wanted):
            return ""
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
    tables = {
        name: _columns(name, model, lowered)._replace(related=frozenset(related.get(name, ())))
        for name, model in lowered.models.items()
        if name not in sign_in
    }
    found = {name: table for name, at in tables.items() if (table := _judged(at))}
    found.update(_turns(found, tables, lowered))
    return tuple(found[name] for name in lowered.models if name in found)


def _judged(at: _Columns) -> JobTable | None:
    for kind, judge in _JUDGES:
        evidence = [one for one in judge(at) if one]
        if evidence:
            return JobTable(at.name, kind, tuple(dict.fromkeys(evidence)), _INSTEAD[kind])
    return None


def _turns(
    found: Mapping[str, JobTable], tables: Mapping[str, _Columns], lowered: Lowered
) -> Iterator[tuple[str, JobTable]]:
    """What became of each turn of a schedule or a queue: rows that need one of it, with a status and an outcome."""
    for one in lowered.schema.relations:
        if isinstance(one, ForeignKey) and one.model in tables and one.model not in found:
            at, whole = tables[one.model], found.get(one.target)
            is_turn = whole is not None and whole.kind in ("schedule", "queue") and at.status
            if is_turn and (outcome := _outcome(at)):
                yield at.name, JobTable(at.name, "run", (at.status, outcome), _INSTEAD["run"])


def _columns(name: str, model: LoweredModel, lowered: Lowered) -> _Columns:
    fields: dict[Words, str] = {}
    times, numbers, texts, flags = set(), set(), set(), set()
    status = work = cron = ""
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
        if isinstance(field.type, EnumRef) and _values(field, lowered) & CRONS:
            cron = field.name
        if words[-1:] in (("status",), ("state",)) and NOT_ITS_OWN.isdisjoint(words):
            status = status or field.name
            said = _values(field, lowered)
            if not work and said & WAITING and said & DONE:
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
        led=frozenset(one.field_names[0] for one in model.model.indexes if one.field_names),
        work=work,
        status=status,
        values=values,
        cron=cron,
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
    return frozenset({*said, default, *(ENDS if default in WAITING else ())})


# ---- kinds --------------------------------------------------------------------------------------


def _lock(at: _Columns) -> Iterator[str]:
    key = at.first({("idempotency", "key")})
    named = words_of(at.name)
    is_once = bool(key) or "idempotency" in named
    if is_once and not at.first(ATTEMPTS, at.numbers) and len(at.words) <= 10 and not at.work:
        if at.first(LOCKED, at.times) or "idempotency" in named:
            yield key or at.first({("key",)}) or at.first(LOCKED, at.times)
        return
    until, holder = at.first(LOCKED, at.times), at.first(HOLDERS)
    is_lock = bool({"lock", "lease", "mutex", "semaphore"}.intersection(named))
    if (
        until
        and ((holder and len(at.words) <= 5) or is_lock)
        and not at.first(ATTEMPTS, at.numbers)
    ):
        yield from (until, holder)


def _schedule(at: _Columns) -> Iterator[str]:
    often, again = _cron(at) or at.last_word(HOW_OFTEN), at.first(AGAIN, at.times)
    handle = next((name for words, name in at.fields.items() if "scheduler" in words), "")
    if handle:
        yield handle
        return
    if _cron(at) or (again and (often or "cron" in words_of(at.name))):
        yield from (often, again)
        return
    planned = at.first(PLANNED, at.times) or (at.work and at.first(PUBLISHED, at.times))
    is_work = at.first(ATTEMPTS, at.numbers) or at.first(TAKEN)
    state = at.status or at.first({(word,) for word in HAPPENED}, at.flags)
    if planned and state and not (is_work or at.is_assigned) and not at.first(STARTED, at.times):
        yield from (planned, state)
        return
    repeated, due = _repeated(at), at.first(RUN_BY, at.times)
    if repeated:
        yield from repeated
    elif due in at.led and not at.status and not is_work:
        yield due


def _repeated(at: _Columns) -> tuple[str, ...]:
    """The times of a machine's next and last turn at the same: `nextSyncAt`, `lastSyncedAt`."""
    for verb in REPEATED:
        following, past = (
            [
                name
                for words, name in at.fields.items()
                if words in at.times
                and words[:1] == (turn,)
                and "".join(words[1:2]).startswith(verb)
            ]
            for turn in ("next", "last")
        )
        if following and past:
            return following[0], past[0]
    return ()


def _cron(at: _Columns) -> str:
    found = [words for words in at.fields if "cron" in words or "rrule" in words]
    found.sort(key=lambda words: words not in at.texts)
    if not found and at.cron:
        return at.last_word(EXPRESSIONS)
    return at.fields[found[0]] if found else ""


def _outbox(at: _Columns) -> Iterator[str]:
    content, to = at.last_word(CONTENT), _addressed(at)
    delivered = at.first(DELIVERED, at.times)
    attempts = at.first(ATTEMPTS, at.numbers)
    is_waiting = bool(attempts or at.first(AT - PLANNED, at.times))
    named = words_of(at.name)
    if HISTORY.intersection(named[-1:]):
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
        if words in at.texts and noun[-1:] and noun[-1] in ADDRESSED:
            return name
    return ""


def _run(at: _Columns) -> Iterator[str]:
    started, ended = at.first(STARTED, at.times), at.first(ENDED, at.times)
    outcome = _outcome(at)
    is_machines = bool(outcome or MACHINE_WORK.intersection(words_of(at.name)))
    if started and ended and at.status and is_machines and (at.work or outcome):
        yield from (started, ended, at.status)


def _progress(at: _Columns) -> Iterator[str]:
    """How much is done of what a machine is at, in numbers."""
    done = [
        name
        for words, name in at.fields.items()
        if words in at.numbers and len(words) > 1 and words[-1] in PROGRESS
    ]
    if at.work and done and PROCESSING & at.values:
        yield from (at.work, done[0])


def _outcome(at: _Columns) -> str:
    found = (
        name
        for words, name in at.fields.items()
        if OUTCOME.intersection(words) and words[-1] != "id"
    )
    return next(found, "")


def _queue(at: _Columns) -> Iterator[str]:
    attempts = at.first(ATTEMPTS, at.numbers)
    when, taken = at.first(AT, at.times), "" if at.is_for_people else at.first(TAKEN)
    content, worker = at.last_word(CONTENT), at.first({("worker", "id")})
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
    is_run = AT_WORK & at.values or at.first(ENDED, at.times) or _outcome(at)
    if at.work and is_run and at.may_fail and PIECES.intersection(last):
        yield from (at.work, at.first(ENDED, at.times), _outcome(at))


def _waiting(at: _Columns) -> Iterator[str]:
    """The same of what only waits; a task of people can't fail."""
    last = words_of(at.name)[-1:]
    if at.work and at.may_fail and {*PIECES, "task"}.intersection(last):
        yield at.work


_JUDGES: tuple[tuple[JobKind, Callable[[_Columns], Iterator[str]]], ...] = (
    ("lock", _lock),
    ("outbox", _outbox),
    ("schedule", _schedule),
    ("run", _run),
    ("queue", _queue),
    ("run", _progress),
    ("run", _piece),
    ("queue", _waiting),
)
