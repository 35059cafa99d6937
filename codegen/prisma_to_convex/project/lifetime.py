"""What shall live as long as the process.

A large schema is millions of objects, and to free them one by one when a function returns takes longer
than to let go of all at once at the end (`__main__`). Only the last ones are held: who calls commands
in a process of their own, as tests do, holds no more than one schema.
"""

from __future__ import annotations

_kept_alive: tuple[object, ...] = ()


def keep_alive(*values: object) -> None:
    global _kept_alive
    _kept_alive = values
