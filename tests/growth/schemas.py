"""Valid schemas that grow in one way each.

Long, as it is a list of shapes.
"""

from __future__ import annotations

from math import isqrt

from growth.shape import CHECK, GENERATE, HEAD, MONGO, Files, Shape, model, repeated, schema

ID = "id String @id @default(cuid())"


def _models(count: int, *lines: str) -> str:
    return "".join(model(f"M{number}", ID, *lines) for number in range(count))


def models(n: int) -> Files:
    return schema(HEAD + _models(n, "name String", "at DateTime @default(now())"))


def fields(n: int) -> Files:
    return schema(HEAD + model("A", ID, *(f"f{number} String?" for number in range(n))))


def relations_between_two(n: int) -> Files:
    keys = (
        line
        for number in range(n)
        for line in (
            f"k{number} String",
            f'r{number} B @relation("r{number}", fields: [k{number}], references: [id])',
        )
    )
    backs = (f'b{number} A[] @relation("r{number}")' for number in range(n))
    return schema(HEAD + model("A", ID, *keys) + model("B", ID, *backs))


def lists_between_two(n: int) -> Files:
    a = (f'r{number} B[] @relation("r{number}")' for number in range(n))
    b = (f'b{number} A[] @relation("r{number}")' for number in range(n))
    return schema(HEAD + model("A", ID, *a) + model("B", ID, *b))


def to_itself(n: int) -> Files:
    lines = (
        line
        for number in range(n)
        for line in (
            f"k{number} String?",
            f'r{number} A? @relation("r{number}", fields: [k{number}], references: [id])',
            f'b{number} A[] @relation("r{number}")',
        )
    )
    return schema(HEAD + model("A", ID, *lines))


def _graph(count: int, edges: list[tuple[int, int]], mark: str = "") -> Files:
    lines: list[list[str]] = [[ID] for _ in range(count)]
    for number, (start, end) in enumerate(edges):
        lines[start] += [
            f"k{number} String{mark}",
            f'r{number} M{end}{mark} @relation("r{number}", fields: [k{number}], references: [id])',
        ]
        lines[end].append(f'b{number} M{start}[] @relation("r{number}")')
    text = "".join(model(f"M{number}", *found) for number, found in enumerate(lines))
    return schema(HEAD + text)


def star(n: int) -> Files:
    return _graph(n + 1, [(number, 0) for number in range(1, n + 1)])


def required_star_both_ways(n: int) -> Files:
    edges = [edge for number in range(1, n + 1) for edge in ((number, 0), (0, number))]
    return _graph(n + 1, edges)


def chain(n: int) -> Files:
    return _graph(n, [(number, number + 1) for number in range(n - 1)])


def chain_backwards(n: int) -> Files:
    return _graph(n, [(number + 1, number) for number in range(n - 1)])


def chain_of_cascades(n: int) -> Files:
    """A delete of the first deletes in all others."""
    text = chain_backwards(n)["schema.prisma"]
    return schema(text.replace("references: [id])", "references: [id], onDelete: Cascade)"))


def required_ring(n: int) -> Files:
    return _graph(n, [(number, (number + 1) % n) for number in range(n)])


def required_rings(n: int) -> Files:
    edges = [edge for at in range(0, n - 1, 2) for edge in ((at, at + 1), (at + 1, at))]
    return _graph(n, edges)


def ladder(n: int) -> Files:
    """A required chain in which each leads back by one: n cycles of two in one group."""
    return _graph(n, [edge for at in range(n - 1) for edge in ((at, at + 1), (at + 1, at))])


def _complete(keys: int) -> list[tuple[int, int]]:
    count = isqrt(keys) + 1
    return [(start, end) for start in range(count) for end in range(count) if start != end]


def complete_required(n: int) -> Files:
    return _graph(isqrt(n) + 1, _complete(n))


def complete_optional(n: int) -> Files:
    return _graph(isqrt(n) + 1, _complete(n), "?")


def composite_key(n: int) -> Files:
    names = [f"f{number}" for number in range(n)]
    lines = [*(f"{name} Int" for name in names), f"@@id([{', '.join(names)}])"]
    return schema(HEAD + model("A", *lines))


def key_chain(n: int) -> Files:
    """Each model's key is the key of the next: a column repeats one that repeats one..."""
    text = model("M0", "id String @id @default(cuid())", "m1 M1?")
    for number in range(1, n):
        back = f"m{number + 1} M{number + 1}?" if number < n - 1 else ""
        relation = f"m{number - 1} M{number - 1} @relation(fields: [id], references: [id])"
        text += model(f"M{number}", "id String @id", relation, back)
    return schema(HEAD + text)


def indexes(n: int) -> Files:
    count = isqrt(n) + 1
    names = [f"f{number}" for number in range(count)]
    pairs = [(a, b) for a in names for b in names if a != b][:n]
    lines = (f"@@index([{a}, {b}])" for a, b in pairs)
    return schema(HEAD + model("A", ID, *(f"{name} Int" for name in names), *lines))


def unique_fields(n: int) -> Files:
    return schema(HEAD + model("A", ID, *(f"f{number} String @unique" for number in range(n))))


def one_index_of_many(n: int) -> Files:
    names = [f"f{number}" for number in range(n)]
    lines = [*(f"{name} Int" for name in names), f"@@index([{', '.join(names)}])"]
    return schema(HEAD + model("A", ID, *lines))


def full_text(n: int) -> Files:
    head = 'datasource db {\n  provider = "mysql"\n}\n'
    generator = 'generator c {\n  provider = "p"\n  previewFeatures = ["fullTextIndex"]\n}\n'
    lines = (f"f{number} String\n  @@fulltext([f{number}])" for number in range(n))
    return schema(head + generator + model("A", ID, *lines))


def enums(n: int) -> Files:
    text = repeated(n, lambda number: f"enum E{number} {{\n  A\n  B\n}}")
    return schema(HEAD + text + model("A", ID, *(f"f{number} E{number}" for number in range(n))))


def enum_values(n: int) -> Files:
    return schema(
        HEAD
        + "enum E {\n"
        + repeated(n, lambda number: f"  V{number}")
        + "}\n"
        + model("A", ID, "e E")
    )


def mapped_values(n: int) -> Files:
    values = repeated(n, lambda number: f'  V{number} @map("v-{number}")')
    fields = (f"f{number} E @default(V{number})" for number in range(n))
    return schema(HEAD + "enum E {\n" + values + "}\n" + model("A", ID, *fields))


def _composites(count: int, member: str) -> str:
    inner = repeated(
        count - 1,
        lambda number: f"type T{number} {{\n  v String\n  t {member.format(number + 1)}\n}}",
    )
    last = f"type T{count - 1} {{\n  v String\n}}\n"
    return MONGO + inner + last + model("A", 'id String @id @map("_id")', "t T0")


def composites_in_a_chain(n: int) -> Files:
    return schema(_composites(n, "T{}"))


def composite_lists_in_a_chain(n: int) -> Files:
    return schema(_composites(n, "T{}[]"))


def composites_in_pairs(n: int) -> Files:
    """Each holds the next twice: 2^n ways lead to the last."""
    return schema(_composites(n, "T{0}\n  u T{0}?"))


def composites_in_a_ring(n: int) -> Files:
    ring = repeated(n, lambda number: f"type T{number} {{\n  t T{(number + 1) % n}?\n}}")
    return schema(MONGO + ring + model("A", 'id String @id @map("_id")', "t T0"))


def composites_side_by_side(n: int) -> Files:
    types = repeated(n, lambda number: f"type T{number} {{\n  v String\n}}")
    fields = (f"t{number} T{number}[]" for number in range(n))
    return schema(MONGO + types + model("A", 'id String @id @map("_id")', *fields))


def one_composite_everywhere(n: int) -> Files:
    text = "type T {\n  v String\n  w String[]\n}\n"
    models = (model(f"M{at}", 'id String @id @map("_id")', "t T") for at in range(n))
    return schema(MONGO + text + "".join(models))


def composites_of_composites(n: int) -> Files:
    """Each holds all that come after it."""
    count = isqrt(n) + 1
    types = "".join(
        "\n".join(
            (
                f"type T{at} {{",
                "  v Int",
                *(f"  t{to} T{to}[]" for to in range(at + 1, count)),
                "}\n",
            )
        )
        for at in range(count)
    )
    return schema(MONGO + types + model("A", 'id String @id @map("_id")', "t T0"))


def views(n: int) -> Files:
    generator = 'generator c {\n  provider = "p"\n  previewFeatures = ["views"]\n}\n'
    return schema(HEAD + generator + repeated(n, lambda at: f"view V{at} {{\n  id Int @unique\n}}"))


def clashing_tables(n: int) -> Files:
    """Their plurals are the same but for a number each time: `Ab_c`, `AbC`..."""
    head = "".join(model(f"Item{'_' * at}s", ID) for at in range(1, min(n, 60)))
    return schema(HEAD + head + "".join(model(f"x{'X' * (at % 50)}_{at}", ID) for at in range(n)))


def long_names_alike(n: int) -> Files:
    stem = "a" * 70
    return schema(HEAD + model("A", ID, *(f"{stem}{at} String @unique" for at in range(n))))


def models_alike(n: int) -> Files:
    stem = "A" + "a" * 70
    return schema(HEAD + "".join(model(f"{stem}{at}", ID) for at in range(n)))


def mapped_to_odd_names(n: int) -> Files:
    """With `field-names = "database"` all of them come down to one name and a number."""
    lines = (f'f{at} String @map("{"$" * (at % 300)}é{"%" * (at // 300)}")' for at in range(n))
    files = schema(HEAD + model("A", ID, *lines))
    return {**files, "prisma-to-convex.toml": 'field-names = "database"\n'}


def named_alike_by_configuration(n: int) -> Files:
    files = models(n)
    return {**files, "prisma-to-convex.toml": 'table-names = "database"\n'}


def long_default(n: int) -> Files:
    return schema(HEAD + model("A", ID, f's String @default("{"x" * n}")'))


def default_list(n: int) -> Files:
    values = ", ".join(map(str, range(n)))
    return schema(HEAD + model("A", ID, f"l Int[] @default([{values}])"))


def json_default(n: int) -> Files:
    values = ", ".join(f'\\"k{at}\\": {at}' for at in range(n))
    return schema(HEAD + model("A", ID, f'j Json @default("{{{values}}}")'))


def deep_json_default(n: int) -> Files:
    return schema(HEAD + model("A", ID, f'j Json @default("{"[" * n}{"]" * n}")'))


def expressions(n: int) -> Files:
    lines = (f'f{at} String @default(dbgenerated("f({at})"))' for at in range(n))
    return schema(HEAD + model("A", ID, *lines))


def long_expression(n: int) -> Files:
    return schema(HEAD + model("A", ID, f'f String @default(dbgenerated("{"f(" * n}"))'))


def namespaces(n: int) -> Files:
    names = ", ".join(f'"s{at}"' for at in range(n))
    head = f'datasource db {{\n  provider = "postgresql"\n  schemas = [{names}]\n}}\n'
    return schema(head + "".join(model(f"M{at}", ID, f'@@schema("s{at}")') for at in range(n)))


def generators(n: int) -> Files:
    return schema(
        HEAD + repeated(n, lambda at: f'generator g{at} {{\n  provider = "p"\n}}') + model("A", ID)
    )


def extensions(n: int) -> Files:
    names = ", ".join(f"e{at}" for at in range(n))
    head = f'datasource db {{\n  provider = "postgresql"\n  extensions = [{names}]\n}}\n'
    generator = 'generator c {\n  provider = "p"\n  previewFeatures = ["postgresqlExtensions"]\n}\n'
    return schema(head + generator + model("A", ID))


def soft_references(n: int) -> Files:
    """`m7Id` in each model seems to refer to M7, without a relation."""
    text = (model(f"M{at}", ID, f"m{(at + 1) % n}Id String") for at in range(n))
    return schema(HEAD + "".join(text))


def soft_references_in_one(n: int) -> Files:
    text = "".join(model(f"M{at}", ID) for at in range(n))
    return schema(HEAD + text + model("A", ID, *(f"m{at}Id String" for at in range(n))))


def types_beside_ids(n: int) -> Files:
    lines = (f"a{at}Type String\n  a{at}Id String" for at in range(n))
    return schema(HEAD + model("A", ID, *lines))


def tenants(n: int) -> Files:
    own = (
        model(f"M{at}", ID, "orgId String", "org Org @relation(fields: [orgId], references: [id])")
        for at in range(n)
    )
    backs = (f"m{at} M{at}[]" for at in range(n))
    return schema(HEAD + model("Org", ID, *backs) + "".join(own))


def tenants_two_steps_away(n: int) -> Files:
    """Every model belongs to the one before it, the first to an organisation."""
    first = model("Org", ID, "m0 M0[]") + model(
        "M0", ID, "orgId String", "org Org @relation(fields: [orgId], references: [id])", "m M1[]"
    )
    rest = (
        model(
            f"M{at}",
            ID,
            f"pId String\n  p M{at - 1} @relation(fields: [pId], references: [id])",
            f"m M{at + 1}[]" if at < n - 1 else "",
        )
        for at in range(1, n)
    )
    return schema(HEAD + first + "".join(rest))


def secrets(n: int) -> Files:
    return schema(
        HEAD + model("User", ID, *(f"password{at} String\n  token{at} String" for at in range(n)))
    )


def natives(n: int) -> Files:
    return schema(
        HEAD + model("A", ID, *(f"f{at} String @db.VarChar({at + 1})" for at in range(n)))
    )


def unsupported(n: int) -> Files:
    return schema(HEAD + model("A", ID, *(f'f{at} Unsupported("t{at}")?' for at in range(n))))


def vectors(n: int) -> Files:
    return schema(HEAD + model("A", ID, *(f'f{at} Unsupported("vector(3)")?' for at in range(n))))


def ignored(n: int) -> Files:
    return schema(HEAD + model("B", ID) + _models(n, "@@ignore"))


def documentation(n: int) -> Files:
    return schema(HEAD + repeated(n, lambda at: f"/// word {at}") + model("A", ID))


def blank_lines(n: int) -> Files:
    return schema(HEAD + "\n" * n + model("A", ID, "\n" * n, "b String?"))


def comments(n: int) -> Files:
    return schema(HEAD + repeated(n, lambda at: f"// word {at}") + model("A", ID))


def comment_stars(n: int) -> Files:
    return schema(HEAD + "/" + "*" * n + "/\n" + "/* " * n + "*/\n" + model("A", ID))


def shapes() -> list[Shape]:
    both = (
        (models, 800),
        (fields, 4000),
        (relations_between_two, 1000),
        (lists_between_two, 600),
        (to_itself, 800),
        (star, 800),
        (required_star_both_ways, 400),
        (chain, 800),
        (chain_backwards, 800),
        (chain_of_cascades, 800),
        (required_ring, 800),
        (required_rings, 800),
        (ladder, 400),
        (complete_required, 1000),
        (complete_optional, 1000),
        (composite_key, 1000),
        (key_chain, 800),
        (indexes, 1000),
        (unique_fields, 1500),
        (one_index_of_many, 1000),
        (full_text, 1000),
        (enums, 1500),
        (enum_values, 5000),
        (mapped_values, 2000),
        (composites_in_a_chain, 500),
        (composite_lists_in_a_chain, 500),
        (composites_in_pairs, 300),
        (composites_in_a_ring, 1000),
        (composites_side_by_side, 1500),
        (one_composite_everywhere, 800),
        (composites_of_composites, 1500),
        (views, 1500),
        (clashing_tables, 800),
        (long_names_alike, 800),
        (models_alike, 800),
        (mapped_to_odd_names, 1500),
        (named_alike_by_configuration, 800),
        (long_default, 1_000_000),
        (default_list, 10_000),
        (json_default, 10_000),
        (deep_json_default, 20_000),
        (expressions, 2000),
        (long_expression, 300_000),
        (namespaces, 800),
        (generators, 3000),
        (extensions, 3000),
        (soft_references, 800),
        (soft_references_in_one, 800),
        (types_beside_ids, 1500),
        (tenants, 600),
        (tenants_two_steps_away, 600),
        (secrets, 1500),
        (natives, 3000),
        (unsupported, 2000),
        (vectors, 2000),
        (ignored, 1500),
        (documentation, 20_000),
        (blank_lines, 50_000),
        (comments, 20_000),
        (comment_stars, 200_000),
    )
    return [
        Shape(f"{files.__name__.replace('_', ' ')}: {command[0]}", size, files, command)
        for files, size in both
        for command in (CHECK, GENERATE)
    ]
