"""Schemas with comments that decide and choose, and configurations that do."""

from __future__ import annotations

from growth.schemas import ID, models
from growth.shape import CHECK, GENERATE, HEAD, Files, Shape, model, repeated, schema

_ALLOW = '// @convex.allow({}, reason: "checked elsewhere")'


def used_in_one_model(n: int) -> Files:
    allow = _ALLOW.format("unique-not-enforced")
    return schema(HEAD + model("A", ID, *(f"f{at} Int @unique {allow}" for at in range(n))))


def unused_in_one_model(n: int) -> Files:
    allow = _ALLOW.format("unique-not-enforced")
    return schema(HEAD + model("A", ID, *(f"f{at} Int {allow}" for at in range(n))))


def above_each_field(n: int) -> Files:
    allow = _ALLOW.format("unique-not-enforced")
    lines = (f"/{allow}\n  f{at} Int @unique" for at in range(n))
    return schema(HEAD + model("A", ID, *lines))


def above_each_model(n: int) -> Files:
    allow = _ALLOW.format("unique-not-enforced")
    models_ = (f"/{allow}\n" + model(f"M{at}", ID, "f Int @unique") for at in range(n))
    return schema(HEAD + "".join(models_))


def above_nothing(n: int) -> Files:
    return schema(HEAD + model("A", ID) + (_ALLOW.format("unique-not-enforced") + "\n") * n)


def many_above_one(n: int) -> Files:
    above = ("/" + _ALLOW.format("unique-not-enforced") + "\n") * n
    return schema(HEAD + above + model("A", ID, "f Int @unique"))


def many_rules_in_one(n: int) -> Files:
    rules = ", ".join(["unique-not-enforced"] * n)
    return schema(HEAD + model("A", ID, f"f Int @unique {_ALLOW.format(rules)}"))


def unknown_rules(n: int) -> Files:
    rules = ", ".join(f"uniqe-not-enforcd{at}" for at in range(n))
    return schema(HEAD + model("A", ID, f"f Int @unique {_ALLOW.format(rules)}"))


def never_ended(n: int) -> Files:
    return schema(HEAD + model("A", ID, f"f Int // {'@convex.allow(' * n}"))


def directives_in_one_model(n: int) -> Files:
    lines = (f"f{at} Json // @convex.type(v.object({{ a: v.string() }}))" for at in range(n))
    return schema(HEAD + model("A", ID, *lines))


def directives_above(n: int) -> Files:
    lines = (f"/// Words.\n  /// @convex.name(g{at})\n  f{at} Int" for at in range(n))
    return schema(HEAD + model("A", ID, *lines))


def directives_of_references(n: int) -> Files:
    lines = (f"m{at}Ref String // @convex.references(M{at})" for at in range(n))
    return schema(HEAD + "".join(model(f"M{at}", ID) for at in range(n)) + model("A", ID, *lines))


def directives_never_closed(n: int) -> Files:
    return schema(HEAD + model("A", ID, f"f Json // {'@convex.type(v.object({ ' * n}"))


def directives_misplaced(n: int) -> Files:
    return schema(HEAD + model("A", ID) + "// @convex.skip\n\n" * n)


def long_chosen_types(n: int) -> Files:
    members = ", ".join(f"m{at}: v.string()" for at in range(n))
    files = schema(HEAD + model("A", ID, "f Json"))
    return {
        **files,
        "prisma-to-convex.toml": f'[models.A.fields]\nf.type = "v.object({{ {members} }})"\n',
    }


# ---- the configuration -----------------------------------------------------------------------------


def _with(files: Files, text: str) -> Files:
    return {**files, "prisma-to-convex.toml": text}


def a_table_for_each_model(n: int) -> Files:
    return _with(models(n), repeated(n, lambda at: f'[models.M{at}]\nname = "t{at}"'))


def tables_of_unknown_models(n: int) -> Files:
    return _with(models(n), repeated(n, lambda at: f'[models.Mx{at}]\nname = "t{at}"'))


def a_table_for_each_field(n: int) -> Files:
    files = schema(HEAD + model("A", ID, *(f"f{at} Int" for at in range(n))))
    return _with(files, "[models.A.fields]\n" + repeated(n, lambda at: f'f{at}.name = "g{at}"'))


def tables_of_unknown_fields(n: int) -> Files:
    files = schema(HEAD + model("A", ID, *(f"f{at} Int" for at in range(n))))
    return _with(files, "[models.A.fields]\n" + repeated(n, lambda at: f'fx{at}.name = "g{at}"'))


def unknown_settings(n: int) -> Files:
    return _with(models(1), repeated(n, lambda at: f"table-nmaes{at} = 1"))


def unknown_settings_of_models(n: int) -> Files:
    return _with(models(n), repeated(n, lambda at: f"[models.M{at}]\nnmae = 1"))


def allowed_for_each_model(n: int) -> Files:
    text = repeated(n, lambda at: f'[models.M{at}.allow]\nunique-not-enforced = "so"')
    return _with(models(n), text)


def allowed_for_each_field(n: int) -> Files:
    files = schema(HEAD + model("A", ID, *(f"f{at} Int @unique" for at in range(n))))
    line = 'f{}.allow.unique-not-enforced = "so"'
    return _with(files, "[models.A.fields]\n" + repeated(n, lambda at: line.format(at)))


def severities(n: int) -> Files:
    return _with(models(1), "[severity]\n" + repeated(n, lambda at: f'PC2{at} = "note"'))


def globs_that_match(n: int) -> Files:
    return _with(models(n), "only = [" + "".join(f'"M{at}", ' for at in range(n)) + "]\n")


def globs_that_match_nothing(n: int) -> Files:
    return _with(models(n), "exclude = [" + "".join(f'"*X{at}*", ' for at in range(n)) + "]\n")


def globs_that_match_one(n: int) -> Files:
    return _with(models(n), "exclude = [" + "".join(f'"M{at}?x*", ' for at in range(n)) + '"M1"]\n')


def globs_that_match_many(n: int) -> Files:
    return _with(models(n), "only = [" + "".join(f'"*{at}", ' for at in range(n)) + "]\n")


def stars_in_a_glob(n: int) -> Files:
    return _with(schema(HEAD + model("M" + "a" * n, ID)), f'exclude = ["{"*a" * n}b"]\n')


def exclude_what_is_referred_to(n: int) -> Files:
    keys = (
        model(f"M{at}", ID, "aId String", "a A @relation(fields: [aId], references: [id])")
        for at in range(n)
    )
    a = model("A", ID, *(f"m{at} M{at}[]" for at in range(n)))
    return _with(schema(HEAD + a + "".join(keys)), 'exclude = ["M*"]\n')


def parts_of_a_key(n: int) -> Files:
    return _with(models(1), f"{'.'.join(['a'] * n)} = 1\n")


def parts_of_a_table(n: int) -> Files:
    return _with(models(1), f"[{'.'.join(['a'] * n)}]\n")


def keys_under_deep_tables(n: int) -> Files:
    return _with(models(1), repeated(n, lambda at: f"[a{at}.b.c.d.e.f.g.h]\ni = 1"))


def nested_arrays(n: int) -> Files:
    return _with(models(1), f"only = {'[' * n}{']' * n}\n")


def nested_inline_tables(n: int) -> Files:
    return _with(models(1), f"models = {'{a=' * n}1{'}' * n}\n")


def long_array(n: int) -> Files:
    return _with(models(1), f"effort.model = [{'1, ' * n}1]\n")


def array_of_tables(n: int) -> Files:
    return _with(models(1), "[[models]]\n" * n)


def one_key_in_quotes(n: int) -> Files:
    return _with(models(1), f'"{"a" * n}" = 1\n')


def text_of_escapes(n: int) -> Files:
    return _with(models(1), 'tenant-key = "' + "\\u0041" * n + '"\n')


def string_never_closed(n: int) -> Files:
    return _with(models(1), 'tenant-key = """' + '\\""' * n)


def comments_in_toml(n: int) -> Files:
    return _with(models(1), "# word\n" * n)


def blanks_in_toml(n: int) -> Files:
    return _with(models(1), " \n" * n + "x")


def shapes() -> list[Shape]:
    both = (
        (used_in_one_model, 1000),
        (unused_in_one_model, 1500),
        (above_each_field, 1000),
        (above_each_model, 800),
        (directives_in_one_model, 1500),
        (directives_above, 1500),
        (directives_of_references, 800),
        (a_table_for_each_model, 500),
        (a_table_for_each_field, 1500),
        (allowed_for_each_model, 500),
        (allowed_for_each_field, 1000),
        (globs_that_match, 500),
        (globs_that_match_many, 500),
        (exclude_what_is_referred_to, 600),
    )
    checked = (
        (above_nothing, 3000),
        (many_above_one, 3000),
        (many_rules_in_one, 5000),
        (unknown_rules, 500),
        (never_ended, 5000),
        (directives_never_closed, 1000),
        (directives_misplaced, 3000),
        (long_chosen_types, 2000),
        (tables_of_unknown_models, 500),
        (tables_of_unknown_fields, 500),
        (unknown_settings, 1000),
        (unknown_settings_of_models, 500),
        (severities, 1000),
        (globs_that_match_nothing, 500),
        (globs_that_match_one, 500),
        (stars_in_a_glob, 12),
        (parts_of_a_key, 3000),
        (parts_of_a_table, 3000),
        (keys_under_deep_tables, 2000),
        (nested_arrays, 20_000),
        (nested_inline_tables, 5_000),
        (long_array, 20_000),
        (array_of_tables, 20_000),
        (one_key_in_quotes, 300_000),
        (text_of_escapes, 50_000),
        (string_never_closed, 50_000),
        (comments_in_toml, 50_000),
        (blanks_in_toml, 50_000),
    )
    found = [(files, size, CHECK) for files, size in checked]
    found += [(files, size, command) for files, size in both for command in (CHECK, GENERATE)]
    return [
        Shape(f"{files.__name__.replace('_', ' ')}: {command[0]}", size, files, command)
        for files, size, command in found
    ]
