"""Strings, comments and default values, the awkward ones included."""

from hypothesis import strategies as st

from .dice import Dice
from .markup import array, quoted

STRINGS = (
    *("a", "", " ", "two words", "ümlaut", "日本", "😀", "\x7f"),
    *(
        "*/",
        "/*",
        "//",
        "`",
        "${x}",
        "\\",
        '"',
        "'",
        "\\n",
        "</script>",
        "<script>alert(1)</script>",
    ),
    *(
        "line\nfeed",
        "tab\there",
        "cr\rlf\n",
        "nul\x00",
        "\u2028\u2029",
        "{",
        "}",
        "@",
        "#",
        "%s",
        "{{ x }}",
        "{% y %}",
    ),
)
COMMENTS = (
    *(
        "note",
        "",
        " leading blank",
        "trailing blank ",
        "[TypeName]",
        "![inline: string]",
        "@convex.references(User)",
    ),
    *(
        "`code` and ${x}",
        "*/ ends it",
        "</script><script>",
        "back\\slash \\n",
        'it\'s "quoted"',
        "@id @default(1) {",
    ),
    *(
        "}",
        "model X {",
        "🙂 émoji",
        "{{ jinja }} {% raw %}",
        "tab\tand\x0bodd\x0cblanks",
        "\u2028\u0085\ufeff",
    ),
)
_LETTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)

_JSON = ("{}", "[]", '{"a": [1, null]}', '"text"', "null", " 1e5", '{"`": "${x} */"}')
VALUES: dict[str, tuple[str, ...]] = {
    "Int": ("0", "1", "-1", "007", "2147483647", "9223372036854775807", "-9223372036854775808"),
    "BigInt": ("0", "-7", "9223372036854775807", "-9223372036854775808"),
    "Float": ("0", "1.5", "-0.25", "00.10", "12345678901234567890.5"),
    "Decimal": ("0", "9.99", '"1.50"', '"-0"', '"1e5"', "0.1000000000000000000000000001"),
    "Boolean": ("false", "true"),
    "DateTime": tuple(
        f'"{text}"'
        for text in (
            *("2020-01-01T00:00:00Z", "2020-01-01 00:00:00Z", "2024-02-29T23:59:60Z"),
            *("1999-12-31t23:59:59.123456789+05:30", "0000-01-01T00:00:00-23:59"),
        )
    ),
    "Json": tuple(map(quoted, _JSON)),
    "Bytes": ('""', '"AA=="', '"AAA="', '"AAAA"', '"+/8="'),
}


def string(dice: Dice) -> str:
    """A string literal."""
    if dice.chance(8):
        return quoted(dice.draw(_LETTERS), ascii_only=dice.chance(2))
    return quoted(dice.pick(STRINGS), ascii_only=dice.chance(3))


def value(dice: Dice, base: str, enums: dict[str, list[str]]) -> str:
    """A literal of the scalar or enum `base`."""
    if base in enums:
        return dice.pick(enums[base])
    return string(dice) if base == "String" else dice.pick(VALUES[base])


def values(dice: Dice, base: str, enums: dict[str, list[str]]) -> str:
    return array([value(dice, base, enums) for _ in dice.times(3)])


def comment(dice: Dice) -> str:
    """The text of a one-line comment."""
    text = dice.draw(_LETTERS) if dice.chance(8) else dice.pick(COMMENTS)
    return text.replace("\r", " ").replace("\n", " ")
