"""What the code of one function names: its arguments, variables, helpers."""

from __future__ import annotations

from ..convex.convex_schema import Field, Validator, VObject
from .names_in_scope import IN_HANDLERS, ScopeNames, capitalized
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
        self._ends: dict[str, str] = {}

    def argument(self, name: str, validator: Validator, *, is_optional: bool = False) -> str:
        """A new argument of about this name; the code that reads it."""
        given = self._argument_names.new(name, name)
        self._arguments.append(Field(given, validator, is_optional))
        return f"args.{given}"

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

    def prefix_end(self, code: str) -> str:
        """A variable that holds what comes behind every text that starts like this."""
        if code in self._ends:
            return self._ends[code]
        is_literal = code[0] in "\"'"
        wanted = "end" if is_literal else f"end{capitalized(code.rpartition('.')[2])}"
        name = self.names.new(wanted, "end")
        last = "\\u{10ffff}"
        text = f"{code[:-1]}{last}{code[-1]}" if is_literal else f"`${{{code}}}{last}`"
        self.before.append(f"const {name} = {text};")
        self._ends[code] = name
        return name
