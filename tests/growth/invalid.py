"""Schemas that are not valid, and grow in one way each."""

from __future__ import annotations

from math import isqrt

from growth.schemas import ID, _complete, _graph
from growth.shape import CHECK, HEAD, MONGO, Files, Shape, model, repeated, schema


def bad_lines(n: int) -> Files:
    return schema(HEAD + repeated(n, lambda at: f"?? {at}"))


def bad_fields(n: int) -> Files:
    return schema(HEAD + model("A", ID, *(f"f{at} ] {at}" for at in range(n))))


def unknown_types(n: int) -> Files:
    """Each is near one that exists."""
    known = "".join(model(f"Customer{at}", ID) for at in range(n))
    return schema(HEAD + known + model("A", ID, *(f"f{at} Custmer{at}" for at in range(n))))


def unknown_fields_in_keys(n: int) -> Files:
    names = (f"field{at} Int\n  @@index([feild{at}])" for at in range(n))
    return schema(HEAD + model("A", ID, *names))


def unknown_attributes(n: int) -> Files:
    return schema(HEAD + model("A", ID, *(f"f{at} Int @uniqe{at}" for at in range(n))))


def unknown_native_types(n: int) -> Files:
    return schema(HEAD + model("A", ID, *(f"f{at} String @db.VarCar{at}(3)" for at in range(n))))


def unknown_values(n: int) -> Files:
    values = "enum E {\n" + repeated(n, lambda at: f"  VALUE{at}") + "}\n"
    return schema(
        HEAD + values + model("A", ID, *(f"f{at} E @default(VALU{at})" for at in range(n)))
    )


def blocks_twice(n: int) -> Files:
    return schema(HEAD + model("A", ID) * n)


def fields_twice(n: int) -> Files:
    return schema(HEAD + model("A", ID, *(["f Int"] * n)))


def values_twice(n: int) -> Files:
    return schema(HEAD + "enum E {\n" + "  A\n" * n + "}\n" + model("A", ID))


def ambiguous_relations(n: int) -> Files:
    a = (f"k{at} String\n  r{at} B @relation(fields: [k{at}], references: [id])" for at in range(n))
    return schema(HEAD + model("A", ID, *a) + model("B", ID, *(f"b{at} A[]" for at in range(n))))


def one_sided_relations(n: int) -> Files:
    a = (f"k{at} String\n  r{at} B @relation(fields: [k{at}], references: [id])" for at in range(n))
    return schema(HEAD + model("A", ID, *a) + model("B", ID))


def same_constraint_name(n: int) -> Files:
    lines = (f'f{at} Int\n  @@index([f{at}], map: "same")' for at in range(n))
    return schema(HEAD + model("A", ID, *lines))


def same_table_name(n: int) -> Files:
    return schema(HEAD + "".join(model(f"M{at}", ID, '@@map("same")') for at in range(n)))


def same_column_name(n: int) -> Files:
    return schema(HEAD + model("A", ID, *(f'f{at} Int @map("same")' for at in range(n))))


def no_keys(n: int) -> Files:
    return schema(HEAD + "".join(model(f"M{at}", "a Int") for at in range(n)))


def cascade_paths(n: int) -> Files:
    """On SQL Server each pair of ways from one model to another is to be found."""
    text = _graph(isqrt(n) + 1, [(a, b) for a, b in _complete(n) if a < b])["schema.prisma"]
    return schema(text.replace('"postgresql"', '"sqlserver"'))


def cascade_ladder(n: int) -> Files:
    """Each step can be gone in two ways: 2^n paths from the first to the last."""
    edges = [edge for at in range(n) for edge in ((at, at + 1), (at, at + 1))]
    return schema(_graph(n + 1, edges)["schema.prisma"].replace('"postgresql"', '"sqlserver"'))


def cascade_cycles(n: int) -> Files:
    text = _graph(isqrt(n) + 1, _complete(n))["schema.prisma"]
    return schema(text.replace('"postgresql"', '"sqlserver"'))


def required_composite_ring(n: int) -> Files:
    ring = repeated(n, lambda at: f"type T{at} {{\n  t T{(at + 1) % n}\n}}")
    return schema(MONGO + ring + model("A", 'id String @id @map("_id")', "t T0"))


def required_composites_complete(n: int) -> Files:
    count = isqrt(n) + 1
    types = "".join(
        "\n".join((f"type T{at} {{", *(f"  t{to} T{to}" for to in range(count)), "}\n"))
        for at in range(count)
    )
    return schema(MONGO + types + model("A", 'id String @id @map("_id")', "t T0"))


def never_closed(n: int) -> Files:
    return schema(HEAD + repeated(n, lambda at: f"model A{at} {{\n  id Int @id"))


def never_opened(n: int) -> Files:
    return schema(HEAD + "}\n" * n)


def _line(text: str) -> Files:
    return schema(HEAD + model("A", ID, f"f String {text}"))


def line_of_letters(n: int) -> Files:
    return _line("x" * n)


def line_of_words(n: int) -> Files:
    return _line("x " * n)


def line_of_at_signs(n: int) -> Files:
    return _line("@" * n)


def line_of_attributes(n: int) -> Files:
    return _line("@id " * n)


def line_of_round_brackets(n: int) -> Files:
    return _line("@default(" + "(" * n)


def line_of_square_brackets(n: int) -> Files:
    return _line("@default(" + "[" * n + "]" * n + ")")


def line_of_calls(n: int) -> Files:
    return _line("@default(" + "f(" * n + ")" * n + ")")


def line_of_quotes(n: int) -> Files:
    return _line('"' * n)


def line_of_backslashes(n: int) -> Files:
    return _line('@default("' + "\\" * n)


def line_of_dots(n: int) -> Files:
    return _line("@a" + ".a" * n)


def line_of_colons(n: int) -> Files:
    return _line("@default(" + "a: " * n)


def line_of_commas(n: int) -> Files:
    return _line("@default(" + "," * n + ")")


def line_of_digits(n: int) -> Files:
    return _line("@default(" + "9" * n + ")")


def line_of_spaces(n: int) -> Files:
    return _line(" " * n + "]")


def line_of_slashes(n: int) -> Files:
    return schema(HEAD + model("A", ID, "f String / " + "/ " * n))


def line_of_control_characters(n: int) -> Files:
    return schema(HEAD + model("A", ID, "\x01" * n))


def comment_never_closed(n: int) -> Files:
    return schema(HEAD + model("A", ID) + "/* " * n)


def shapes() -> list[Shape]:
    listed = (
        (bad_lines, 20_000),
        (bad_fields, 10_000),
        (unknown_types, 1000),
        (unknown_fields_in_keys, 1000),
        (unknown_attributes, 2000),
        (unknown_native_types, 2000),
        (unknown_values, 1000),
        (blocks_twice, 4000),
        (fields_twice, 8000),
        (values_twice, 10_000),
        (ambiguous_relations, 800),
        (one_sided_relations, 1500),
        (same_constraint_name, 2000),
        (same_table_name, 1500),
        (same_column_name, 3000),
        (no_keys, 3000),
        (cascade_paths, 1000),
        (cascade_ladder, 500),
        (cascade_cycles, 1000),
        (required_composite_ring, 1500),
        (required_composites_complete, 2000),
        (never_closed, 4000),
        (never_opened, 20_000),
        (line_of_letters, 4_000_000),
        (line_of_words, 1_000_000),
        (line_of_at_signs, 1_000_000),
        (line_of_attributes, 200_000),
        (line_of_round_brackets, 1_000_000),
        (line_of_square_brackets, 500_000),
        (line_of_calls, 300_000),
        (line_of_quotes, 2_000_000),
        (line_of_backslashes, 2_000_000),
        (line_of_dots, 500_000),
        (line_of_colons, 500_000),
        (line_of_commas, 1_000_000),
        (line_of_digits, 2_000_000),
        (line_of_spaces, 4_000_000),
        (line_of_slashes, 1_000_000),
        (line_of_control_characters, 2_000_000),
        (comment_never_closed, 1_000_000),
    )
    return [
        Shape(f"{files.__name__.replace('_', ' ')}: check", size, files, CHECK)
        for files, size in listed
    ]
