"""What function a call runs: in the file that its import names, in a class, behind a constant; or none for sure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from prisma_to_convex.queries.files.code_files import CodeFile
from prisma_to_convex.queries.files.code_module import CodeModule, SyntaxNode
from prisma_to_convex.queries.files.code_syntax import unwrapped
from prisma_to_convex.queries.values.definitions import Definitions

SERVICE = (
    "export class Users { build() { return 1; } }\nexport class Other { build() { return 2; } }\n"
)


def calls(node: SyntaxNode) -> Iterator[SyntaxNode]:
    if node.type == "call_expression":
        yield node
    for child in node.named_children:
        yield from calls(child)


def called(files: dict[str, str]) -> list[str]:
    """Of the calls of the first file, in order: the file and the code of the function that each runs."""
    modules = [CodeModule(CodeFile(name, text.encode())) for name, text in files.items()]
    definitions = Definitions(modules)
    found = []
    for call in calls(modules[0].root):
        callee = call.child_by_field_name("function")
        assert callee is not None
        function = definitions.called(unwrapped(callee), modules[0])
        found.append(
            ""
            if function is None
            else f"{function.module.name} {function.module.text(function.node)}"
        )
    return found


def in_class(call: str, fields: str = "constructor(private users: Users) {}") -> str:
    imported = 'import { Users, Other } from "./users";\n'
    return f"{imported}class A {{ {fields} run(other: any) {{ {call}; }} }}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (in_class("this.users.build()"), "users.ts build() { return 1; }"),
        (in_class("this.users.build()", "private users: Users;"), "users.ts build() { return 1; }"),
        (in_class("this.users.build()", "private users: Other;"), "users.ts build() { return 2; }"),
        (in_class("this.users.build()", "private users: Missing;"), ""),
        (in_class("this.users.build()", "private users;"), ""),
        (in_class("this.others.build()"), ""),
        (in_class("this.users.missing()"), ""),
        # What only has the same name as a field of the class is not of it.
        (in_class("other.users.build()"), ""),
        (in_class("other.this.users.build()"), ""),
        (in_class("(this).users.build()"), "users.ts build() { return 1; }"),
    ],
)
def test_a_service_is_of_the_class_that_its_field_names(text: str, expected: str) -> None:
    assert called({"a.ts": text, "users.ts": SERVICE}) == [expected]


HELPERS = "export function build() { return 1; }\nexport default function other() { return 2; }\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'import { build } from "./helpers";\nbuild();',
            "helpers.ts function build() { return 1; }",
        ),
        (
            'import { build as b } from "./helpers";\nb();',
            "helpers.ts function build() { return 1; }",
        ),
        ('import own from "./helpers";\nown();', "helpers.ts function other() { return 2; }"),
        (
            'import * as all from "./helpers";\nall.build();',
            "helpers.ts function build() { return 1; }",
        ),
        ('import * as all from "./helpers";\nall.none();', ""),
        ("const build = () => 3;\nbuild();", "a.ts () => 3"),
        ("const own = { build: () => 3 };\nown.build();", "a.ts () => 3"),
        ("const build = () => 3;\nconst own = { build };\nown.build();", "a.ts () => 3"),
        ("const own = { build: () => 3 };\nconst { build } = own;\nbuild();", "a.ts () => 3"),
        (
            "class Own { static build() { return 3; } }\nOwn.build();",
            "a.ts static build() { return 3; }",
        ),
        ("class Own { first() {} run() { this.first(); } }", "a.ts first() {}"),
        ("class Own { run() { this.first(); } }", ""),
        ("(() => 3)();", "a.ts () => 3"),
        ("missing();", ""),
    ],
)
def test_what_a_call_runs(text: str, expected: str) -> None:
    assert called({"a.ts": text, "helpers.ts": HELPERS})[-1] == expected


@pytest.mark.parametrize(
    ("specifier", "file"),
    [
        ("@/lib/helpers", "a/lib/helpers.ts"),
        ("~/app/lib/helpers", "z/app/lib/helpers.ts"),
        ("@acme/kit/lib/helpers", "a/lib/helpers.ts"),
        ("@/missing", ""),
    ],
)
def test_the_file_that_has_most_of_the_path_else_the_first_by_name(
    specifier: str, file: str
) -> None:
    """Behind an alias, whose folder is not known."""
    helper = "export const build = () => 1;\n"
    files = {
        "main.ts": f'import {{ build }} from "{specifier}";\nbuild();',
        "z/app/lib/helpers.ts": helper,
        "m/lib/helpers.ts": helper,
        "a/lib/helpers.ts": helper,
        "a/helpers.ts": "export const nothing = 1;\n",
    }
    assert called(files) == [f"{file} () => 1" if file else ""]
