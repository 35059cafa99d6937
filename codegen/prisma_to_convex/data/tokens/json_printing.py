"""`json.JSONEncoder.encode`, without making its encoder anew for each value."""

from __future__ import annotations

import json
from collections.abc import Callable
from json import encoder
from typing import Any


def quick_printer(*, sort_keys: bool, allow_nan: bool) -> Callable[[Any], str]:
    """Prints values of JSON as they are, without blanks. `ValueError` for a number that is not finite, unless allowed."""
    slow = json.JSONEncoder(
        ensure_ascii=False, sort_keys=sort_keys, allow_nan=allow_nan, separators=(",", ":")
    )
    make = vars(encoder).get("c_make_encoder")
    if make is None:  # a Python without its C parts
        return slow.encode
    # what `iterencode` gives it, but for the memory of what is being printed: JSON has no cycle
    pieces = make(
        None, slow.default, encoder.encode_basestring, None, ":", ",", sort_keys, False, allow_nan
    )

    def printed(value: Any) -> str:
        return "".join(pieces(value, 0)) if type(value) in (dict, list) else slow.encode(value)

    return printed
