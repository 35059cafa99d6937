"""Words of keys' names that say in what role another row is referred to. Data."""

from __future__ import annotations

# Words before a model's name that say in what role it is referred to. Other words in front of a text
# key are mostly other systems' names: `stripeCustomerId`.
ROLES = frozenset(
    [
        *("parent", "child", "root", "source", "target", "origin", "original", "base", "template"),
        *("default", "current", "active", "main", "primary", "first", "last", "latest", "next"),
        *("previous", "prev", "old", "new", "related", "linked", "from", "to", "for", "by", "on"),
        *("owner", "author", "creator", "editor", "sender", "recipient", "receiver", "actor"),
        *("reviewer", "approver", "assignee", "reporter", "manager", "admin", "referrer"),
    ]
)
# Words before a model's own name, by which its rows come of one another: `parentSessionId` of a ChatSession.
LINEAGE = frozenset({
    "ancestor", "child", "copied", "duplicated", "forked", "next", "origin", "original", "parent", "prev",
    "previous", "replied", "reply", "replaced", "root", "superseded",
})  # fmt: skip  # a table
# What is one of the model's own rows, without its name.
OF_ITSELF = frozenset(
    [
        *(
            ("parent",),
            ("reply", "to"),
            ("in", "reply", "to"),
            ("replied", "to"),
            ("copied", "from"),
        ),
        *(("forked", "from"), ("duplicated", "from"), ("superseded", "by")),
    ]
)
LATEST = frozenset(["first", "last", "latest", "newest", "recent"])
# Beside `parentId`, which is then one of these.
SPANS = frozenset([("span", "id"), ("parent", "span", "id")])
# What libraries of authentication keep for themselves: nothing else refers to a row of such a table.
OF_SIGN_IN = frozenset(
    [
        ("session", "token"),
        ("provider", "account", "id"),
        ("active", "expires"),
        ("raw", "user", "meta", "data"),
    ]
)
# Of what a row is a copy, whose model has the same name but for the last word.
ORIGINALS = frozenset([("original",), ("origin",)])
COPIES = frozenset(["archive", "audit", "backup", "history", "snapshot", "version"])
