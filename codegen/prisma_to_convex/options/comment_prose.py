"""What of `//` comments is prose: not schema code that was commented out, rulers, licenses, words to tools."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from prisma_schema_parser.syntax import KEYWORDS

_SCALARS = frozenset(
    [
        "String",
        "Boolean",
        "Int",
        "BigInt",
        "Float",
        "Decimal",
        "DateTime",
        "Json",
        "Bytes",
        "Unsupported",
    ]
)
# A sentence may end with the name of a model: `the User`.
_FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "as",
        "at",
        "be",
        "by",
        "each",
        "every",
        "for",
        "from",
        "has",
        "have",
        "in",
        "is",
        "its",
        "new",
        "no",
        "not",
        "of",
        "old",
        "on",
        "one",
        "only",
        "or",
        "our",
        "per",
        "see",
        "that",
        "the",
        "their",
        "these",
        "this",
        "to",
        "two",
        "via",
        "what",
        "which",
        "who",
        "whose",
        "with",
        "your",
    ]
)
_BLOCK = re.compile(rf"(?:{'|'.join(KEYWORDS)})\s+\w+\s*\{{")
_BLOCK_ATTRIBUTE = re.compile(r"@@\w+")
_ATTRIBUTE = re.compile(
    r"@(?:(?:id|updatedAt|ignore|omit|unique)\b|db\.\w+|(?:default|relation|map|unique|id)\s*\()"
)
_FIELD = re.compile(
    r"(\w+)\s+([A-Za-z]\w*)(?:\((?:[^()]|\([^()]*\))*\))?(\?|\[\]\??)?\s*(.*)", re.DOTALL
)
_PROPERTY = re.compile(r"\w+\s*=\s*(?:env\s*\(|[\"\[]|true\b|false\b)")
_VALUE = re.compile(r"\w+(?:\s+@map\s*\(.*\))?")
_NO_LETTER = re.compile(r"[^\w]*")
_RULER = re.compile(r"[-=*#~_+/<>.]{3,}")
_RULED = re.compile(
    r"^(?:[-=*#~_+/<>.]{3,}\s*)(.*?)(?:\s*[-=*#~_+/<>.]{3,})?$|^(.*?)\s*[-=*#~_+/<>]{3,}$"
)
_TO_TOOLS = re.compile(
    r"(?:prettier-ignore|eslint-|biome-ignore|prisma-lint-|cspell:|cSpell:|spell-checker:|@ts-|noinspection\b"
    r"|#?(?:end)?region\b|@formatter:|istanbul |c8 ignore|v8 ignore|nolint)"
)
_LICENSE = re.compile(
    r"copyright\b|\(c\) *\d{4}|spdx-license|licensed under|all rights reserved", re.IGNORECASE
)


def prose_lines(
    lines: Sequence[str], types: Collection[str], *, is_enum: bool = False
) -> list[str]:
    """The lines, as `//` comments that touch have them, that say something to a reader.

    `types` are the names that a field's type may be besides Prisma's own. `is_enum`: they stand among the
    values of an enum.
    """
    texts = [line.strip() for line in lines]
    if any(_LICENSE.search(text) for text in texts):
        return []
    found = [_without_ruler(text) for text in _without_code(texts, types, is_enum=is_enum)]
    while found and not found[0]:
        del found[0]
    while found and not found[-1]:
        del found[-1]
    return found


def _without_code(texts: Sequence[str], types: Collection[str], *, is_enum: bool) -> Iterator[str]:
    depth = 0
    for text in texts:
        if depth or _BLOCK.match(text):
            depth += text.count("{") - text.count("}")
            continue
        if _TO_TOOLS.match(text) or is_code(text, types, is_enum=is_enum):
            continue
        if text and _NO_LETTER.fullmatch(text):  # a ruler
            continue
        yield text


def is_code(text: str, types: Collection[str], *, is_enum: bool = False) -> bool:
    """Whether a line was schema code, or a part of it.

    >>> [is_code(text, ["User"]) for text in ("name String?", "@@index([a])", "author User @relation(x)")]
    [True, True, True]
    >>> [is_code(text, ["User"]) for text in ("the User", "Name of the String?", "@deprecated use email")]
    [False, False, False]
    """
    if not text:
        return False
    if _BLOCK_ATTRIBUTE.match(text) or _ATTRIBUTE.match(text) or _PROPERTY.match(text):
        return True
    if is_enum and _VALUE.fullmatch(text) and text.split()[0].isupper():
        return True
    field = _FIELD.fullmatch(text)
    if field is None or (field[1].lower() in _FUNCTION_WORDS and "[]" not in text):
        return False
    is_list = (field[3] or "").startswith("[")
    is_type = field[2] in _SCALARS or field[2] in types or (is_list and field[2][0].isupper())
    rest = field[4]
    if rest.startswith(("@", "//")):
        return is_type or bool(field[3]) or rest.startswith("@")
    return is_type and not rest


def _without_ruler(text: str) -> str:
    """`===== Users =====` says `Users`."""
    if not _RULER.search(text):
        return text
    found = _RULED.match(text)
    if found is None:
        return text
    return (found[1] if found[1] is not None else found[2]).strip()
