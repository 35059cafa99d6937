"""A part that moves by itself: which models go, what is cut, what else would have to go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import dedent
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prisma_schema_parser import SourceFile
from prisma_schema_parser.schema import ForeignKey, ManyToMany, Schema
from prisma_to_convex.analysis.facts import Feature, Hybrid, Synchronised
from prisma_to_convex.analysis.hybrid import _edges, hybrid
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.lowering.lowered import Lowered
from prisma_to_convex.options.settings import Options
from strategies import SchemaText, schemas
from support import compiling
from support.compiling import POSTGRESQL

CHAT = """
    model User {
      id       Int       @id @default(autoincrement())
      teamId   Int
      team     Team      @relation(fields: [teamId], references: [id])
      messages Message[]
      orders   Order[]
      reads    Read[]
      items    Item[]
    }
    model Team {
      id    Int    @id @default(autoincrement())
      users User[]
    }
    model Channel {
      id       Int       @id @default(autoincrement())
      messages Message[]
    }
    model Message {
      id        Int     @id @default(autoincrement())
      channelId Int
      channel   Channel @relation(fields: [channelId], references: [id])
      userId    Int
      user      User    @relation(fields: [userId], references: [id])
      replyToId Int?
      replyTo   Message?  @relation("reply", fields: [replyToId], references: [id])
      replies   Message[] @relation("reply")
      orderId   Int?
      order     Order?  @relation(fields: [orderId], references: [id])
      reads     Read[]
      tags      Tag[]
    }
    model Read {
      messageId Int
      message   Message @relation(fields: [messageId], references: [id], onDelete: Cascade)
      userId    Int
      user      User    @relation(fields: [userId], references: [id])
      @@id([messageId, userId])
    }
    model Tag {
      id       Int       @id @default(autoincrement())
      messages Message[]
    }
    model Order {
      id       Int       @id @default(autoincrement())
      userId   Int
      user     User      @relation(fields: [userId], references: [id])
      messages Message[]
      items    Item[]
    }
    model Item {
      id      Int   @id @default(autoincrement())
      orderId Int
      order   Order @relation(fields: [orderId], references: [id])
      userId  Int
      user    User  @relation(fields: [userId], references: [id])
    }
    model Coupon {
      id Int @id @default(autoincrement())
    }
    model Page {
      id Int @id @default(autoincrement())
    }
    """


def lowered(text: str, options: Options | None = None) -> Lowered:
    source = SourceFile("schema.prisma", POSTGRESQL + dedent(text))
    found = compile_schema([source], options or Options())
    assert isinstance(found, Compilation), found
    return found.lowered


def plain(*names: str) -> str:
    return "".join(
        f"model {name} {{\n  id Int @id @default(autoincrement())\n}}\n" for name in names
    )


# ---- what is proposed ---------------------------------------------------------------------------


def chain(*names: str, extra: str = "") -> str:
    """Each refers to the one before it."""
    text = ""
    for at, name in enumerate(names):
        lines = ["id Int @id @default(autoincrement())"]
        if at:
            before = names[at - 1]
            lines += [
                f"r{before}Id Int",
                f"r{before} {before} @relation(fields: [r{before}Id], references: [id])",
            ]
        if at + 1 < len(names):
            lines.append(f"r{names[at + 1]} {names[at + 1]}[]")
        text += (
            f"model {name} {{\n  "
            + "\n  ".join(lines)
            + (extra if name == names[-1] else "")
            + "\n}\n"
        )
    return text


def test_a_part_is_what_holds_together_whatever_its_name() -> None:
    """A chat by its references, though nothing is called so; users stay, as most tables refer to them."""
    found = hybrid(lowered(CHAT + plain(*"NOPQ"))).proposed
    assert [(one.name, one.models) for one in found] == [
        ("Channel and 3 more", ("Channel", "Message", "Read", "Tag")),
    ]


def test_two_tables_are_no_step() -> None:
    """Though nothing ties `Order` and `Item` to the rest: who moves them has two databases, and all else to do."""
    assert all(len(one.models) > 2 for one in hybrid(lowered(CHAT + plain(*"NOPQ"))).proposed)
    assert hybrid(lowered(chain("A", "B") + plain(*"NOPQRSTU"))).proposed == ()


def test_thirds_that_nothing_ties() -> None:
    found = hybrid(lowered(chain(*"ABCD") + chain(*"STUV") + chain(*"KLMN")))
    assert [one.models for one in found.proposed] == [tuple("ABCD"), tuple("KLMN"), tuple("STUV")]
    assert [one.cut for one in found.proposed] == [(), (), ()]
    assert found.fewest == 0


def test_a_part_of_more_tables_is_worth_a_cut() -> None:
    """Two databases cost the same whatever moves: three tables without a tie are dearer than six with one."""
    loose = chain(
        "A",
        "B",
        "C",
        "D",
        "E",
        "F",
        extra="\n  wId Int\n  w W @relation(fields: [wId], references: [id])",
    )
    rest = chain(*"JKLMNOPQR") + chain("W", "X", "Y", extra="").replace(
        "model W {", "model W {\n  f F[]"
    )
    found = hybrid(lowered(loose + rest)).proposed
    assert found[0].models == tuple("ABCDEF")
    assert [one.target for one in found[0].cut] == ["W"]


def test_in_a_star_nothing_holds_together() -> None:
    middle = "model Team {\n  id Int @id @default(autoincrement())\n" + "".join(
        f"  r{name} {name}[]\n" for name in "ABCDEFGHI"
    )
    others = "".join(
        f"model {name} {{\n  id Int @id @default(autoincrement())\n  teamId Int\n"
        "  team Team @relation(fields: [teamId], references: [id])\n}\n"
        for name in "ABCDEFGHI"
    )
    assert hybrid(lowered(middle + "}\n" + others)) == Hybrid(None, (), None)


def test_a_small_schema_has_no_parts() -> None:
    assert hybrid(lowered(chain(*"ABCD") + chain(*"STU"))).proposed == ()


def test_who_signs_in_is_in_no_part() -> None:
    found = hybrid(lowered(chain(*"ABCD") + chain(*"STUV")), auth=["U"])
    assert not any("U" in one.models for one in found.proposed)


def test_what_stays_is_recognised_by_its_name() -> None:
    found = hybrid(lowered(chain(*"ABCD") + chain(*"STUV")), stays=["C", "D"]).proposed[0]
    assert (found.name, found.command) == ("all but C and D", "--exclude C --exclude D")
    assert found.models == tuple("ABSTUV")
    assert found.cut == (Synchronised("C", ("rBId",), "B", moves=False),)
    assert found.cut_per_table == 1 / 6


def test_a_declared_reference_counts_like_a_relation() -> None:
    text = (
        chain(*"ABCD")
        + plain(*"KLMN")
        + chain(*"STUV").replace("model S {", "model S {\n  aId Int /// @convex.references(A)")
    )
    found = hybrid(lowered(text)).proposed
    assert Synchronised("S", ("aId",), "A", moves=False) in found[0].cut


# ---- what is chosen -----------------------------------------------------------------------------


def test_the_chosen_subset() -> None:
    chosen = hybrid(lowered(CHAT, Options(only=("Message", "Order")))).chosen
    assert chosen == Feature(
        "the chosen subset",
        ("Message", "Order"),
        (
            Synchronised("Message", ("channelId",), "Channel", moves=True),
            Synchronised("Message", ("userId",), "User", moves=True),
            Synchronised("Message", ("tags",), "Tag", moves=True),
            Synchronised("Read", ("messageId",), "Message", moves=False),
            Synchronised("Order", ("userId",), "User", moves=True),
            Synchronised("Item", ("orderId",), "Order", moves=False),
        ),
        ("User", "Team", "Channel"),
    )


def test_a_part_that_nothing_ties() -> None:
    chosen = hybrid(lowered(CHAT, Options(only=("Page",)))).chosen
    assert chosen == Feature("the chosen subset", ("Page",), (), ())


def test_an_ignored_model_stays_without_a_choice() -> None:
    text = plain("A") + "model B {\n  id Int @id\n  @@ignore\n}\n"
    assert hybrid(lowered(text)) == Hybrid(None, ())


# ---- laws ---------------------------------------------------------------------------------------


class Edge(NamedTuple):
    model: str
    fields: tuple[str, ...]
    target: str
    is_required: bool


def edges(schema: Schema, known: Iterable[str]) -> Iterator[Edge]:
    """All relations between two of the known models, told anew from the schema."""
    names = set(known)
    for one in schema.relations:
        match one:
            case ForeignKey():
                columns = [
                    field for name in one.fields if (field := schema.model(one.model).scalar(name))
                ]
                edge = Edge(
                    one.model, one.fields, one.target, all(f.arity == "required" for f in columns)
                )
            case ManyToMany():
                edge = Edge(one.model_a, (one.field_a,), one.model_b, False)
        if edge.model != edge.target and {edge.model, edge.target} <= names:
            yield edge


def check(feature: Feature, of: Lowered) -> None:
    known = of.models.keys() | of.excluded
    all_edges = list(edges(of.schema, known))
    inside, needs = set(feature.models), set(feature.needs)
    order = [model.name for model in of.schema.models]
    assert list(feature.models) == [name for name in order if name in inside]
    assert list(feature.needs) == [name for name in order if name in needs]
    assert not inside & needs
    # Closed: no required reference leaves it; and smallest: each of `needs` is referred to from it.
    both = inside | needs
    for edge in all_edges:
        assert not (edge.is_required and edge.model in both and edge.target not in both)
    for name in needs:
        assert any(
            edge.is_required and edge.target == name and edge.model in both for edge in all_edges
        )
    # Cut: exactly the references with one end inside.
    assert sorted(feature.cut) == sorted(
        Synchronised(edge.model, edge.fields, edge.target, edge.model in inside)
        for edge in all_edges
        if (edge.model in inside) != (edge.target in inside)
    )


LAW = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def compiled(schema: SchemaText, options: Options | None = None) -> Lowered | None:
    sources = [SourceFile(name, text) for name, text in schema.files]
    found = compile_schema(sources, options or Options())
    return None if isinstance(found, Invalid) else found.lowered


@LAW
@given(schemas())
def test_proposals_are_sound(schema: SchemaText) -> None:
    of = compiled(schema)
    if of is None:
        return
    for feature in hybrid(of).proposed:
        check(feature, of)
        assert 2 <= len(feature.models) <= len(of.models) / 3
        assert len(feature.cut) <= 1.5 * len(feature.models)


@LAW
@given(schemas(), st.data())
def test_the_chosen_part_is_what_is_emitted(schema: SchemaText, data: st.DataObject) -> None:
    whole = compiled(schema)
    if whole is None or not whole.models:
        return
    names = sorted(whole.models)
    only = data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    of = compiled(schema, Options(only=tuple(only)))
    if of is None:
        return
    found = hybrid(of)
    if found.chosen is None:
        assert set(of.models) == {model.name for model in of.schema.models} - {
            one.name for one in of.schema.models if one.is_ignored or one.is_view
        }
        return
    assert found.proposed == ()
    assert found.chosen.models == tuple(of.models)
    check(found.chosen, of)


def test_the_proposed_command_chooses_just_that_part() -> None:
    feature = hybrid(lowered(CHAT)).proposed[0]
    chosen = hybrid(lowered(CHAT, Options(only=feature.models))).chosen
    assert chosen is not None
    assert (chosen.models, chosen.cut, chosen.needs) == (feature.models, feature.cut, feature.needs)


def test_a_part_is_no_more_than_a_third_or_so_of_all() -> None:
    """Three of seven tables are more; three of nine are not."""
    assert hybrid(lowered(chain(*"ABC") + chain(*"KLM") + plain("X"))).proposed == ()
    found = hybrid(lowered(chain(*"ABC") + chain(*"KLM") + plain(*"XYZ"))).proposed
    assert [one.models for one in found] == [tuple("ABC"), tuple("KLM")]


def test_a_tie_is_required_where_all_columns_of_its_key_are() -> None:
    """Whatever else the model has."""
    lowered = compiling.compiled("""
        model Team {
          a     Int
          b     Int
          name  String?
          must  Must[]
          may   May[]
          half  Half[]
          @@id([a, b])
        }
        model Must {
          id Int @id
          a Int
          b Int
          note String?
          team Team @relation(fields: [a, b], references: [a, b])
        }
        model May {
          id Int @id
          a Int?
          b Int?
          team Team? @relation(fields: [a, b], references: [a, b])
        }
        model Half {
          id Int @id
          a Int
          b Int?
          team Team? @relation(fields: [a, b], references: [a, b])
        }
    """).lowered
    found = {edge.model: edge.is_required for edge in _edges(lowered)}
    assert found == {"Must": True, "May": False, "Half": False}
