"""The application's code: helpers, wrappers, conditions, and the functions that are sketched of its calls."""

from __future__ import annotations

from growth.newer import QUERIES
from growth.schemas import models
from growth.shape import Files, Shape, repeated

SKETCH = ("queries", "code", "--schema", "schema.prisma", "--sketch", "sketched")
_CLIENT = 'import { prisma } from "./client";\n'


def _with_code(code: str, others: Files | None = None, *, tables: int = 1) -> Files:
    files = {f"code/{name}.ts": text for name, text in (others or {}).items()}
    return {**models(tables), "code/app.ts": f"{_CLIENT}{code}", **files}


def wrappers_with_a_caller_each(n: int) -> Files:
    wrapper = "export const w{0} = (where: any) => prisma.m0.findMany({{ where }});\n"
    caller = 'export const c{0} = () => w{0}({{ name: "a" }});\n'
    return _with_code("".join(wrapper.format(at) + caller.format(at) for at in range(n)))


def callers_of_one_wrapper(n: int) -> Files:
    calls = repeated(n, lambda at: f'export const c{at} = () => w({{ name: "{at}" }});')
    return _with_code(f"const w = (where: any) => prisma.m0.findMany({{ where }});\n{calls}")


def helpers_that_call_each_other(n: int) -> Files:
    helpers = repeated(
        n, lambda at: f"const h{at + 1} = (name: string) => ({{ ...h{at}(name), id: name }});"
    )
    call = f'export const f = () => prisma.m0.findMany({{ where: h{n}("a") }});\n'
    return _with_code(f"const h0 = (name: string) => ({{ name }});\n{helpers}{call}")


def files_that_pass_on_exports(n: int) -> Files:
    passing = {f"p{at}": f'export * from "./p{at + 1}";\n' for at in range(n)}
    passing[f"p{n}"] = 'export const where = { name: "a" };\n'
    code = 'import { where } from "./p0";\nexport const f = () => prisma.m0.findMany({ where });\n'
    return _with_code(code, passing)


def required_files(n: int) -> Files:
    taken = repeated(n, lambda at: f'const {{ w{at} }} = require("./lib");')
    used = repeated(n, lambda at: f'w{at}({{ name: "a" }});')
    lib = repeated(
        n, lambda at: f"module.exports.w{at} = (where) => prisma.m0.findMany({{ where }});"
    )
    return _with_code(f"{taken}{used}", {"lib": f"{_CLIENT}{lib}"})


def variables_that_ways_assign(n: int) -> Files:
    lines = repeated(n, lambda at: f"  if (!x{at}) x{at} = String(x);")
    calls = repeated(n, lambda at: f"  await prisma.m0.findMany({{ where: {{ name: x{at} }} }});")
    declared = repeated(n, lambda at: f"  let x{at} = x;")
    return _with_code(f"export async function f(x: string) {{\n{declared}{lines}{calls}}}\n")


def choices_in_a_condition(n: int) -> Files:
    ways = "".join(f'x === {at} ? {{ name: "{at}" }} : ' for at in range(n))
    return _with_code(
        f"export const f = (x: number) => prisma.m0.findMany({{ where: {ways}{{}} }});\n"
    )


def alternatives_of_a_condition(n: int) -> Files:
    parts = ", ".join(f'{{ name: "{at}" }}' for at in range(n))
    return _with_code(
        f"export const f = () => prisma.m0.findMany({{ where: {{ OR: [{parts}] }} }});\n"
    )


def spreads_in_a_condition(n: int) -> Files:
    parts = ", ".join(f"...(x > {at} && {{ name: y }})" for at in range(n))
    return _with_code(
        f"export const f = (x: number, y: string) => prisma.m0.findMany({{ where: {{ {parts} }} }});\n"
    )


def blocks_in_blocks(n: int) -> Files:
    return _with_code(
        f"export async function f() {{\n{'{' * n}await prisma.m0.count();{'}' * n}\n}}\n"
    )


def methods_of_a_class(n: int) -> Files:
    methods = repeated(
        n,
        lambda at: f'  m{at}(where = {{ name: "a" }}) {{ return this.prisma.m0.findMany({{ where }}); }}',
    )
    return _with_code(
        f"export class Items {{\n  constructor(private prisma: any) {{}}\n{methods}}}\n"
    )


def calls_to_be_sketched(n: int) -> Files:
    return _with_code(
        repeated(
            n,
            lambda at: f"export const f{at} = (id: string) => "
            f'prisma.m{at}.update({{ where: {{ id }}, data: {{ name: "b" }} }});',
        ),
        tables=n,
    )


def shapes() -> list[Shape]:
    listed = (
        (wrappers_with_a_caller_each, 400, QUERIES),
        (callers_of_one_wrapper, 800, QUERIES),
        (helpers_that_call_each_other, 400, QUERIES),
        (files_that_pass_on_exports, 300, QUERIES),
        (required_files, 800, QUERIES),
        (variables_that_ways_assign, 800, QUERIES),
        (choices_in_a_condition, 400, QUERIES),
        (alternatives_of_a_condition, 800, QUERIES),
        (spreads_in_a_condition, 800, QUERIES),
        (blocks_in_blocks, 2000, QUERIES),
        (methods_of_a_class, 800, QUERIES),
        (calls_to_be_sketched, 300, SKETCH),
    )
    return [
        Shape(f"{files.__name__.replace('_', ' ')}: {' '.join(command[:2])}", size, files, command)
        for files, size, command in listed
    ]
