"""The whole schema: blocks in some order, laid out in one file or several."""

from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from . import config, layout, type_blocks
from .columns import column
from .dice import Dice
from .draft import Draft, Table
from .indexes import add_indexes
from .keys import add_keys
from .markup import array, attribute
from .names import MODELS, SCHEMAS
from .providers import PROVIDERS, Provider
from .relations import add_relations
from .type_blocks import Block
from .views import view

_FILES = (
    "schema.prisma",
    "models/user.prisma",
    "enums.prisma",
    "a b/ünï.prisma",
    "models/x-1.prisma",
)


@dataclass(frozen=True, slots=True)
class SchemaText:
    """A schema as its author wrote it: `(path, text)` for each file."""

    files: tuple[tuple[str, str], ...]
    provider: str
    """A provider's full name, or "none" where there is no datasource."""

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.files)


@st.composite
def schemas(draw: DrawFn, provider: str | None = None) -> SchemaText:
    """Prisma schemas, nearly all of them valid; `provider` one of PROVIDERS, or any."""
    dice = Dice(draw)
    chosen = PROVIDERS[provider or dice.pick(tuple(PROVIDERS))]
    blocks = _blocks(_start(dice, chosen))
    return SchemaText(_files(dice, blocks), chosen.name)


def _start(dice: Dice, provider: Provider) -> Draft:
    features = set[str]()
    if provider.name != "none":
        options = (
            ("where", "partialIndexes"),
            ("shard-keys", "shardKeys"),
            ("extensions", "postgresqlExtensions"),
        )
        features = {
            name for capability, name in options if capability in provider.can and dice.chance(2)
        }
        if dice.chance(5):
            features.add("views")
    draft = Draft(
        dice, provider, dice.pick((*provider.modes, provider.modes[0])), frozenset(features)
    )
    draft.source = "db" if not dice.chance(8) else "Main_db2"
    if "schemas" in provider.can and dice.chance(5):
        draft.schemas = tuple(dice.some(SCHEMAS, 3))
    return draft


def _blocks(draft: Draft) -> list[Block]:
    """Datasource, generators, enums, types, models, views; now and then in another order."""
    dice = draft.dice
    blocks: list[Block] = []
    if draft.provider.name != "none":
        blocks.append(config.datasource(draft))
    blocks += config.generators(draft)
    if draft.can("enums"):
        blocks += [type_blocks.enum(draft) for _ in dice.parts(2)]
    if draft.can("composites"):
        blocks += [type_blocks.composite(draft) for _ in dice.parts(3, stop=4)]
    tables = _tables(draft)
    blocks += [
        ("view" if table.view else "model", table.name, table.members(dice)) for table in tables
    ]
    return dice.shuffled(blocks) if dice.chance(6) else blocks


def _tables(draft: Draft) -> list[Table]:
    dice = draft.dice
    for _ in dice.parts(4, least=0 if dice.chance(16) else 1, stop=3):
        draft.tables.append(_model(draft))
    if "views" in draft.features:
        draft.tables += [view(draft) for _ in dice.parts(2, least=1)]
    if draft.tables:
        add_relations(draft)
    for table in draft.tables:
        if not table.view:
            add_indexes(draft, table)
            _shard_key(draft, table)
        if dice.chance(5):
            table.attributes.append(draft.map_attribute("@@map"))
        if table.ignored:
            table.attributes.append(attribute("@@ignore"))
        table.attributes += type_blocks.schema_attribute(draft)
    return draft.tables


def _model(draft: Draft) -> Table:
    dice = draft.dice
    table = Table(draft.names.draw(dice, MODELS))
    table.ignored = dice.chance(16)
    if draft.mongodb or not (table.ignored and dice.chance(3)):  # an ignored model needs no key
        add_keys(draft, table)
    table.columns += [column(draft, table) for _ in dice.parts(6, stop=5)]
    return table


def _shard_key(draft: Draft, table: Table) -> None:
    """MySQL only. Written once a model, on a field or on the block."""
    if "shardKeys" not in draft.features or not draft.dice.chance(2):
        return
    columns = [c for c in table.columns if c.required and c.base != "Unsupported"]
    if not columns:
        return
    if draft.dice.chance(2):
        names = array(c.name for c in draft.dice.some(columns, 3))
        table.attributes.append(attribute("@@shardKey", names))
    else:
        draft.dice.pick(columns).attributes.append(attribute("shardKey"))


def _files(dice: Dice, blocks: list[Block]) -> tuple[tuple[str, str], ...]:
    """Mostly one file. Each block goes to any of them, in order."""
    paths = [_FILES[0], *dice.some(_FILES[1:], 3)] if dice.chance(4) else [_FILES[0]]
    split: dict[str, list[Block]] = {path: [] for path in paths}
    for block in blocks:
        split[dice.pick(paths)].append(block)
    style = layout.draw_style(dice)
    return tuple((path, layout.render(dice, style, members)) for path, members in split.items())
