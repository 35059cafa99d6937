"""Objects of tables that spread other objects of tables, which spread others."""

from __future__ import annotations

from codegen.merge.test_layouts import BASE, LAYOUTS, THEIRS, WITHOUT_USERS
from prisma_to_convex.merge.whole import Merged, merge_files

FILE = "tables/index.ts"
TWO = "export const allTables = { ...people, teams };"
THREE = "export const more = { ...people };\nexport const allTables = { ...more, teams };"


def merged(theirs: str) -> Merged:
    files = LAYOUTS["objects of objects"].files
    assert TWO in files[FILE]
    return merge_files(BASE, {**files, FILE: files[FILE].replace(TWO, THREE)}, theirs)


def test_what_leads_to_a_table_through_another_object_is_no_addition() -> None:
    for theirs in (BASE, THEIRS):
        found = merged(theirs)
        assert found.conflicts == ()
        assert THREE in found.files[FILE]
        assert found.kept == "1 hand-written statement (more)"


def test_what_leads_to_no_table_any_more_goes() -> None:
    found = merged(WITHOUT_USERS)
    assert found.conflicts == ()
    text = found.files[FILE]
    assert text.endswith(
        "export const more = { ...people };\nexport const allTables = { teams };\n"
    )
    assert "users" not in text
