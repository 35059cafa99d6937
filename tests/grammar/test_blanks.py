"""Prisma's blanks are more than TAB and the space: where one may stand, any may."""

from __future__ import annotations

import sys
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from prisma_schema_parser import SourceFile, read_schema
from prisma_schema_parser.blanks import BLANKS, with_spaces
from prisma_schema_parser.dmmf import dmmf

# `~` stands for any number of blanks, `^` for at least one.
SCHEMA = """\
~// first~
datasource^db~{~
~provider~=~"postgresql"~//~x
}
/// a{blank}b{blank}
model^A~{
~id^Int~@id~@default~(~autoincrement~(~)~)~//~c
~/// of{blank}the field
~name^String~?~
~kind^Unsupported(~"a{blank}b"~)~?
~list^String~[]~
~text^String~@default(~"a{blank}b"~)~
~@@index~(~[~name~(~sort~:~Desc~)~]~)~
~}
"""


def test_they_are_tab_and_what_unicode_calls_spaces() -> None:
    spaces = [
        chr(code) for code in range(sys.maxunicode) if unicodedata.category(chr(code)) == "Zs"
    ]
    assert sorted(BLANKS) == sorted(["\t", *spaces])


@given(st.text(alphabet=BLANKS + "ab\n\u2028\u0085\u00e9"))
def test_only_blanks_become_spaces(text: str) -> None:
    seen = with_spaces(text)
    assert len(seen) == len(text)
    assert all(a == b or (a in BLANKS and b == " ") for a, b in zip(text, seen, strict=True))
    assert set(seen) <= set("\t ab\n\u2028\u0085\u00e9")


@settings(deadline=None)
@given(st.data())
def test_any_blank_may_stand_for_another(data: st.DataObject) -> None:
    blank = data.draw(st.sampled_from(BLANKS[1:]))  # no raw TAB in a string
    one = st.text(alphabet=BLANKS, max_size=3)
    written = "".join(
        data.draw(one) if char == "~" else data.draw(one) + " " if char == "^" else char
        for char in SCHEMA
    ).replace("{blank}", blank)
    plainly = SCHEMA.replace("~", "").replace("^", " ").replace("{blank}", blank)
    found, expected = (
        read_schema([SourceFile("schema.prisma", text)]) for text in (written, plainly)
    )
    assert [one.message for one in found.diagnostics] == []
    assert dmmf(found.schema) == dmmf(expected.schema)
    fields = {field.name: field for field in found.schema.models[0].fields}
    assert str(fields["kind"].type.text) == f"a{blank}b"  # type: ignore[union-attr]  # Unsupported
