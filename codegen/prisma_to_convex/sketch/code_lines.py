"""Statements laid out as Prettier's defaults would, in the few forms that sketches hold.

Every function takes the column that its first line begins at, and gives whole lines.
"""

from __future__ import annotations

from collections.abc import Sequence

from prisma_schema_parser.records import NamedTuple

from ..typescript.literals import WIDTH, ts_string, width

_SIMPLE_CALLS = 2


class IndexCall(NamedTuple):
    """`.withIndex("name", (q) => q.eq("a", x).gt("b", y))`; without bounds the index alone."""

    name: str
    bounds: tuple[str, ...] = ()


def chain(head: str, root: str, calls: Sequence[str | IndexCall], indent: int) -> list[str]:
    """`const rows = await ctx.db.query("deals").collect();`: `head`, then `root` with its calls.

    Several calls are broken where one of them has a function.
    """
    pad = " " * indent
    has_function = any(isinstance(call, IndexCall) and call.bounds for call in calls)
    if not has_function or len(calls) <= _SIMPLE_CALLS:
        line = f"{pad}{head}{root}{''.join(map(_flat, calls))};"
        if width(line) <= WIDTH:
            return [line]
    lines = [f"{pad}{head}{root}"]
    for call in calls:
        lines += _lines(call, indent + 2, 1 if call is calls[-1] else 0)
    lines[-1] += ";"
    return lines


def _flat(call: str | IndexCall) -> str:
    if isinstance(call, str):
        return call
    if not call.bounds:
        return f".withIndex({ts_string(call.name)})"
    return f".withIndex({ts_string(call.name)}, (q) => q{''.join(call.bounds)})"


def _lines(call: str | IndexCall, indent: int, after: int) -> list[str]:
    pad, flat = " " * indent, _flat(call)
    if isinstance(call, str) or width(flat) + indent + after <= WIDTH:
        return [f"{pad}{flat}"]
    head = f"{pad}.withIndex({ts_string(call.name)}, (q) =>"
    if not call.bounds or width(head) > WIDTH:
        return _broken_index(call, indent)
    return [head, *_bounds(call.bounds, indent + 2), f"{pad})"]


def _bounds(bounds: Sequence[str], indent: int) -> list[str]:
    pad, flat = " " * indent, f"q{''.join(bounds)},"
    if indent + width(flat) <= WIDTH:
        return [f"{pad}{flat}"]
    if len(bounds) < _SIMPLE_CALLS:
        return _spread(f"{pad}q{bounds[0]},")
    lines = [f"{pad}q", *(f"{pad}  {bound}" for bound in bounds)]
    lines[-1] += ","
    return [one for line in lines for one in _spread(line)]


def _spread(line: str) -> list[str]:
    """A call whose arguments go one a line where it is too wide."""
    if width(line) <= WIDTH or "(" not in line:
        return [line]
    pad = " " * (len(line) - len(line.lstrip()))
    head, _, rest = line.partition("(")
    given, _, end = rest.rpartition(")")
    return [f"{head}(", *(f"{pad}  {one}," for one in given.split(", ")), f"{pad}){end}"]


def _broken_index(call: IndexCall, indent: int) -> list[str]:
    pad = " " * indent
    lines = [f"{pad}.withIndex(", f"{pad}  {ts_string(call.name)},"]
    if call.bounds:
        flat = f"{pad}  (q) => q{''.join(call.bounds)},"
        if width(flat) <= WIDTH:
            lines.append(flat)
        else:
            lines += [f"{pad}  (q) =>", *_bounds(call.bounds, indent + 4)]
    return [*lines, f"{pad})"]


def call_with_object(
    head: str, arguments: Sequence[str], entries: Sequence[str], indent: int
) -> list[str]:
    """`await ctx.db.insert("deals", {`, an entry a line, `});`. `head` ends with the opening bracket;
    an entry may hold several lines already, without the first line's indent.
    """
    pad = " " * indent
    if not entries:
        return called(head, (*arguments, "{}"), indent)
    first = f"{pad}{head}{''.join(f'{argument}, ' for argument in arguments)}{{"
    if width(first) <= WIDTH:
        return [first, *_entries(entries, indent + 2), f"{pad}}});"]
    return [
        f"{pad}{head}",
        *(f"{pad}  {argument}," for argument in arguments),
        f"{pad}  {{",
        *_entries(entries, indent + 4),
        f"{pad}  }},",
        f"{pad});",
    ]


def _entries(entries: Sequence[str], indent: int) -> list[str]:
    """`key: value,`, the value on the next line, or cut at its operator, where it is too wide."""
    return [line for entry in entries for line in _entry(entry, indent)]


def _entry(entry: str, indent: int) -> list[str]:
    pad = " " * indent
    if "\n" in entry:
        return [f"{pad}{line}" for line in f"{entry},".split("\n")]
    line = f"{pad}{entry},"
    key, colon, value = entry.partition(": ")
    if width(line) <= WIDTH or not colon:
        return [line]
    second = f"{pad}  {value},"
    if width(second) <= WIDTH:
        return [f"{pad}{key}:", second]
    return [f"{pad}{key}:", *_cut(value, indent + 2)]


def _cut(value: str, indent: int) -> list[str]:
    """At `?`, else at the operator."""
    pad = " " * indent
    test, question, results = value.partition(" ? ")
    if question:
        yes, _, no = results.partition(" : ")
        return [f"{pad}{test}", f"{pad}  ? {yes}", f"{pad}  : {no},"]
    for sign in (" ?? ", " + ", " - ", " * ", " / "):
        first, found, second = value.partition(sign)
        if found:
            return [f"{pad}{first}{sign.rstrip()}", f"{pad}{second},"]
    return [f"{pad}{value},"]


def called(head: str, arguments: Sequence[str], indent: int) -> list[str]:
    """A call with plain arguments; `head` ends with the opening bracket."""
    pad = " " * indent
    line = f"{pad}{head}{', '.join(arguments)});"
    if width(line) <= WIDTH:
        return [line]
    return [f"{pad}{head}", *(f"{pad}  {one}," for one in arguments), f"{pad});"]


def returned_object(entries: Sequence[str], indent: int, head: str = "return") -> list[str]:
    pad = " " * indent
    if not entries:
        return [f"{pad}{head} {{}};"]
    return [f"{pad}{head} {{", *_entries(entries, indent + 2), f"{pad}}};"]


def closure(name: str, parameter: str, *, is_async: bool, indent: int) -> str:
    """`const name = async (parameter) => {`, maybe of several lines."""
    pad, start = " " * indent, "async (" if is_async else "("
    line = f"{pad}const {name} = {start}{parameter}) => {{"
    if width(line) <= WIDTH:
        return line
    return f"{pad}const {name} = {start}\n{pad}  {parameter},\n{pad}) => {{"


def condition(
    parts: Sequence[str], body: Sequence[str], indent: int, sign: str = "||"
) -> list[str]:
    """`if (a || b) {`; the parts one a line where they do not fit. `body` is without its indent."""
    pad = " " * indent
    if len(parts) == 1 and parts[0].startswith("(await "):
        parts = [parts[0][1:-1]]
    line = f"{pad}if ({f' {sign} '.join(parts)}) {{"
    tail = [*(f"{pad}  {one}" for one in body), f"{pad}}}"]
    if width(line) <= WIDTH:
        return [line, *tail]
    return [f"{pad}if (", *_tests(parts, sign, indent + 2), f"{pad}) {{", *tail]


def _tests(parts: Sequence[str], sign: str, indent: int) -> list[str]:
    """One a line; what is too wide is cut at its own operator, or in its brackets."""
    pad = " " * indent
    lines: list[str] = []
    for number, part in enumerate(parts):
        end = f" {sign}" if number < len(parts) - 1 else ""
        line = f"{pad}{part}{end}"
        first, found, second = part.partition(" !== ")
        if width(line) <= WIDTH:
            lines.append(line)
        elif found:
            lines += [f"{pad}{first} !==", f"{pad}  {second}{end}"]
        else:
            lines += _spread(line)
    return lines


def chosen(head: str, test: str, yes: str, no: str, indent: int) -> list[str]:
    """`const x = test ? yes : no;`; `test` may be cut at `||`."""
    pad = " " * indent
    line = f"{pad}{head} = {test} ? {yes} : {no};"
    if width(line) <= WIDTH:
        return [line]
    second = f"{pad}  {test} ? {yes} : {no};"
    if width(second) <= WIDTH:
        return [f"{pad}{head} =", second]
    tests = [f"{pad}  {test}"]
    if width(tests[0]) > WIDTH:
        tests = _tests(test.split(" || "), "||", indent + 2)
    last = [f"{pad}    : {no};"]
    if width(last[0]) > WIDTH:
        first, *others = _spread(f"{pad}      {no};")
        last = [f"{pad}    : {first.lstrip()}", *others]
    return [f"{pad}{head} =", *tests, f"{pad}    ? {yes}", *last]


def assigned_value(head: str, value: str, indent: int) -> list[str]:
    """`const x = value;`, the value on the next line where it does not fit."""
    pad = " " * indent
    line = f"{pad}{head} = {value};"
    return [line] if width(line) <= WIDTH else [f"{pad}{head} =", f"{pad}  {value};"]


def indented(lines: Sequence[str], by: int) -> list[str]:
    pad = " " * by
    return [f"{pad}{line}" if line else line for line in lines]
