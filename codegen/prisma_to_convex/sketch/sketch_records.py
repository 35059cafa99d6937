"""What is sketched, and what is not, as frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple

from ..calls.call import PrismaCall
from ..convex.convex_schema import Field

FunctionKind: TypeAlias = Literal["query", "mutation"]


class NotSketchable(Exception):  # no error: the reason why there is no function
    """Why a call has no function; caught where the call is sketched, and listed."""


class SketchedFunction(NamedTuple):
    """One Convex function. `body` is what stands in its handler, indented, behind the access check; the
    names are those that it takes from `rows.ts`, schema.ts and `_generated/dataModel`.
    """

    call: PrismaCall
    module: str
    name: str
    kind: FunctionKind
    documentation: tuple[str, ...]
    arguments: tuple[Field, ...]
    body: tuple[str, ...]
    helpers: frozenset[str] = frozenset()
    validators: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()


class NotSketched(NamedTuple):
    call: PrismaCall
    reason: str


class SketchPlace(NamedTuple):
    """Where the functions stand: `root` leads from them to the folder of schema.ts (`..`). `enforced`:
    functions.ts of the enforcement stands there, and mutations are made with it.
    """

    root: str = ".."
    enforced: bool = False


class Sketch(NamedTuple):
    """`files` by name, in order; `own` are those that somebody fills in: written once, never again."""

    functions: tuple[SketchedFunction, ...]
    not_sketched: tuple[NotSketched, ...]
    files: Mapping[str, str]
    own: Mapping[str, str]
