"""References, rings, what a delete reaches, chains, hubs, the order of an import, clusters."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings

from prisma_schema_parser import SourceFile
from prisma_to_convex.analysis.clusters import clusters
from prisma_to_convex.analysis.facts import Cycle, Order, ReachCounts, Reference, Relations, Size
from prisma_to_convex.analysis.import_order import closing, order
from prisma_to_convex.analysis.references import homes, references
from prisma_to_convex.analysis.relation_facts import cascades, relations
from prisma_to_convex.compiler import Invalid, compile_schema
from prisma_to_convex.lowering.lowered import Lowered
from strategies import SchemaText, schemas
from support.compiling import compiled, compiled_files, datasource

ORDINARY = """
    model Tenant {
      id    Int    @id @default(autoincrement())
      owner User?  @relation("owner", fields: [ownerId], references: [id], onDelete: SetNull)
      ownerId Int?
      users User[]
    }
    model User {
      id       Int      @id @default(autoincrement())
      tenant   Tenant   @relation(fields: [tenantId], references: [id], onDelete: Cascade)
      tenantId Int
      owns     Tenant[] @relation("owner")
      posts    Post[]
    }
    model Post {
      id       Int   @id @default(autoincrement())
      author   User  @relation(fields: [authorId], references: [id], onDelete: Cascade)
      authorId Int
      tags     Tag[]
      notes    Note[]
    }
    model Tag {
      id    Int    @id @default(autoincrement())
      posts Post[]
    }
    model Note {
      id     Int  @id @default(autoincrement())
      post   Post @relation(fields: [postId], references: [id])
      postId Int
    }
    """


def lowered(text: str) -> Lowered:
    return compiled(text).lowered


def closed(of: Lowered) -> tuple[Reference, ...]:
    return closing(of, references(of))


def ordered(of: Lowered, sizes: Mapping[str, Size] | None = None) -> Order:
    return order(of, references(of), closed(of), sizes or {})


def related(of: Lowered, sizes: Mapping[str, Size] | None = None) -> Relations:
    return relations(of, references(of), closed(of), sizes or {})


def arrow(one: Reference) -> str:
    marks = [
        word
        for word, holds in (
            ("required", one.is_required),
            ("unique", one.is_unique),
            ("list", one.is_list),
            ("key", one.is_key),
        )
        if holds
    ]
    return " ".join(
        [f"{one.model}.{'+'.join(one.fields)} > {one.target}", *marks, str(one.on_delete)]
    )


# ---- references ---------------------------------------------------------------------------------


def test_foreign_keys_and_join_tables() -> None:
    assert list(map(arrow, references(lowered(ORDINARY)))) == [
        "Tenant.ownerId > User SetNull",
        "User.tenantId > Tenant required Cascade",
        "Post.authorId > User required Cascade",
        "Note.postId > Post required Restrict",
        "Post.tags.postId > Post required Cascade",
        "Post.tags.tagId > Tag required Cascade",
    ]


def test_a_key_that_stays_the_key_is_known_beforehand() -> None:
    text = """
        model Country {
          code   String @id
          cities City[]
          first  City   @relation("first", fields: [cityId], references: [slug])
          cityId String @unique
        }
        model City {
          slug    String   @id
          country Country  @relation(fields: [code], references: [code])
          code    String
          firstOf Country? @relation("first")
        }
        """
    of = lowered(text)
    assert list(map(arrow, references(of))) == [
        "Country.cityId > City required unique key Restrict",
        "City.code > Country required key Restrict",
    ]
    assert [wave.models for wave in ordered(of).waves] == [("City",), ("Country",)]
    assert list(map(arrow, closed(of))) == ["City.code > Country required key Restrict"]
    assert ordered(of).deferred == ()  # both keys are known before anything is inserted
    assert related(of).cycles == (Cycle(("Country", "City"), (), was_required=False),)


def test_lists_of_ids() -> None:
    text = """
        model Post {
          id     String   @id @default(auto()) @map("_id") @db.ObjectId
          tagIds String[] @db.ObjectId
          tags   Tag[]    @relation(fields: [tagIds], references: [id])
        }
        model Tag {
          id      String   @id @default(auto()) @map("_id") @db.ObjectId
          postIds String[] @db.ObjectId
          posts   Post[]   @relation(fields: [postIds], references: [id])
        }
        """
    of = compiled(text, head=datasource("mongodb")).lowered
    assert list(map(arrow, references(of))) == [
        "Post.tagIds > Tag list None",
        "Tag.postIds > Post list None",
    ]


def test_a_reference_that_a_comment_declares() -> None:
    of = lowered("""
        model User {
          id Int @id @default(autoincrement())
        }
        model Event {
          id      Int  @id @default(autoincrement())
          /// @convex.references(User)
          actorId Int?
        }
        """)
    assert list(map(arrow, references(of))) == ["Event.actorId > User None"]


# ---- order and rings ----------------------------------------------------------------------------


def test_waves_and_what_is_filled_last() -> None:
    found = ordered(lowered(ORDINARY))
    assert [(wave.number, *wave.models) for wave in found.waves] == [
        (1, "Tenant", "Tag"),
        (2, "User"),
        (3, "Post"),
        (4, "Note", "Post.tags"),
    ]
    assert list(map(arrow, found.deferred)) == ["Tenant.ownerId > User SetNull"]
    assert found.rows is None


def test_sizes_give_batches() -> None:
    of = lowered(
        "model A {\n  id Int @id\n}\nmodel B {\n  id Int @id\n}\nmodel C {\n  id Int @id\n}"
    )
    sizes = {"A": Size(16_001), "B": Size(16_000, 40 * 2**20)}
    found = ordered(of, sizes)
    assert [one.batches for one in found.imports] == [2, 3, None]
    assert found.rows is None
    assert ordered(of, {**sizes, "C": Size(0)}).rows == 32_001
    assert ordered(of, {"C": Size(0)}).imports[2].batches == 0


def test_rings() -> None:
    (ring,) = related(lowered(ORDINARY)).cycles
    assert ring.models == ("Tenant", "User")
    assert list(map(arrow, ring.broken_at)) == ["Tenant.ownerId > User SetNull"]
    assert not ring.was_required


def test_a_ring_of_required_keys() -> None:
    of = lowered("""
        model A {
          id  Int @id @default(autoincrement())
          b   B   @relation("ab", fields: [bId], references: [id])
          bId Int @unique
          bs  B[] @relation("ba")
        }
        model B {
          id  Int @id @default(autoincrement())
          a   A   @relation("ba", fields: [aId], references: [id], onDelete: NoAction)
          aId Int
          as  A?  @relation("ab")
        }
        """)
    (ring,) = related(of).cycles
    assert (ring.models, ring.was_required, len(ring.broken_at)) == (("A", "B"), True, 1)


def test_a_table_that_refers_to_itself() -> None:
    of = lowered("""
        model Folder {
          id       Int      @id @default(autoincrement())
          parent   Folder?  @relation("tree", fields: [parentId], references: [id])
          parentId Int?
          children Folder[] @relation("tree")
        }
        """)
    (ring,) = related(of).cycles
    assert ring.models == ("Folder",)
    assert [wave.models for wave in ordered(of).waves] == [("Folder",)]


# ---- deletes ------------------------------------------------------------------------------------


def test_what_a_delete_reaches() -> None:
    found = {one.model: one for one in related(lowered(ORDINARY)).cascades}
    assert list(found) == ["Tenant", "User", "Post", "Tag"]
    tenant = found["Tenant"]
    assert [reach.path for reach in tenant.deletes] == [
        ("Tenant", "User"),
        ("Tenant", "User", "Post"),
        ("Tenant", "User", "Post", "Post.tags"),
    ]
    assert [(reach.model, reach.action, reach.path) for reach in tenant.refused_by] == [
        ("Note", "Restrict", ("Tenant", "User", "Post", "Note"))
    ]
    assert [(reach.model, reach.path) for reach in found["User"].clears] == [
        ("Tenant", ("User", "Tenant"))
    ]
    # Its own `ownerId` is cleared: the owner is among its users.
    assert (tenant.counts, tenant.tables) == (ReachCounts(3, 1, 1), 4)
    assert (found["User"].counts, found["User"].tables) == (ReachCounts(2, 1, 1), 3)
    assert tenant.writes is None
    assert not tenant.exceeds_limit


@pytest.mark.parametrize("count", [50, 51])
def test_fifty_tables_are_listed_and_all_are_counted(count: int) -> None:
    keys = "aId Int\n  a A @relation(fields: [aId], references: [id], onDelete: Cascade)"
    models = "".join(f"model B{at} {{\n  id Int @id\n  {keys}\n}}\n" for at in range(count))
    backs = "".join(f"  b{at} B{at}[]\n" for at in range(count))
    (found,) = related(lowered(f"model A {{\n  id Int @id\n{backs}}}\n{models}")).cascades
    assert [reach.model for reach in found.deletes] == [f"B{at}" for at in range(50)]
    assert (found.counts, found.tables) == (ReachCounts(count, 0, 0), count)


def test_rows_tell_how_many_documents_a_delete_writes() -> None:
    of = lowered(ORDINARY)
    rows = {"Tenant": 10, "User": 1_000, "Post": 100_000, "Tag": 5, "Note": 1, "Post.tags": 50_000}
    found = {one.model: one for one in related(of, {k: Size(v) for k, v in rows.items()}).cascades}
    assert found["Tenant"].writes == 1 + 100 + 10_000 + 5_000
    assert not found["Tenant"].exceeds_limit
    rows["Post"] = 110_000
    found = {one.model: one for one in related(of, {k: Size(v) for k, v in rows.items()}).cascades}
    assert found["Tenant"].writes == 16_101
    assert found["Tenant"].exceeds_limit
    del rows["Post.tags"]
    found = {one.model: one for one in related(of, {k: Size(v) for k, v in rows.items()}).cascades}
    assert found["Tenant"].writes is None
    assert not found["Tenant"].exceeds_limit
    rows["Post"] = 160_001
    found = {one.model: one for one in related(of, {k: Size(v) for k, v in rows.items()}).cascades}
    assert found["Tenant"].writes is None
    assert found["Tenant"].exceeds_limit, "what is known is over the limit already"


def test_hubs_and_chains() -> None:
    found = related(lowered(ORDINARY))
    assert found.hubs == ()
    assert found.chains == (
        ("Note", "Post", "User", "Tenant"),
        ("Post.tags", "Post", "User", "Tenant"),
    )
    assert found.joins == ("Post.tags",)


# ---- clusters -----------------------------------------------------------------------------------


def grouped(of: Lowered) -> dict[str, tuple[str, ...]]:
    return {one.name: one.models for one in clusters(of, references(of))}


def test_tables_that_belong_together() -> None:
    assert grouped(lowered(ORDINARY)) == {
        "Tenant": ("Tenant", "User", "Post", "Note", "Post.tags"),
        "others": ("Tag",),
    }


def test_namespaces_are_groups() -> None:
    head = 'datasource db {\n  provider = "postgresql"\n  schemas = ["auth", "shop"]\n}\n'
    models = "".join(
        f'model {name} {{\n  id Int @id\n  @@schema("{space}")\n}}\n'
        for name, space in (("A", "auth"), ("B", "shop"), ("C", "auth"))
    )
    assert grouped(compiled_files({"s.prisma": head + models}).lowered) == {
        "auth": ("A", "C"),
        "shop": ("B",),
    }


# ---- laws ---------------------------------------------------------------------------------------


@given(schemas())
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_laws(schema: SchemaText) -> None:
    compilation = compile_schema([SourceFile("schema.prisma", schema.text)])
    if isinstance(compilation, Invalid):
        return
    of = compilation.lowered
    edges = references(of)
    late, found = closed(of), ordered(of)
    names = homes(of)
    wave = {model: one.number for one in found.waves for model in one.models}
    assert sorted(wave) == sorted(names)
    for one in edges:
        if one.target in wave and one not in late:
            assert wave[one.model] > wave[one.target]
    assert found.deferred == tuple(one for one in late if not one.is_key)
    assert not any(one.is_required for one in found.deferred)
    members = [model for one in clusters(of, edges) for model in one.models]
    assert sorted(members) == sorted(names)
    for cascade in relations(of, edges, late, {}).cascades:
        for reach in (*cascade.deletes, *cascade.clears, *cascade.refused_by):
            assert reach.path[0] == cascade.model
            assert reach.path[-1] == reach.model


def test_what_a_delete_reaches_is_counted_whole_where_the_nearest_are_listed() -> None:
    """Sizes make it look at all; without them it stops at what is listed."""
    size = 120
    models = ["model M0 {\n  id Int @id\n  n M1[]\n}\n"]
    for at in range(1, size):
        action = "SetNull" if at == size - 1 else "Cascade"
        mark = "?" if action == "SetNull" else ""
        following = f"  n M{at + 1}[]\n" if at < size - 1 else ""
        models.append(
            f"model M{at} {{\n  id Int @id\n  k Int{mark}\n{following}"
            f"  p M{at - 1}{mark} @relation(fields: [k], references: [id], onDelete: {action})\n}}\n"
        )
    of = compiled("".join(models)).lowered
    edges = references(of)
    sizes = {name: Size(rows=10) for name in of.models}
    for found in (cascades(of, edges, {})[0], cascades(of, edges, sizes)[0]):
        assert found.model == "M0"
        assert found.counts == ReachCounts(deletes=size - 2, clears=1, refused_by=0)
        assert found.tables == size - 1
        assert [one.model for one in found.deletes] == [f"M{at}" for at in range(1, 51)]
        assert [one.model for one in found.clears] == [f"M{size - 1}"]
        assert found.clears[0].path[-2:] == (f"M{size - 2}", f"M{size - 1}")


NO_ACTION = """
model Post {
  id       Int       @id
  comments Comment[]
}
model Comment {
  id     Int  @id
  post   Post @relation(fields: [postId], references: [id], onDelete: NoAction)
  postId Int
  @@index([postId])
}
"""


@pytest.mark.parametrize(("mode", "refused"), [("foreignKeys", 1), ("prisma", 0)])
def test_no_action_refuses_only_where_a_database_checks(mode: str, refused: int) -> None:
    head = datasource("mysql", relationMode=f'"{mode}"')
    found = related(compiled(NO_ACTION, head=head).lowered)
    assert sum(one.counts.refused_by for one in found.cascades) == refused
