"""Tables in which work waits, is planned, runs or is locked, recognised by their columns; and what takes their place.

    queue      attempts are counted, or a worker takes the row, until its status says that it is done
    schedule   when something is to happen (`scheduledAt`), or how often (`cron`, an interval and the next time), or by
               when (`runBy`, with an index by which what is due is found)
    outbox     what is to be delivered elsewhere, and whether it was
    run        when it started and finished, how it ended; how much is done of what a machine is at; a state that a
               machine's work alone has (`PROCESSING`, then `ERROR`)
    lock       who holds a name until when; a key that lets a request happen once

Any other status by itself is no job: orders, invitations and meetings have one, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from prisma_schema_parser.schema import ForeignKey

from ...lowering.lowered import Lowered
from ..facts import AuthTables, JobKind, JobTable
from ..name_words import words_of
from .job_columns import JobColumns, enum_states, job_columns
from .job_words import (
    ADDRESSED,
    AGAIN,
    AT,
    AT_WORK,
    ATTEMPTS,
    CONTENT,
    DELIVERED,
    ENDED,
    ERROR_COLUMNS,
    ERRORS,
    EXPRESSIONS,
    HAPPENED,
    HAS_STARTED,
    HISTORY,
    HOLDERS,
    HOW_OFTEN,
    LOCKED,
    MACHINE_WORK,
    OUTCOME,
    PAID,
    PIECES,
    PLANNED,
    PROCESSING,
    PROGRESS,
    PUBLISHED,
    REPEATED,
    RUN_BY,
    STARTED,
    TAKEN,
    Words,
)

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


def jobs(lowered: Lowered, auth: Sequence[AuthTables]) -> tuple[JobTable, ...]:
    """In the schema's order. Tables of sign-in count attempts and expire, too: they are left out."""
    sign_in = {name for one in auth for name in one.models}
    related: dict[str, set[str]] = {}
    for one in lowered.schema.relations:
        if isinstance(one, ForeignKey):
            related.setdefault(one.model, set()).update(one.fields)
    for model_name, field in lowered.soft:
        related.setdefault(model_name, set()).add(field)
    states = enum_states(lowered.schema)
    tables = {
        name: job_columns(name, model, states, frozenset(related.get(name, ())))
        for name, model in lowered.models.items()
        if name not in sign_in
    }
    found = {name: table for name, at in tables.items() if (table := _judged(at))}
    found.update(_turns(found, tables, lowered))
    return tuple(found[name] for name in lowered.models if name in found)


def _judged(at: JobColumns) -> JobTable | None:
    for kind, judge in _JUDGES:
        evidence = [one for one in judge(at) if one]
        if evidence:
            return JobTable(at.name, kind, tuple(dict.fromkeys(evidence)), _INSTEAD[kind])
    return None


def _turns(
    found: Mapping[str, JobTable], tables: Mapping[str, JobColumns], lowered: Lowered
) -> Iterator[tuple[str, JobTable]]:
    """What became of each turn of a schedule or a queue: rows that need one of it, with a status and an outcome."""
    for one in lowered.schema.relations:
        if isinstance(one, ForeignKey) and one.model in tables and one.model not in found:
            at, whole = tables[one.model], found.get(one.target)
            is_turn = whole is not None and whole.kind in ("schedule", "queue") and at.status
            if is_turn and (outcome := _outcome(at)):
                yield at.name, JobTable(at.name, "run", (at.status, outcome), _INSTEAD["run"])


# ---- kinds --------------------------------------------------------------------------------------


def _lock(at: JobColumns) -> Iterator[str]:
    key = at.first({("idempotency", "key")})
    named = words_of(at.name)
    is_once = bool(key) or "idempotency" in named
    if "idempotency" in named and named[-1] in ("key", "record", "request"):
        yield key or at.first({("key",)}) or at.first(LOCKED, at.times)
        return
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


def _schedule(at: JobColumns) -> Iterator[str]:
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
    state = at.waiting or at.first({(word,) for word in HAPPENED}, at.flags)
    if not state and MACHINE_WORK.intersection(words_of(at.name)[-1:]):
        state = at.first(ENDED, at.times)
    is_free = not (is_work or at.is_assigned or at.is_of_people)
    if planned and state and is_free and not at.first(STARTED, at.times):
        yield from (planned, state)
        return
    repeated, due = _repeated(at), at.first(RUN_BY, at.times)
    if repeated:
        yield from repeated
    elif due in at.led and not at.status and not is_work:
        yield due


def _repeated(at: JobColumns) -> tuple[str, ...]:
    """The times of a machine's next and last turn at the same: `nextSyncAt`, `lastSyncedAt`."""
    turns: dict[str, list[Words]] = {"next": [], "last": []}
    for words in at.fields:
        if words in at.times and len(words) > 1 and words[0] in turns:
            turns[words[0]].append(words)
    for verb in REPEATED if all(turns.values()) else ():
        following, past = (
            [at.fields[words] for words in found if words[1].startswith(verb)]
            for found in turns.values()
        )
        if following and past:
            return following[0], past[0]
    return ()


def _cron(at: JobColumns) -> str:
    found = [
        words
        for words in at.fields
        if words not in at.flags and ("cron" in words or "rrule" in words)
    ]
    found.sort(key=lambda words: words not in at.texts)
    if not found and at.cron:
        return at.last_word(EXPRESSIONS)
    return at.fields[found[0]] if found else ""


def _outbox(at: JobColumns) -> Iterator[str]:
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


def _addressed(at: JobColumns) -> str:
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


def _run(at: JobColumns) -> Iterator[str]:
    started, ended = at.first(STARTED, at.times), at.first(ENDED, at.times)
    outcome = _outcome(at)
    is_named = bool(MACHINE_WORK.intersection(words_of(at.name)))
    if at.fields and started and words_of(started) not in HAS_STARTED and not is_named:
        return
    if at.states and not (at.may_fail or is_named):  # a trip of people has a duration, too
        return
    is_machines = bool(outcome or is_named)
    if started and ended and at.status and is_machines and (at.work or outcome):
        yield from (started, ended, at.status)


def _progress(at: JobColumns) -> Iterator[str]:
    """How much is done of what a machine is at, in numbers."""
    done = [
        name
        for words, name in at.fields.items()
        if words in at.numbers and len(words) > 1 and words[-1] in PROGRESS
    ]
    if at.work and done and PROCESSING & at.values:
        yield from (at.work, done[0])


def _machines(at: JobColumns) -> Iterator[str]:
    """A machine is at it by its status, and may end in an error; no money is moved, and nobody was asked to do it."""
    error = next((name for words, name in at.fields.items() if ERROR_COLUMNS & set(words)), "")
    is_paid = at.has_amount or PAID & set(words_of(at.name))
    may_err = ERRORS & at.values or (error and at.may_fail)
    if AT_WORK & at.values and may_err and not (is_paid or at.is_assigned or at.is_for_people):
        yield from (at.work, error)


def _outcome(at: JobColumns) -> str:
    found = (
        name
        for words, name in at.fields.items()
        if OUTCOME.intersection(words) and words[-1] != "id"
    )
    return next(found, "")


def _queue(at: JobColumns) -> Iterator[str]:
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


def _piece(at: JobColumns) -> Iterator[str]:
    """One piece of a machine's work: it is called so, and its status says that it may fail."""
    last = words_of(at.name)[-1:]
    is_run = AT_WORK & at.values or at.first(ENDED, at.times) or _outcome(at)
    if at.work and is_run and at.may_fail and PIECES.intersection(last):
        yield from (at.work, at.first(ENDED, at.times), _outcome(at))


def _waiting(at: JobColumns) -> Iterator[str]:
    """The same of what only waits; a task of people can't fail."""
    last = words_of(at.name)[-1:]
    if at.work and at.may_fail and {*PIECES, "task"}.intersection(last):
        yield at.work


_JUDGES: tuple[tuple[JobKind, Callable[[JobColumns], Iterator[str]]], ...] = (
    ("lock", _lock),
    ("outbox", _outbox),
    ("schedule", _schedule),
    ("run", _run),
    ("queue", _queue),
    ("run", _progress),
    ("run", _machines),
    ("run", _piece),
    ("queue", _waiting),
)
