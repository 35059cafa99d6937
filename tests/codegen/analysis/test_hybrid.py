"""A part that moves by itself: which models go, what is cut, what else would have to go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import dedent
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prisma_schema_parser import SourceFile
from prisma_schema_parser.schema import ForeignKey, ManyToMany, Schema
from prisma_to_convex.analysis.facts import Feature, Hybrid, Synchronised
from prisma_to_convex.analysis.hybrid import hybrid
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.lowering.lowered import Lowered
from prisma_to_convex.options.settings import Options
from strategies import SchemaText, schemas
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


def proposed(text: str) -> dict[str, tuple[str, ...]]:
    return {one.name: one.models for one in hybrid(lowered(text)).proposed}


def plain(*names: str) -> str:
    return "".join(
        f"model {name} {{\n  id Int @id @default(autoincrement())\n}}\n" for name in names
    )


# ---- what is proposed ---------------------------------------------------------------------------


def test_a_feature_takes_what_its_rows_need_and_what_dies_with_them() -> None:
    """Users stay: most tables refer to them. The channel is needed, the receipts die with a message."""
    assert hybrid(lowered(CHAT)) == Hybrid(
        None,
        (
            Feature(
                "messages",
                ("Message",),
                ("Channel", "Message", "Read"),
                (
                    Synchronised("Message", ("userId",), "User", moves=True),
                    Synchronised("Message", ("orderId",), "Order", moves=True),
                    Synchronised("Message", ("tags",), "Tag", moves=True),
                    Synchronised("Read", ("userId",), "User", moves=True),
                ),
                ("User", "Team"),
            ),
        ),
    )


def test_the_command_names_each_model() -> None:
    feature = hybrid(lowered(CHAT)).proposed[0]
    assert feature.command == "--only Channel --only Message --only Read"


@pytest.mark.parametrize(
    ("model", "feature"),
    [
        ("Message", "messages"),
        ("ChatRoom", "messages"),
        ("InboxItem", "messages"),
        ("Notification", "notifications"),
        ("UserMention", "comments"),
        ("CursorPosition", "presence"),
        ("BackgroundJob", "jobs"),
    ],
)
def test_a_word_of_the_name_gives_a_feature_away(model: str, feature: str) -> None:
    assert proposed(plain(model, "A", "B")) == {feature: (model,)}


@pytest.mark.parametrize(
    "model", ["NotificationPreference", "MessageTemplate", "JobConfig", "ChatSetting", "Messenger"]
)
def test_what_nobody_watches_is_no_feature(model: str) -> None:
    assert proposed(plain(model, "A", "B")) == {}


def test_features_come_in_a_fixed_order_and_one_set_once() -> None:
    """A task that is a message's is in both; the same set is told under the first name."""
    assert proposed(plain("Job", "Comment", "Message", "A", "B")) == {
        "messages": ("Message",),
        "comments": ("Comment",),
        "jobs": ("Job",),
    }
    assert proposed(plain("MessageJob", "A", "B")) == {"messages": ("MessageJob",)}


def test_most_of_the_tables_are_no_part() -> None:
    """Six tenths at most."""
    assert proposed(plain("Chat", "Message", "Thread", "A", "B"))
    assert not proposed(plain("Chat", "Message", "Thread", "Inbox", "A", "B"))


def test_what_many_refer_to_is_no_feature() -> None:
    """Four tables refer to it: it is the middle of the application, whatever its name."""
    middle = "model Task {\n  id Int @id @default(autoincrement())\n" + "".join(
        f"  r{name} {name}[]\n" for name in "ABCD"
    )
    others = "".join(
        f"model {name} {{\n  id Int @id @default(autoincrement())\n  taskId Int\n"
        "  task Task @relation(fields: [taskId], references: [id])\n}\n"
        for name in "ABCD"
    )
    assert proposed(middle + "}\n" + others) == {}


def test_a_declared_reference_counts_like_a_relation() -> None:
    """Without its target such a field could not be an id."""
    text = """
        model Message {
          id     Int @id @default(autoincrement())
          roomId Int /// @convex.references(Room)
          fileId Int? /// @convex.references(File)
        }
        """
    feature = hybrid(lowered(text + plain("Room", "File", "A", "B"))).proposed[0]
    assert feature.models == ("Message", "Room")
    assert feature.cut == (Synchronised("Message", ("fileId",), "File", moves=True),)


# ---- what is chosen -----------------------------------------------------------------------------


def test_the_chosen_subset() -> None:
    chosen = hybrid(lowered(CHAT, Options(only=("Message", "Order")))).chosen
    assert chosen == Feature(
        "the chosen subset",
        ("Message", "Order"),
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
    assert chosen == Feature("the chosen subset", ("Page",), ("Page",), (), ())


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
                held = [
                    field for name in one.fields if (field := schema.model(one.model).scalar(name))
                ]
                edge = Edge(
                    one.model, one.fields, one.target, all(f.arity == "required" for f in held)
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
    assert set(feature.seeds) <= inside
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
        assert len(feature.models) <= 0.6 * len(of.models)


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
    assert found.chosen.models == found.chosen.seeds == tuple(of.models)
    check(found.chosen, of)


def test_the_proposed_command_chooses_just_that_part() -> None:
    feature = hybrid(lowered(CHAT)).proposed[0]
    chosen = hybrid(lowered(CHAT, Options(only=feature.models))).chosen
    assert chosen is not None
    assert (chosen.models, chosen.cut, chosen.needs) == (feature.models, feature.cut, feature.needs)
