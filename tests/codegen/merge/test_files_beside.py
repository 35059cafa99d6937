"""Files that schema.ts imports and that hold nothing of the schema."""

from __future__ import annotations

from prisma_to_convex.merge.whole import merge_files
from support.merging import EMAIL, file, users

BESIDE = {
    "auth.ts": "export const rules = { most: 3 };\n",
    "checks.ts": "export const check = (one: string) => one !== '';\n",
    "words.ts": 'export const words = ["a"];\n',
}
IMPORTS = 'import { rules } from "./auth";\nimport { check } from "./checks";\nimport { words } from "./words";\n'


def with_imports(text: str) -> str:
    used = "\nexport const mine = [rules, check, words];\n"
    return text.replace("import { v }", f"{IMPORTS}import {{ v }}") + used


def test_each_of_them_stays_as_it_is() -> None:
    new = file(users("email: v.string(),\nname: v.any(),"))
    for prefer in ("mine", "prisma"):
        merged = merge_files(
            file(EMAIL), {"schema.ts": with_imports(file(EMAIL)), **BESIDE}, new, prefer
        )
        assert merged.conflicts == ()
        assert merged.files == {"schema.ts": with_imports(new), **BESIDE}


def test_each_of_them_stays_beside_a_schema_that_can_t_be_followed() -> None:
    mine = {"schema.ts": f"{IMPORTS}export default make(rules, check, words);\n", **BESIDE}
    for prefer in ("mine", "prisma"):
        merged = merge_files(file(EMAIL), mine, file(users("email: v.number(),")), prefer)
        assert [one.path for one in merged.conflicts] == [("export default",)]
        assert {name: merged.files[name] for name in BESIDE} == BESIDE
