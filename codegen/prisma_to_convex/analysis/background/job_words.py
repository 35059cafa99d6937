"""Words by which columns, statuses and names speak of work that waits, is planned, runs or is locked. Data."""

from __future__ import annotations

from typing import TypeAlias

Words: TypeAlias = tuple[str, ...]

# ---- columns, by their words in the singular ----------------------------------------------------

ATTEMPTS = frozenset({
    ("attempt",), ("attempt", "count"), ("attempt", "made"), ("max", "attempt"),
    ("max", "retry"), ("retried",), ("retry",), ("retry", "count"), ("retry", "left"), ("try",), ("try", "count"),
})  # fmt: skip  # a table
AT = frozenset({
    ("available", "at"), ("due", "at"), ("execute", "at"), ("next", "attempt", "at"), ("next", "attempt"),
    ("next", "retry", "at"), ("next", "retry"), ("next", "run", "at"), ("next", "run"), ("not", "before"),
    ("process", "after"), ("process", "at"), ("publish", "at"), ("run", "after"), ("run", "at"),
    ("schedule", "at"), ("scheduled", "at"), ("scheduled", "date"), ("scheduled", "for"), ("scheduled", "time"),
    ("send", "after"), ("send", "at"), ("trigger", "at"), ("visible", "at"),
})  # fmt: skip  # a table
PLANNED = frozenset({
    ("publish", "at"), ("schedule", "at"), ("scheduled", "at"),
    ("scheduled", "date"), ("scheduled", "for"), ("scheduled", "on"), ("scheduled", "time"), ("send", "at"),
    ("send", "on"),
})  # fmt: skip  # a table
# Where there is no status, whether it happened: `sent`, `isProcessed`.
HAPPENED = frozenset(
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
PUBLISHED = frozenset({("publish", "date"), ("publish", "on"), ("publication", "date")})
AGAIN = frozenset(
    (turn, "run", *at)
    for turn in ("next", "last")
    for at in ((), ("at",), ("on",), ("date",), ("time",))
)
# `nextSyncAt` beside `lastSyncedAt`: what a machine does again; people review and pay again.
REPEATED = (
    "backup", "check", "crawl", "execut", "fetch", "import", "index", "ping", "poll", "process", "refresh", "run", "scan",
    "schedul", "scrap", "sync",
)  # fmt: skip  # a table
# When a machine does it: with an index that begins with it, it is asked what is due.
RUN_BY = frozenset({
    ("execute", "at"), ("execute", "by"), ("fire", "at"), ("process", "after"), ("process", "at"), ("run", "after"),
    ("run", "at"), ("run", "by"), ("trigger", "at"), ("visible", "at"), ("wake", "at"),
})  # fmt: skip  # a table
# What a kind of schedule says when an expression beside it tells how often: `type: CRON`, `expression`.
CRONS = frozenset({"CRON", "RRULE"})
EXPRESSIONS = frozenset({"expression", "pattern", "rule", "spec"})
HOW_OFTEN = frozenset({"cron", "interval", "frequency", "recurrence", "rrule", "schedule"})
TAKEN = frozenset({
    ("claimed", "at"), ("claimed", "by"), ("heartbeat", "at"), ("last", "heartbeat", "at"), ("leased", "until"),
    ("lease", "expire", "at"), ("locked", "at"), ("locked", "by"), ("locked", "until"), ("picked", "at"),
    ("picked", "by"), ("reserved", "at"), ("worker", "id"),
})  # fmt: skip  # a table
LOCKED = frozenset({
    ("acquired", "at"), ("expire", "at"), ("lease", "expire", "at"), ("leased", "until"),
    ("locked", "at"), ("locked", "until"),
})  # fmt: skip  # a table
HOLDERS = frozenset({
    ("acquired", "by"), ("holder",), ("holder", "id"), ("instance", "id"), ("locked", "by"), ("owner",),
    ("owner", "token"), ("process", "id"), ("worker", "id"),
})  # fmt: skip  # a table
DELIVERED = frozenset({
    ("delivered", "at"), ("dispatched", "at"), ("processed", "at"), ("published", "at"), ("sent", "at"),
})  # fmt: skip  # a table
ADDRESSED = frozenset({
    "destination", "endpoint", "event", "recipient", "routing", "subject", "subscriber", "to", "topic", "url", "webhook",
})  # fmt: skip  # a table
CONTENT = frozenset({"arg", "body", "data", "html", "input", "message", "param", "payload"})
STARTED = frozenset({("started", "at"), ("start", "at"), ("started", "on"), ("start", "time")})
# Of these, what is known only afterwards: an event of people has a start time, too.
HAS_STARTED = frozenset({("started", "at"), ("started", "on")})
ENDED = frozenset({
    ("completed", "at"), ("ended", "at"), ("failed", "at"), ("finished", "at"), ("end", "time"), ("finished", "on"), ("stopped", "at"),
})  # fmt: skip  # a table
OUTCOME = frozenset({"duration", "error", "exit", "failure", "log", "output", "result"})
# What a machine does; people start and finish lessons and matches, too.
MACHINE_WORK = frozenset({
    "batch", "build", "crawl", "deployment", "execution", "export", "import", "job", "migration", "pipeline",
    "process", "run", "scan", "step", "sync", "task", "workflow",
})  # fmt: skip  # a table
# Of these, what is one piece of work by its name alone.
PIECES = frozenset({
    "batch", "build", "crawl", "deployment", "execution", "export", "import", "job", "run", "step",
})  # fmt: skip  # a table
# What a status says of work, and not of an order: it waits for a machine, or one is at it.
WAITING = frozenset({
    "ACTIVE_RUN", "DISPATCHED", "ENQUEUED", "EXECUTING", "IN_PROGRESS", "PENDING", "PROCESSING", "QUEUED",
    "QUEUE", "RETRYING", "RUNNING", "SCHEDULED", "SENDING", "STARTED", "WAITING",
})  # fmt: skip  # a table
DONE = frozenset({
    "ABORTED", "ACKED", "BOUNCED", "COMPLETE", "COMPLETED", "DEAD", "DELIVERED", "DONE", "ERROR", "ERRORED",
    "FAILED", "FAILURE", "FINISHED", "PROCESSED", "SENT", "SUCCEEDED", "SUCCESS", "TIMED_OUT",
})  # fmt: skip  # a table
# Of a text: what is there already, and waits for nothing.
BEGUN = frozenset({"ACTIVE", "ENABLED", "INACTIVE", "OPEN", "POSTED", "VALID"})
ENDS = ("DONE", "FAILED")
AT_WORK = frozenset({"EXECUTING", "IN_PROGRESS", "PROCESSING", "RETRYING", "RUNNING", "STARTED"})
# Of these a machine is at, and people are not.
PROCESSING = frozenset({"EXECUTING", "PROCESSING", "QUEUED", "RUNNING"})
# The last word of how much of it is done: `chunksComplete`.
PROGRESS = frozenset({"complete", "completed", "done", "processed", "uploaded"})
FAILED = frozenset({"CRASHED", "DEAD", "ERROR", "ERRORED", "FAILED", "FAILURE", "TIMED_OUT"})
# What only happens to a machine; people fail, too.
ERRORS = frozenset({"CRASHED", "ERROR", "ERRORED", "TIMED_OUT"})
ERROR_COLUMNS = frozenset({"error", "failure"})
# States that what is planned comes into by itself.
MACHINES_STATES = frozenset({
    "DELIVERED", "DISPATCHED", "ERROR", "EXECUTED", "EXECUTING", "FAILED", "PROCESSED", "PROCESSING", "PUBLISHED",
    "PUBLISHING", "QUEUED", "RUNNING", "SENDING", "SENT", "TRIGGERED",
})  # fmt: skip  # a table
MEETINGS = frozenset({
    "appointment", "call", "class", "consultation", "delivery", "demo", "exam", "inspection", "installation", "interview",
    "lesson", "maintenance", "match", "meeting", "pickup", "reservation", "session", "shift", "showing", "tour",
    "viewing", "visit", "webinar",
})  # fmt: skip  # a table
# What is paid goes through such states at a bank's.
PAID = frozenset({
    "charge", "checkout", "deposit", "invoice", "order", "payment", "payout", "purchase", "refund", "subscription",
    "transaction", "transfer", "withdrawal",
})  # fmt: skip  # a table
# Before `status`: that of an answer, of money or of a line, not of the row.
NOT_ITS_OWN = frozenset({"billing", "conn", "connection", "http", "payment", "response"})
# At the end of a name, next to what is delivered: what became of it, a row for each time.
HISTORY = frozenset({"attempt", "error", "history", "log"})
