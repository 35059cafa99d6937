"""How much of what was found is listed, and how much of that is shown: nobody reads the 201st mistake before
the first is mended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from .diagnostic import Diagnostic

T = TypeVar("T")

MOST = 200
"""Of one schema, where nobody says otherwise."""
ALL = 0
LISTED = 10_000
"""Of syntax errors, and of what each check finds: each diagnostic takes memory and time."""


def bounded(found: Sequence[T], most: int, rank: Callable[[T], tuple[int, ...]]) -> Sequence[T]:
    """Those of the lowest rank, the first of equals, in the order given. `most` may be `ALL`."""
    if most == ALL or len(found) <= most:
        return found
    ranked = sorted(range(len(found)), key=lambda at: rank(found[at]))
    return [found[at] for at in sorted(ranked[:most])]


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
