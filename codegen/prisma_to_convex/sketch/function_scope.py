"""What the code of one function names: its arguments, variables, helpers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..convex.convex_schema import BOOLEAN, Field, Validator, VObject
from .names_in_scope import IN_HANDLERS, ScopeNames, camel, capitalized
from .table_columns import references_in


class FunctionScope:
    """Collects while the code is made."""

    def __init__(self) -> None:
        self.names = ScopeNames(IN_HANDLERS)
        self.helpers: set[str] = set()
        self.types: set[str] = set()
        self.notes: dict[str, None] = {}
        self.before: list[str] = []
        """Statements at the start of the handler."""
        self.checks: list[str] = []
        """Functions that say whether a row passes, each before what calls it."""
        self._arguments: list[Field] = []
        self._argument_names = ScopeNames()
        self._holder = "args"
        self._values: dict[str, str] = {}

    def argument(self, name: str, validator: Validator, *, is_optional: bool = False) -> str:
        """A new argument of about this name; the code that reads it."""
        given = self._argument_names.new(name, name)
        self._arguments.append(Field(given, validator, is_optional))
        return f"{self._holder}.{given}"

    def flag(self, *words: str) -> str:
        """A new argument that says whether something is asked for."""
        return self.argument(camel(*words), BOOLEAN)

    @contextmanager
    def items(self, variable: str) -> Iterator[list[Field]]:
        """Arguments that are made meanwhile are fields of `variable`, an item of a list that is given."""
        outer = self._arguments, self._argument_names, self._holder
        fields: list[Field] = []
        self._arguments, self._argument_names, self._holder = fields, ScopeNames(), variable
        yield fields
        self._arguments, self._argument_names, self._holder = outer

    def object_argument(self, name: str, validator: Validator) -> None:
        self._arguments.append(Field(self._argument_names.new(name), validator))

    @property
    def arguments(self) -> tuple[Field, ...]:
        return tuple(self._arguments)

    @property
    def validators(self) -> frozenset[str]:
        return references_in(VObject(self.arguments))

    def helper(self, name: str) -> str:
        """A function of `rows.ts` or `convex/values`."""
        self.helpers.add(name)
        return name

    def document(self, table: str) -> str:
        self.types.add("Doc")
        return f'Doc<"{table}">'

    def note(self, text: str) -> None:
        """Said above the function."""
        self.notes[text] = None

    def once(self, code: str, *wanted: str) -> str:
        """A variable at the start of the handler that holds this; the same for the same code."""
        if code not in self._values:
            self._values[code] = name = self.names.new(*wanted)
            self.before.append(f"const {name} = {code};")
        return self._values[code]

    def prefix_end(self, code: str) -> str:
        """A variable that holds what comes behind every text that starts like this."""
        is_literal = code[0] in "\"'"
        wanted = "end" if is_literal else f"end{capitalized(code.rpartition('.')[2])}"
        last = "\\u{10ffff}"
        text = f"{code[:-1]}{last}{code[-1]}" if is_literal else f"`${{{code}}}{last}`"
        return self.once(text, wanted, "end")
