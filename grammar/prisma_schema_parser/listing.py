"""How much of what is wrong is listed at all: each diagnostic takes memory and time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .diagnostic import Diagnostic

LISTED = 10_000
"""Of a schema's syntax errors, and of what each check finds."""


def listed(found: Iterable[Diagnostic], most: int = LISTED) -> Iterator[Diagnostic]:
    """The first of what one check finds, and one that says there is more. Where these are all warnings, the first
    error is looked for, and listed too: what is valid does not depend on how much is wrong.
    """
    has_error = False
    unlisted: Diagnostic | None = None
    for number, diagnostic in enumerate(found):
        if number < most or (diagnostic.is_error and not has_error):
            has_error = has_error or diagnostic.is_error
            yield diagnostic
        else:
            unlisted = unlisted or diagnostic
        if has_error and unlisted is not None:
            break
    if unlisted is not None:
        message = f"there is more of this from here on, beyond {most:,} that are listed"
        yield Diagnostic(unlisted.rule, message, unlisted.span)
