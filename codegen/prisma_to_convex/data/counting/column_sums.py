"""What Convex holds of each column, counted as the manifest has it: so it is seen which column differs, without the rows.

The manifest says what was measured (`tally`); a value says by itself what its number is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from prisma_schema_parser.records import NamedTuple

from ..documents.document_columns import MISSING, Columns
from .tally import Counted


class ColumnFound(NamedTuple):
    """`measure` is one of `Counted`. `found` is None where no row of the export has a value any more."""

    field: str
    measure: str
    exported: int
    found: int | None


class ColumnSums:
    """Of one table. `fields` is what the manifest says of its columns; `sizes` of files by their ids, where they are known."""

    def __init__(self, fields: Mapping[str, Mapping[str, Any]], sizes: Mapping[str, int]) -> None:
        self._expected = {
            name: {measure: int(said[measure]) for measure in Counted._fields if measure in said}
            for name, said in fields.items()
        }
        self._sums = {name: _ColumnSum(sizes) for name in fields}

    def add(self, columns: Columns) -> None:
        for name, one in self._sums.items():
            if name in columns:
                one.add(columns[name], is_number="total" in self._expected[name])

    def differences(self) -> list[ColumnFound]:
        """In the order of the manifest; of what was not measured, nothing."""
        found = []
        for name, expected in self._expected.items():
            counted = self._sums[name].counted
            for measure, exported in expected.items():
                here = getattr(counted, measure)
                if here != exported and (measure == "filled" or self._sums[name].is_known):
                    found.append(
                        ColumnFound(field=name, measure=measure, exported=exported, found=here)
                    )
        return found

    @property
    def measured(self) -> int:
        """How many columns are compared."""
        return sum(map(bool, self._expected.values()))


class _ColumnSum:
    def __init__(self, sizes: Mapping[str, int]) -> None:
        self.counted = Counted()
        self.is_known = True
        self._sizes = sizes

    def add(self, values: Sequence[Any], *, is_number: bool) -> None:
        given = [one for one in values if type(one) not in MISSING]
        counted = self.counted._replace(filled=(self.counted.filled or 0) + len(given))
        if is_number and given and self.is_known:
            numbers = [one for value in given if (one := self._number(value)) is not None]
            self.is_known = len(numbers) == len(given)
            counted = Counted(
                filled=counted.filled,
                least=min([*numbers, *_given(counted.least)], default=None),
                greatest=max([*numbers, *_given(counted.greatest)], default=None),
                total=sum(numbers) + (counted.total or 0),
            )
        self.counted = counted

    def _number(self, value: Any) -> int | None:
        """None where nothing says what it is: of another type than was exported, or a file that is not listed."""
        if isinstance(value, list):
            return len(value)
        if isinstance(value, str):
            return self._sizes.get(value)
        if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
            return int(value)
        return None


def _given(one: int | None) -> list[int]:
    return [] if one is None else [one]
