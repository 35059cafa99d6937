"""Whose a row is: the key, each table's place, the missing indexes, what is global, what would leak.

Long, as each way in which rows belong has its schema.
"""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prisma_schema_parser import SourceFile, load
from prisma_to_convex.analysis.facts import GlobalUnique, Owned, Tenancy
from prisma_to_convex.analysis.owners.tenancy import found_tenancy
from prisma_to_convex.analysis.references import homes, references
from prisma_to_convex.analysis.secrets import secrets
from prisma_to_convex.compiler import Compilation, Invalid, compile_schema
from prisma_to_convex.options.settings import Options
from strategies import SchemaText, schemas
from support.compiling import POSTGRESQL, datasource
from support.places import ROOT

CRM = ROOT / "samples" / "crm" / "schema.prisma"


def found(text: str, *, key: str = "", head: str = POSTGRESQL) -> Tenancy | None:
    sources = [SourceFile("schema.prisma", head + dedent(text))]
    compilation = compile_schema(sources, Options(tenant_key=key))
    assert isinstance(compilation, Compilation), compilation
    lowered = compilation.lowered
    return found_tenancy(lowered, references(lowered), secrets(lowered))


def known(text: str, *, key: str = "", head: str = POSTGRESQL) -> Tenancy:
    result = found(text, key=key, head=head)
    assert result is not None
    return result


def lines(of: Tenancy) -> list[str]:
    """`model: ownership key path index`, what is empty left out."""
    return [
        " ".join(
            part
            for part in (
                f"{one.model}:",
                one.ownership,
                one.key,
                ">".join(one.path),
                one.index_name,
            )
            if part
        )
        for one in of.owned
    ]


TEAMS = """
model Organization {
  id       Int       @id @default(autoincrement())
  slug     String    @unique
  members  Member[]
  projects Project[]
  theme    Theme?
  notes    Note[]
}
model User {
  id      Int      @id @default(autoincrement())
  email   String   @unique
  members Member[]
}
model Member {
  id             Int          @id @default(autoincrement())
  organizationId Int
  organization   Organization @relation(fields: [organizationId], references: [id])
  userId         Int
  user           User         @relation(fields: [userId], references: [id])
}
model Project {
  id             Int           @id @default(autoincrement())
  organizationId Int
  organization   Organization  @relation(fields: [organizationId], references: [id])
  number         Int           @unique
  token          String        @unique
  stripeId       String        @unique
  externalId     String        @unique
  tasks          Task[]
  labels         Label[]

  @@unique([organizationId, number])
}
model Task {
  id        Int       @id @default(autoincrement())
  projectId Int
  project   Project   @relation(fields: [projectId], references: [id])
  code      String
  number    Int
  body      String
  data      Json
  comments  Comment[]

  @@unique([projectId, number])
  @@unique([code])
}
model Comment {
  id     Int   @id @default(autoincrement())
  taskId Int?
  task   Task? @relation(fields: [taskId], references: [id])
}
model Theme {
  id    Int          @id @default(autoincrement())
  orgId Int          @unique
  org   Organization @relation(fields: [orgId], references: [id])
}
model Note {
  id             Int           @id @default(autoincrement())
  organizationId Int?
  organization   Organization? @relation(fields: [organizationId], references: [id])
}
model Label {
  id       Int       @id @default(autoincrement())
  projects Project[]
}
model Audit {
  id             Int  @id @default(autoincrement())
  organizationId Int?
}
model Country {
  code String @id
}
"""


def test_each_table_has_one_place() -> None:
    result = known(TEAMS)
    assert (result.key, result.root, result.is_configured, result.is_user) == (
        "organizationId",
        "Organization",
        False,
        False,
    )
    assert lines(result) == [
        "Organization: tenant",
        "User: shared",
        "Member: direct organizationId by_organizationId",
        "Project: direct organizationId by_organizationId_and_number",
        "Task: parents Task>Project",
        "Comment: parents Comment>Task>Project",
        "Theme: direct orgId by_orgId",
        "Note: optional organizationId by_organizationId",
        "Label: shared",
        "Audit: optional organizationId",
        "Country: shared",
        "Label.projects: parents Label.projects>Project",
    ]


def test_a_key_without_an_index() -> None:
    assert known(TEAMS).without_index == (
        Owned(model="Audit", ownership="optional", key="organizationId", path=(), index_name=""),
    )


def test_uniques_that_hold_over_all_tenants() -> None:
    """Not the token (random), nor the id of another service, nor what a parent of a tenant is in."""
    assert known(TEAMS).global_uniques == (
        GlobalUnique("Project", "@unique", ("number",)),
        GlobalUnique("Project", "@unique", ("externalId",)),
        GlobalUnique("Task", "@@unique([code])", ("code",)),
    )


def test_what_would_leak() -> None:
    assert [(one.model, one.fields) for one in known(TEAMS).leaks] == [
        ("Project", (("token", "token"),)),
        ("Task", (("body", "free text"), ("data", "JSON"))),
    ]


def test_a_key_may_be_configured() -> None:
    result = known(TEAMS, key="projectId")
    assert (result.key, result.root, result.is_configured) == ("projectId", "Project", True)
    assert lines(result)[3:6] == [
        "Project: tenant",
        "Task: direct projectId by_projectId_and_number",
        "Comment: parents Comment>Task",
    ]


def test_a_configured_key_without_relations() -> None:
    result = known(
        "model A {\n id Int @id\n clinic Int\n}\nmodel B {\n id Int @id\n}", key="clinic"
    )
    assert (result.key, result.root, lines(result)) == (
        "clinic",
        "",
        ["A: direct clinic", "B: shared"],
    )


def test_users_own_what_no_team_does() -> None:
    result = known(
        """
        model User {
          id       Int    @id @default(autoincrement())
          posts    Post[]
          reviewed Post[] @relation("reviewer")
        }
        model Post {
          id         Int    @id @default(autoincrement())
          slug       String @unique
          reviewerId Int
          reviewer   User   @relation("reviewer", fields: [reviewerId], references: [id])
          authorId   Int
          author     User   @relation(fields: [authorId], references: [id])
          parts      Part[]
        }
        model Part {
          id     Int  @id @default(autoincrement())
          postId Int
          post   Post @relation(fields: [postId], references: [id])
        }
        """.replace("Post[]\n", 'Post[] @relation("a")\n', 1).replace(
            "@relation(fields: [authorId]", '@relation("a", fields: [authorId]'
        )
    )
    assert (result.key, result.root, result.is_user) == ("authorId", "User", True)
    assert lines(result) == [
        "User: tenant",
        "Post: direct authorId by_authorId",
        "Part: parents Part>Post",
    ]
    assert result.global_uniques == ()


def test_users_may_be_elsewhere() -> None:
    result = known("model Note {\n id Int @id\n userId String\n}")
    assert (result.key, result.root, result.is_user) == ("userId", "", True)
    assert lines(result) == ["Note: direct userId"]


def test_nobody_owns_a_thing() -> None:
    assert found("model Country {\n code String @id\n}") is None


def test_an_account_of_many_a_user_is_no_tenant() -> None:
    result = known("""
        model User {
          id       Int       @id @default(autoincrement())
          accounts Account[]
          goals    Goal[]
        }
        model Account {
          id      Int     @id @default(autoincrement())
          userId  Int
          user    User    @relation(fields: [userId], references: [id])
          entries Entry[]
        }
        model Entry {
          id        Int     @id @default(autoincrement())
          accountId Int
          account   Account @relation(fields: [accountId], references: [id])
        }
        model Goal {
          id     Int  @id @default(autoincrement())
          userId Int
          user   User @relation(fields: [userId], references: [id])
        }
        """)
    assert (result.key, result.is_user) == ("userId", True)


def test_the_key_of_another_name_is_known_by_the_relation() -> None:
    """The tenants' model may be called anything where its keys are not."""
    result = known("""
        model Project {
          id    Int    @id @default(autoincrement())
          links Link[]
          tags  Tag[]
          users User[] @relation("default")
        }
        model Link {
          id          Int     @id @default(autoincrement())
          workspaceId Int
          workspace   Project @relation(fields: [workspaceId], references: [id])
        }
        model Tag {
          id        Int      @id @default(autoincrement())
          projectId Int?
          project   Project? @relation(fields: [projectId], references: [id])
        }
        model User {
          id        Int      @id @default(autoincrement())
          defaultId Int?
          default   Project? @relation("default", fields: [defaultId], references: [id])
        }
        """)
    assert lines(result) == [
        "Project: tenant",
        "Link: direct workspaceId by_workspaceId",
        "Tag: optional projectId by_projectId",
        "User: shared",
    ]


PARENTS = """
model Tenant {
  id        Int        @id @default(autoincrement())
  templates Template[]
  forms     Form[]
  settings  Settings?  @relation(fields: [settingsId], references: [id])
  settingsId Int?      @unique
}
model Settings {
  id     Int     @id @default(autoincrement())
  tenant Tenant?
}
model Template {
  id       Int     @id @default(autoincrement())
  tenantId Int?
  tenant   Tenant? @relation(fields: [tenantId], references: [id])
  items    Item[]
}
model Form {
  id       Int    @id @default(autoincrement())
  tenantId Int
  tenant   Tenant @relation(fields: [tenantId], references: [id])
  items    Item[]
}
model Item {
  id         Int      @id @default(autoincrement())
  templateId Int
  template   Template @relation(fields: [templateId], references: [id])
  formId     Int
  form       Form     @relation(fields: [formId], references: [id])
}
model Log {
  id           Int  @id @default(autoincrement())
  formId       Int
  lastItemId   Int?
}
model Trace {
  id           Int  @id @default(autoincrement())
  lastItemId   Int?
}
"""


def test_the_surest_way_to_an_owner() -> None:
    """A required key before an optional one; a 1-1 by its owner; names where there is no relation."""
    assert lines(known(PARENTS)) == [
        "Tenant: tenant",
        "Settings: parents Settings>Tenant",
        "Template: optional tenantId by_tenantId",
        "Form: direct tenantId by_tenantId",
        "Item: parents Item>Form",
        "Log: parents Log>Form",
        "Trace: shared",
    ]


def test_composite_keys_carry_the_tenant() -> None:
    result = known("""
        model Tenant {
          id   Int    @id @default(autoincrement())
          tags Tag[]
        }
        model Tag {
          tenantId Int
          name     String
          tenant   Tenant  @relation(fields: [tenantId], references: [id])
          uses     Use[]

          @@id([tenantId, name])
        }
        model Use {
          id       Int    @id @default(autoincrement())
          tenantId Int
          name     String
          tag      Tag    @relation(fields: [tenantId, name], references: [tenantId, name])
        }
        """)
    assert lines(result) == [
        "Tenant: tenant",
        "Tag: direct tenantId by_tenantId_and_name",
        "Use: direct tenantId by_tenantId_and_name",
    ]


def test_a_list_of_tenants_is_no_key() -> None:
    result = known(
        """
        model Tenant {
          id      String   @id @default(auto()) @map("_id") @db.ObjectId
          userIds String[] @db.ObjectId
          users   User[]   @relation(fields: [userIds], references: [id])
          rooms   Room[]
        }
        model User {
          id        String   @id @default(auto()) @map("_id") @db.ObjectId
          tenantIds String[] @db.ObjectId
          tenants   Tenant[] @relation(fields: [tenantIds], references: [id])
        }
        model Room {
          id       String @id @default(auto()) @map("_id") @db.ObjectId
          tenantId String @db.ObjectId
          tenant   Tenant @relation(fields: [tenantId], references: [id])
        }
        """,
        head=datasource("mongodb"),
    )
    assert lines(result) == [
        "Tenant: tenant",
        "User: shared",
        "Room: direct tenantId by_tenantId",
    ]


@settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(schemas(), st.data())
def test_every_emitted_table_has_exactly_one_place(schema: SchemaText, data: st.DataObject) -> None:
    """With any field as the key, or without one."""
    sources = [SourceFile(name, text) for name, text in schema.files]
    plain = compile_schema(sources)
    if isinstance(plain, Invalid):
        return
    names = [name for model in plain.lowered.models.values() for name in model.fields]
    key = data.draw(st.sampled_from(["", *names]))
    compilation = compile_schema(sources, Options(tenant_key=key))
    assert isinstance(compilation, Compilation)
    lowered = compilation.lowered
    result = found_tenancy(lowered, references(lowered), secrets(lowered))
    assert result is not None or not key
    if result is None:
        return
    assert tuple(one.model for one in result.owned) == homes(lowered)
    places = {one.model: one for one in result.owned}
    for one in result.owned:
        assert bool(one.key) == (one.ownership in ("direct", "optional"))
        assert bool(one.path) == (one.ownership == "parents")
        if one.path:
            assert one.path[0] == one.model
            assert places[one.path[-1]].ownership in ("tenant", "direct", "optional")
            assert len(set(one.path)) == len(one.path)


def test_crm() -> None:
    compilation = compile_schema(load(str(CRM)).sources)
    assert isinstance(compilation, Compilation)
    result = found_tenancy(
        compilation.lowered, references(compilation.lowered), secrets(compilation.lowered)
    )
    assert result is not None
    assert (result.key, result.root, result.is_user) == ("subAccountId", "SubAccount", False)
    assert [one.model for one in result.of("shared")] == [
        "AdminUser",
        "IntegrationTemplate",
        "AuthAttempt",
        "AccountLockout",
        "PasswordHistory",
        "RefreshToken",
    ]
    assert [one.model for one in result.of("optional")] == [
        "PromptTemplate",
        "FormTemplate",
        "SecurityIncident",
        "BackgroundJob",
        "AuditLog",
    ]
    assert {one.model: one.path for one in result.of("parents")} == {
        "StrategyPrompt": ("StrategyPrompt", "Strategy"),
        "Booking.attendees": ("Booking.attendees", "Contact"),
    }
    assert result.without_index == ()
    assert result.global_uniques == (GlobalUnique("BackgroundJob", "@unique", ("dedupeKey",)),)


@pytest.mark.parametrize(
    ("field", "is_global"),
    [
        ("email", True),
        ("slug", True),
        ("domain", False),
        ("publicId", False),
        ("customerNumber", True),
    ],
)
def test_names_of_the_internet_are_global_on_purpose(field: str, is_global: bool) -> None:
    text = TEAMS.replace(
        "number         Int           @unique", f"{field} String @unique\nnumber Int"
    )
    uniques = [one.fields for one in known(text).global_uniques if one.model == "Project"]
    assert ((field,) in uniques) == is_global


def test_what_hangs_from_the_level_above_is_above() -> None:
    """Queries filter by the project; the organization, its invoices and their lines are of no project."""
    id_ = "id Int @id @default(autoincrement())"

    def owned(name: str, owner: str, *fields: str) -> str:
        key = owner[0].lower() + owner[1:]
        relation = f"{key} {owner} @relation(fields: [{key}Id], references: [id])"
        return "\n".join([f"model {name} {{", id_, f"{key}Id Int", relation, *fields, "}\n"])

    names = ("Task", "Note", "File", "Label")
    text = (
        f"model Organization {{\n{id_}\nprojects Project[]\ninvoices Invoice[]\n}}\n"
        + owned("Project", "Organization", *(f"{name.lower()}s {name}[]" for name in names))
        + owned("Invoice", "Organization", "lines Line[]")
        + owned("Line", "Invoice")
        + "".join(owned(name, "Project") for name in names)
    )
    assert lines(known(text)) == [
        "Organization: above Organization",
        "Project: tenant",
        "Invoice: above organizationId Invoice>Organization by_organizationId",
        "Line: above Line>Invoice>Organization",
        *(f"{name}: direct projectId by_projectId" for name in names),
    ]


def test_a_key_that_is_left_out_is_no_key() -> None:
    text = """
    model Team {
      id    Int    @id @default(autoincrement())
      name  String @unique
      notes Note[]
    }
    model Note {
      id     Int  @id @default(autoincrement())
      /// @convex.skip
      teamId Int
      team   Team @relation(fields: [teamId], references: [id])
    }
    """
    assert found(text) is None
