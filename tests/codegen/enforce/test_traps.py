"""What goes wrong in code that checks and then writes: each of these did, somewhere.

Long, as each trap is tried on every provider.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.enforcing import UNDEFINED, Json, emit, runtime

HEAD = 'datasource db {\n  provider = "PROVIDER"\n}\n'
SCHEMA = """
model Org {
  id    Int    @id @default(autoincrement())
  slug  String @unique
  users User[]
}
model User {
  id        Int       @id @default(autoincrement())
  orgId     Int
  org       Org       @relation(fields: [orgId], references: [id], onDelete: Cascade)
  email     String?   @unique
  name      String    @default("nobody")
  role      String    @default("member")
  createdAt DateTime  @default(now())
  updatedAt DateTime  @updatedAt
  posts     Post[]
}
model Post {
  id       Int     @id @default(autoincrement())
  authorId Int
  author   User    @relation(fields: [authorId], references: [id], onDelete: Cascade)
  parentId Int?
  parent   Post?   @relation("tree", fields: [parentId], references: [id], onDelete: Cascade)
  children Post[]  @relation("tree")
  likes    Like[]
}
model Like {
  id     Int  @id @default(autoincrement())
  postId Int
  post   Post @relation(fields: [postId], references: [id], onDelete: Restrict)
}
"""
SETTLED = "(all) => Promise.allSettled(all).then((found) => found.map(({ reason }) => reason?.data?.code ?? 'ok'))"


def _loaded(
    folder: Path, schema: str = SCHEMA, provider: str = "postgresql", limits: Any = None
) -> None:
    emit(folder, HEAD.replace("PROVIDER", provider) + schema)
    runtime().load(folder, limits)


# ---- concurrency, atomicity ---------------------------------------------------------------------


def test_two_writes_at_once(tmp_path: Path) -> None:
    _loaded(tmp_path)
    assert runtime().script(f"""
    const db = api.enforce.enforce(ctx.db), settled = {SETTLED};
    return [await settled([1, 2].map(() => db.insert("orgs", {{ slug: "a" }}))), (await ctx.db.query("orgs").collect()).length];
    """) == [["ok", "P2002"], 1]


def test_two_writers_of_one_db(tmp_path: Path) -> None:
    _loaded(tmp_path)
    assert runtime().script(f"""
    const {{ enforce }} = api.enforce, settled = {SETTLED};
    const twice = enforce(enforce(ctx.db));
    return await settled([enforce(ctx.db).insert("orgs", {{ slug: "a" }}), twice.insert("orgs", {{ slug: "a" }})]);
    """) == ["ok", "P2002"]


def test_the_table_call_enforces_too_and_nothing_else_leads_around(tmp_path: Path) -> None:
    _loaded(tmp_path)
    assert (
        runtime().script(f"""
    const db = api.enforce.enforce(ctx.db), settled = {SETTLED};
    const id = await db.table("orgs").insert({{ slug: "a" }});
    const found = await settled([
      db.table("orgs").insert({{ slug: "a" }}),
      db.table("orgs").replace(id, {{}}),
      db.table("users").patch(id, {{}}),
    ]);
    const names = Object.keys(db).filter((name) => !["system", "vars"].includes(name)).sort();
    await db.table("orgs").delete(id);
    return [found, names, (await db.table("orgs").query().collect()).length];
    """)
        == [
            ["P2002", "P2011", "P2025"],
            ["delete", "get", "insert", "normalizeId", "patch", "query", "replace", "table"],
            0,
        ]
    )


def test_a_refused_delete_leaves_nothing_even_if_caught(tmp_path: Path) -> None:
    _loaded(tmp_path)
    found = runtime().script("""
    const db = api.enforce.enforce(ctx.db);
    const orgId = await db.insert("orgs", { slug: "a" });
    const users = [];
    for (const email of ["1", "2", "3"]) users.push(await db.insert("users", { orgId, email }));
    const posts = [];
    for (const authorId of users) posts.push(await db.insert("posts", { authorId }));
    await db.insert("likes", { postId: posts[2] });
    let code = "none";
    try { await db.delete("orgs", orgId); } catch (error) {
      code = [error.data.code, error.data.meta, api.enforce.isViolation(error, "P2003"), api.enforce.isViolation(error, "P2002")];
    }
    return [code, (await db.query("users").collect()).length, (await db.query("posts").collect()).length];
    """)
    assert found[0] == [
        "P2003",
        {
            "modelName": "Like",
            "table": "likes",
            "target": ["postId"],
            "constraint": "Like_postId_fkey",
        },
        True,
        False,
    ]
    assert found[1:] == [3, 3]


def test_writes_after_a_refused_one_go_on(tmp_path: Path) -> None:
    _loaded(tmp_path)
    ours = runtime()
    org = ours.insert("orgs", {"slug": "a"})
    assert ours.code("insert", "orgs", {"slug": "a"}) == "P2002"
    assert ours.code("patch", "orgs", org, {"slug": "b"}) == "ok"
    assert ours.code("insert", "orgs", {"slug": "a"}) == "ok"


def test_what_is_gone_is_gone(tmp_path: Path) -> None:
    _loaded(tmp_path)
    ours = runtime()
    org = ours.insert("orgs", {"slug": "a"})
    user = ours.insert("users", {"orgId": org})
    assert ours.code("delete", "orgs", org) == "ok"
    calls: list[tuple[Any, ...]] = [
        ("delete", "users", user),
        ("patch", "users", user, {}),
        ("delete", user),
        ("patch", user, {"name": "x"}),
    ]
    for call in calls:
        assert ours.code(*call) == "P2025"
    assert ours.code("insert", "users", {"orgId": org}) == "P2003"


# ---- defaults, nulls, replace, patch ------------------------------------------------------------


def test_what_an_insert_leaves_out(tmp_path: Path) -> None:
    _loaded(tmp_path)
    ours = runtime()
    org = ours.insert("orgs", {"slug": "a"})
    ours.insert("users", {"orgId": org})
    ours.insert("users", {"orgId": org, "email": None, "name": "Ann"})
    first, second = ours.rows()["users"]
    assert (first["email"], first["name"], first["role"]) == (None, "nobody", "member")
    assert second["name"] == "Ann"
    assert first["createdAt"] > 1.7e12
    assert first["updatedAt"] > 1.7e12
    assert ours.code("insert", "users", {}) == "P2011"


def test_updated_at(tmp_path: Path) -> None:
    _loaded(tmp_path)
    ours = runtime()
    org = ours.insert("orgs", {"slug": "a"})
    user = ours.insert("users", {"orgId": org, "updatedAt": 5})
    assert ours.rows()["users"][0]["updatedAt"] == 5
    ours.write("patch", "users", user, {})
    assert ours.rows()["users"][0]["updatedAt"] == 5
    ours.write("patch", "users", user, {"name": "x", "updatedAt": 7})
    assert ours.rows()["users"][0]["updatedAt"] == 7
    ours.write("patch", "users", user, {"name": "y"})
    assert ours.rows()["users"][0]["updatedAt"] > 1.7e12
    row = {key: value for key, value in ours.rows()["users"][0].items() if not key.startswith("_")}
    ours.write("patch", "users", user, {"updatedAt": 9})
    ours.write("replace", "users", user, {**row, "updatedAt": 9})
    assert ours.rows()["users"][0]["updatedAt"] > 1.7e12


def test_replace_fills_nothing_in_and_checks_everything(tmp_path: Path) -> None:
    _loaded(tmp_path)
    ours = runtime()
    org = ours.insert("orgs", {"slug": "a"})
    ours.insert("orgs", {"slug": "b"})
    user = ours.insert("users", {"orgId": org, "email": "1"})
    whole = {"orgId": org, "email": "1", "name": "n", "role": "r", "createdAt": 1, "updatedAt": 1}
    assert ours.code("replace", "users", user, {**whole, "role": None}) == "P2011"
    assert (
        ours.code("replace", "users", user, {k: v for k, v in whole.items() if k != "role"})
        == "P2011"
    )
    assert ours.code("replace", "users", user, whole) == "ok"
    assert ours.code("replace", "orgs", org, {"slug": "b"}) == "P2002"


def test_null_undefined_and_absent_are_one(tmp_path: Path) -> None:
    schema = """
model A {
  id  Int     @id @default(autoincrement())
  /// @convex.nullable(both)
  key String?
  b   String
  @@unique([key, b])
}
"""
    _loaded(tmp_path, schema, "sqlserver")
    ours = runtime()
    first = ours.insert("as", {"key": None, "b": "x"})
    assert ours.code("insert", "as", {"b": "x"}) == "P2002"
    ours.script(f'await ctx.db.patch("as", "{first}", {{ key: undefined }});')
    assert ours.code("insert", "as", {"key": None, "b": "x"}) == "P2002"


OMITTED = """
model A {
  id    Int      @id @default(autoincrement())
  name  String
  /// @convex.nullable(optional)
  gone  String?
  /// @convex.nullable(both)
  both  String?
  note  String?
  data  Json?
  tags  String[]
  at    DateTime @updatedAt
}
"""
EMPTY: dict[str, Json] = {"both": None, "note": None, "data": None, "tags": []}


def test_what_an_insert_leaves_out_is_what_prisma_stored(tmp_path: Path) -> None:
    _loaded(tmp_path, OMITTED)
    ours = runtime()
    ours.insert("as", {"name": "a"})
    ours.insert("as", {"name": "a", **dict.fromkeys(("gone", *EMPTY), UNDEFINED)})
    for row in ours.rows()["as"]:
        assert {key: row.get(key, "absent") for key in ("gone", *EMPTY)} == {
            "gone": "absent",
            **EMPTY,
        }
    assert ours.code("insert", "as", {"note": "b"}) == "P2011"


def test_a_patch_passes_over_what_is_undefined_and_null_is_no_value(tmp_path: Path) -> None:
    _loaded(tmp_path, OMITTED)
    ours = runtime()
    given = {"name": "a", "gone": "g", "both": "b", "note": "n", "data": 1, "tags": ["t"]}
    row = ours.insert("as", given)
    ours.script(f'await ctx.db.patch("as", "{row}", {{ at: 1 }});')
    assert ours.write("patch", "as", row, dict.fromkeys(given, UNDEFINED)) == {}
    [kept] = ours.rows()["as"]
    assert {key: kept[key] for key in given} == given
    assert kept["at"] == 1
    cleared = dict.fromkeys(("gone", "both", "note", "data"))
    assert ours.write("patch", "as", row, {**cleared, "name": UNDEFINED}) == {}
    [kept] = ours.rows()["as"]
    assert {key: kept.get(key, "absent") for key in cleared} == {**cleared, "gone": "absent"}
    assert kept["name"] == "a"
    assert kept["at"] > 1
    assert ours.code("patch", "as", row, {"name": None}) == "P2011"


def test_duplicates_that_came_by_an_import(tmp_path: Path) -> None:
    _loaded(tmp_path)
    ours = runtime()
    ours.script('for (const n of [1, 2, 3]) await ctx.db.insert("orgs", { slug: "a" });')
    first, second, _ = (row["_id"] for row in ours.rows()["orgs"])
    assert ours.code("patch", "orgs", first, {"slug": "a"}) == "ok"
    assert ours.code("patch", "orgs", first, {"slug": "b"}) == "ok"
    assert ours.code("patch", "orgs", first, {"slug": "a"}) == "P2002"
    assert ours.code("delete", "orgs", second) == "ok"


# ---- SetDefault ---------------------------------------------------------------------------------


def test_set_default(tmp_path: Path) -> None:
    schema = """
model State {
  code  String @id
  tasks Task[]
}
model Task {
  id        Int    @id @default(autoincrement())
  stateCode String @default("todo")
  state     State  @relation(fields: [stateCode], references: [code], onDelete: SetDefault)
  rank      Int
  @@unique([stateCode, rank])
}
"""
    _loaded(tmp_path, schema)
    ours = runtime()
    done = ours.insert("states", {"code": "done"})
    first = ours.insert("tasks", {"stateCode": "done", "rank": 1})
    assert ours.code("delete", "states", done) == "P2003"  # the default's row is missing
    todo = ours.insert("states", {"code": "todo"})
    second = ours.insert("tasks", {"rank": 1})
    assert ours.code("delete", "states", done) == "P2002"  # it collides
    assert ours.code("delete", "states", todo) == "P2003"  # the default's own row
    ours.write("delete", "tasks", second)
    assert ours.code("delete", "states", done) == "ok"
    assert [(row["_id"], row["stateCode"]) for row in ours.rows()["tasks"]] == [(first, "todo")]


# ---- values -------------------------------------------------------------------------------------

VALUES = """
model V {
  id  Int       @id @default(autoincrement())
  d   Decimal?  @unique @db.Decimal(10, 2)
  n   Decimal?  @unique
  c   String?   @unique @db.Char(5)
  u   String?   @unique @db.Uuid
  f   Float?    @unique
  s   String?   @db.VarChar(3)
  day DateTime? @db.Date
  at  DateTime? @db.Time(0)
  i   Int?
}
"""


def test_a_zero_with_a_sign_is_the_zero_that_a_row_has(tmp_path: Path) -> None:
    """The patch leaves the number as it was, but for its sign: the key that it is in is looked up by 0 all the same."""
    _loaded(
        tmp_path,
        "model Gauge {\n  id Int @id @default(autoincrement())\n  n Float\n  text String\n  @@unique([n, text])\n}\n",
    )
    assert runtime().script(f"""
    const db = api.enforce.enforce(ctx.db), settled = {SETTLED};
    await db.insert("gauges", {{ n: 0, text: "x" }});
    const id = await db.insert("gauges", {{ n: 0, text: "y" }});
    const patched = await settled([db.patch("gauges", id, {{ n: -0, text: "x" }})]);
    await db.patch("gauges", id, {{ n: -0, text: "z" }});
    const row = await ctx.db.get(id);
    return [patched, Object.is(row.n, 0), row.text];
    """) == [["P2002"], True, "z"]


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("d", "1.0", "1.00"),
        ("d", "1.005", "1.01"),
        ("n", "1.50", "15e-1"),
        ("c", "ab", "ab   "),
        ("u", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        ("f", 0, {"$": "number", "of": "-0"}),
        ("f", {"$": "number", "of": "NaN"}, {"$": "number", "of": "NaN"}),
    ],
)
def test_one_value_in_two_spellings(tmp_path: Path, field: str, one: Any, other: Any) -> None:
    _loaded(tmp_path, VALUES)
    assert runtime().code("insert", "vs", {field: one}) == "ok"
    assert runtime().code("insert", "vs", {field: other}) == "P2002"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("d", "99999999.994", "ok"), ("d", "99999999.995", "P2020"), ("d", "12,50", "P2020"), ("d", "", "P2020"),
        ("s", "😀😀😀", "ok"), ("s", "abcd", "P2000"), ("s", "abc   ", "ok"), ("s", "a\0", "P2000"),
        ("day", "2024-02-29", "ok"), ("day", "2024-02-30", "P2020"), ("day", "2024-02-29T10:00:00Z", "P2020"),
        ("at", "23:59:59", "ok"), ("at", "24:00:00", "P2020"), ("u", "x", "P2020"),
        ("i", 2147483647, "ok"), ("i", 2147483648, "P2020"), ("i", 1.5, "P2020"),
    ],
)  # fmt: skip  # a table
def test_bounds(tmp_path: Path, field: str, value: Any, code: str) -> None:
    _loaded(tmp_path, VALUES)
    assert runtime().code("insert", "vs", {field: value}) == code


# ---- large deletes ------------------------------------------------------------------------------

TREE = """
const orgId = await ctx.db.insert("orgs", { slug: "a" });
let n = 0;
for (let u = 0; u < USERS; u += 1) {
  const authorId = await ctx.db.insert("users", { orgId, email: null, name: "n", role: "r", createdAt: 1, updatedAt: 1 });
  let parentId = null;
  for (let p = 0; p < 3; p += 1) parentId = await ctx.db.insert("posts", { authorId, parentId });
}
return orgId;
"""


def _dangling(rows: dict[str, list[dict[str, Any]]]) -> int:
    there = {row["_id"] for table in rows.values() for row in table}
    keys = ("orgId", "authorId", "parentId", "postId")
    return sum(
        row.get(key) is not None and row[key] not in there
        for t in rows.values()
        for row in t
        for key in keys
    )


def test_a_delete_that_is_too_large_is_refused_and_done_in_batches(tmp_path: Path) -> None:
    _loaded(tmp_path, limits={"databaseQueries": 4096})
    ours = runtime()
    org = ours.script(TREE.replace("USERS", "8"))
    answers = []
    for _ in range(40):
        answers.append(
            ours.script(
                f'return await api.enforce.deleteInBatches(ctx.db, "orgs", "{org}", {{ rows: 7 }});'
            )
        )
        assert _dangling(ours.rows()) == 0
        if answers[-1]["isDone"]:
            break
    assert answers[-1]["isDone"]
    assert len(answers) >= 4
    assert sum(one["written"] for one in answers) == 1 + 8 * 4
    assert [len(ours.rows()[table]) for table in ("orgs", "users", "posts")] == [0, 0, 0]


def test_a_delete_beyond_the_limits(tmp_path: Path) -> None:
    _loaded(tmp_path)
    ours = runtime()
    org = ours.script(TREE.replace("USERS", "500"))
    found = ours.write("delete", "orgs", org)
    assert found["code"] == "TooManyRows"
    assert "deleteInBatches" in found["meta"]["help"]
    assert len(ours.rows()["users"]) == 500


def test_batches_meet_a_restrict(tmp_path: Path) -> None:
    _loaded(tmp_path)
    ours = runtime()
    org = ours.script(TREE.replace("USERS", "2"))
    ours.insert("likes", {"postId": ours.rows()["posts"][0]["_id"]})
    found = ours.script(f"""
    try {{ await api.enforce.deleteInBatches(ctx.db, "orgs", "{org}", {{ rows: 50 }}); }} catch (error) {{ return error.data.code; }}
    """)
    assert found == "P2003"
    assert _dangling(ours.rows()) == 0


def test_a_ring_goes_at_once(tmp_path: Path) -> None:
    _loaded(tmp_path)
    ours = runtime()
    ours.script(TREE.replace("USERS", "1"))
    first, _, last = (row["_id"] for row in ours.rows()["posts"])
    ours.script(f'await ctx.db.patch("posts", "{first}", {{ parentId: "{last}" }});')
    step = (
        f'return await api.enforce.deleteInBatches(ctx.db, "posts", "{first}", {{ rows: ROWS }});'
    )
    refused = ours.script(
        f"try {{ {step.replace('ROWS', '2')} }} catch (error) {{ return error.data.code; }}"
    )
    assert refused == "TooManyRows"
    assert ours.script(step.replace("ROWS", "3")) == {"isDone": True, "written": 3}
    assert ours.rows()["posts"] == []


# ---- what came in another way -------------------------------------------------------------------


def test_verify_finds_what_came_in_another_way(tmp_path: Path) -> None:
    _loaded(tmp_path)
    ours = runtime()
    ours.script("""
    const orgId = await ctx.db.insert("orgs", { slug: "a" });
    await ctx.db.insert("orgs", { slug: "a" });
    const user = { orgId, email: null, name: "n", role: "r", createdAt: 1, updatedAt: 1 };
    const gone = await ctx.db.insert("users", user);
    await ctx.db.insert("posts", { authorId: gone, parentId: null });
    await ctx.db.delete("users", gone);
    """)
    page = 'const {{ broken, isDone }} = await api.enforce.violationsIn(ctx.db, "{0}", {{ cursor: null, numItems: 50 }}); return [broken.map((one) => [one.code, one.constraint]), isDone];'
    assert ours.script(page.format("orgs")) == [[["P2002", "Org_slug_key"]] * 2, True]
    assert ours.script(page.format("posts")) == [[["P2003", "Post_authorId_fkey"]], True]
    assert ours.script(page.format("users")) == [[], True]
    assert ours.script("return api.enforce.enforcedTables();") == [
        "orgs",
        "users",
        "posts",
        "likes",
    ]


# ---- relationMode = "prisma" --------------------------------------------------------------------


def test_emulated_relations(tmp_path: Path) -> None:
    head = HEAD.replace('"PROVIDER"', '"postgresql"\n  relationMode = "prisma"')
    without = [line for line in SCHEMA.splitlines() if '"tree"' not in line]  # it would be a circle
    emit(tmp_path, head + "\n".join(without))
    runtime().load(tmp_path)
    ours = runtime()
    org = ours.insert("orgs", {"slug": "a"})
    user = ours.insert("users", {"orgId": org})
    post = ours.insert("posts", {"authorId": user})
    like = ours.insert("likes", {"postId": post})
    assert ours.code("delete", "orgs", org) == "P2014"
    ours.write("delete", "likes", like)
    assert ours.code("delete", "orgs", org) == "ok"
    assert ours.code("insert", "posts", {"authorId": user}) == "ok"  # no database checks it
