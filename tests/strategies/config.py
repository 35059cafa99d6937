"""The datasource and the generators."""

from .draft import Draft
from .literals import string
from .markup import array, call, named, obj, quoted, setting
from .names import CONFIG, Names
from .type_blocks import Block

# Active in 7.10, and a few that became stable and now only warn.
_PREVIEWS = (
    *("relationJoins", "typedSql", "strictUndefinedChecks", "nativeDistinct", "shardKeys", "views"),
    *(
        "multiSchema",
        "fullTextIndex",
        "driverAdapters",
        "queryCompiler",
        "omitApi",
        "RELATIONJOINS",
    ),
)


def datasource(draft: Draft) -> Block:
    dice, provider = draft.dice, draft.provider.name
    if provider == "postgresql" and dice.chance(4):
        provider = "postgres"
    members = [setting("provider", quoted(provider))]
    if draft.mode != draft.provider.modes[0] or dice.chance(6):
        key = "relationMode" if not dice.chance(6) else "referentialIntegrity"  # its old name
        members.append(setting(key, quoted(draft.mode)))
    members += [setting(key, value) for key, value in _urls(draft)]
    if draft.schemas:
        members.append(setting("schemas", array(quoted(name) for name in draft.schemas)))
    if "postgresqlExtensions" in draft.features:
        members.append(
            setting("extensions", array(_extension(draft, n) for n in _extension_names(draft)))
        )
    return "datasource", draft.source, members


def _urls(draft: Draft) -> list[tuple[str, str]]:
    """Connection URLs: a part of the schema until Prisma 7, dropped by us."""
    if not draft.dice.chance(6):
        return []
    values = ('env("DATABASE_URL")', quoted("postgresql://user:p@ss@localhost/db?schema=a#b"))
    return [(key, draft.dice.pick(values)) for key in ("url", "directUrl", "shadowDatabaseUrl")][
        : 1 + draft.dice.below(3)
    ]


def _extension_names(draft: Draft) -> list[str]:
    return draft.dice.some(("pgcrypto", "citext", "postgis", "uuid_ossp"), 3)


def _extension(draft: Draft, name: str) -> str:
    dice = draft.dice
    options = (named("map", '"uuid-ossp"'), named("schema", '"public"'), named("version", '"1.1"'))
    arguments = dice.some(options, 3, least=0)
    return call(name, *arguments) if arguments else name


def generators(draft: Draft) -> list[Block]:
    """The preview features that the schema needs are asked for in the first."""
    dice, names = draft.dice, Names()
    blocks: list[Block] = []
    for index in dice.parts(3, least=1 if draft.features else 0):
        needed = sorted(draft.features) if index == 0 else []
        blocks.append(("generator", names.draw(dice, CONFIG), _generator(draft, needed)))
    return blocks


def _generator(draft: Draft, needed: list[str]) -> list[str]:
    dice = draft.dice
    provider = dice.pick(('"prisma-client"', '"prisma-client-js"', 'env("GENERATOR")'))
    members = [setting("provider", provider)]
    previews = [quoted(name) for name in (*needed, *dice.some(_PREVIEWS, 2, least=0))]
    if previews or dice.chance(6):
        bare = len(previews) == 1 and dice.chance(3)
        members.append(setting("previewFeatures", previews[0] if bare else array(previews)))
    options = _optional_settings(draft)
    if (
        needed
    ):  # the engine drops a generator that has an object in it, and with it its preview features
        options = options[:-1]
    for key, value in dice.some(options, 3, least=0):
        members.append(setting(key, value))
    return members


def _optional_settings(draft: Draft) -> tuple[tuple[str, str], ...]:
    return (
        ("output", quoted("../generated")),
        ("binaryTargets", array([quoted("native"), quoted("debian-openssl-3.0.x")])),
        ("engineType", quoted("client")),
        ("customString", string(draft.dice) if draft.dice.chance(2) else quoted("x")),
        ("1number", "-1.50"),
        ("flag", "true"),
        ("list", array(['"a"', "2", array([])])),
        ("function", call("env", '"X"')),
        ("object", obj([named("a", "1"), named("b", obj([named("c", '"d"')]))])),
    )
