"""What a scalar's name tells of the model whose ids it holds: each clue, and where it ends."""

from __future__ import annotations

import pytest

from prisma_schema_parser import SourceFile
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.convex.convex_schema import VId, VSimple
from prisma_to_convex.lowering.soft import SoftReference
from prisma_to_convex.options.settings import DEFAULTS, Options
from support.compiling import POSTGRESQL, compiled

NUMBER = "  id Int @id @default(autoincrement())\n"
TEXT = "  id String @id @default(uuid())\n"


def targets(field: str, *models: str, key: str = NUMBER) -> tuple[str, ...] | None:
    """Which of these models `Note.<field>` may refer to; None: it is no key."""
    others = "".join(f"model {name} {{\n{key}}}\n" for name in models)
    found = compiled(f"{others}model Note {{\n{key}  {field}\n}}\n").lowered.soft
    soft = found.get(("Note", field.split()[0]))
    return None if soft is None else soft.targets


def test_a_key_may_be_of_two_models_but_not_of_three() -> None:
    two = ("RedMessage", "BlueMessage")
    assert targets("messageId Int", *two) == two
    assert targets("messageId Int", *two, "GreenMessage") is None


@pytest.mark.parametrize(("count", "is_named"), [(1, True), (3, True), (4, False)])
def test_a_key_that_leads_to_three_models_elsewhere_says_something_and_to_four_nothing(
    count: int, is_named: bool
) -> None:
    """Of three it needs a type beside it: this one may be of a fourth."""
    names = ("Red", "Blue", "Green", "Grey")[:count]
    tied = "".join(
        f"model {name} {{\n{NUMBER}  of{name} Of{name}[]\n}}\nmodel Of{name} {{\n{NUMBER}  userId Int\n"
        f"  it {name} @relation(fields: [userId], references: [id])\n}}\n"
        for name in names
    )
    typed = "  accountType String\n  @@index([userId, accountType])\n"
    found = compiled(f"{tied}model Note {{\n{NUMBER}  userId Int\n{typed}}}\n").lowered.soft
    expected = SoftReference(names, "accountType") if is_named else None
    assert found.get(("Note", "userId")) == expected
    untyped = compiled(f"{tied}model Note {{\n{NUMBER}  userId Int\n}}\n").lowered.soft
    assert (("Note", "userId") in untyped) == (count < 3)


def test_of_two_models_the_one_that_is_called_alike_is_nearer() -> None:
    assert targets("messageId Int", "RedMessage", "NoteMessage") == ("NoteMessage",)


@pytest.mark.parametrize("word", ["owner", "parent", "added", "referredBy", "createdBy"])
def test_text_with_a_role_before_a_model_is_a_key(word: str) -> None:
    assert targets(f"{word}UserId String", "User", key=TEXT) == ("User",)


@pytest.mark.parametrize("word", ["stripe", "seed", "feed", "ad"])
def test_text_with_another_word_before_a_model_is_none(word: str) -> None:
    assert targets(f"{word}UserId String", "User", key=TEXT) is None


@pytest.mark.parametrize("word", ["stripe", "seed"])
def test_a_number_needs_no_role(word: str) -> None:
    assert targets(f"{word}UserId Int", "User") == ("User",)


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("headVersionId String", ("NoteVersion",)),
        ("approvedVersionId String", ("NoteVersion",)),
        ("headPageId String", None),
    ],
)
def test_a_part_of_the_model_in_a_role_is_a_key(field: str, found: tuple[str, ...] | None) -> None:
    assert targets(field, "NoteVersion", "OtherPage", key=TEXT) == found


def test_a_part_that_itself_refers_to_such_a_thing_elsewhere_is_not_meant() -> None:
    text = """
    model Session {
      id           String @id @default(cuid())
      currentRunId String
    }
    model SessionRun {
      id    String @id @default(cuid())
      RUN
    }
    """
    assert soft(text.replace("RUN", "runId String")) == []
    assert soft(text.replace("RUN", "note String")) == ["Session.currentRunId -> SessionRun"]


# ---- the names of ids, rows of one another -------------------------------------------------------


def soft(text: str) -> list[str]:
    """`Model.field -> Target | Other by typeField`."""
    return [
        f"{model}.{field} -> {' | '.join(one.targets)}{f' by {one.by}' if one.by else ''}"
        for (model, field), one in compiled(text).lowered.soft.items()
    ]


MAILS = """
    model Mail {
      template_id String @id
      body        String
    }
    model Delivery {
      delivery_id Int    @id @default(autoincrement())
      template_id String
    }
    """


def test_a_key_called_as_the_id_of_one_other_model_is_its() -> None:
    assert soft(MAILS) == ["Delivery.template_id -> Mail"]
    assert soft(f"{MAILS} model Page {{\n template_id String @id\n}}") == []
    assert (
        soft(MAILS.replace("template_id", "id").replace("id String\n    }", "name String\n    }"))
        == []
    )


def test_an_id_called_for_its_table_is_what_others_hold() -> None:
    assert soft("""
        model orders {
          order_id Int @id @default(autoincrement())
        }
        model order_lines {
          line_id  Int @id @default(autoincrement())
          order_id Int
        }
        """) == ["order_lines.order_id -> orders"]


@pytest.mark.parametrize(
    ("field", "target"),
    [
        ("parentSessionId", "ChatSession"),
        ("forkedSessionId", "ChatSession"),
        ("sourceSessionId", "Session"),
    ],
)
def test_what_a_row_comes_of_is_of_its_own_model(field: str, target: str) -> None:
    text = f"model Session {{\n{TEXT}}}\nmodel ChatSession {{\n{TEXT}  {field} String?\n}}\n"
    assert soft(text) == [f"ChatSession.{field} -> {target}"]


@pytest.mark.parametrize("field", ["replyToId", "inReplyToId", "forkedFromId"])
def test_a_reply_is_of_the_model_itself(field: str) -> None:
    assert soft(f"model Message {{\n{TEXT}  {field} String?\n}}\n") == [
        f"Message.{field} -> Message"
    ]


def test_a_copy_names_what_it_is_a_copy_of() -> None:
    listing = f"model Listings {{\n{TEXT}}}\n"
    assert soft(f"{listing}model ListingSnapshot {{\n{TEXT}  originalId String\n}}\n") == [
        "ListingSnapshot.originalId -> Listings"
    ]
    assert soft(f"{listing}model Snapshot {{\n{TEXT}  originalId String\n}}\n") == []


def test_the_last_of_what_a_table_by_itself_got_is_from_elsewhere() -> None:
    hook = f"model Webhook {{\n{TEXT}}}\n"
    assert soft(f"{hook}model Blocked {{\n{TEXT}  lastWebhookId String?\n}}\n") == []
    tied = f"{hook}model Team {{\n{TEXT}  all Blocked[]\n}}\nmodel Blocked {{\n{TEXT}  lastWebhookId String?\n"
    of_team = "  teamId String\n  team Team @relation(fields: [teamId], references: [id])\n}\n"
    assert soft(f"{tied}{of_team}") == ["Blocked.lastWebhookId -> Webhook"]


def test_a_type_tells_whose_a_row_is_and_not_of_which_project() -> None:
    text = f"""
        model User {{\n{TEXT}}}
        model Project {{\n{TEXT}}}
        model Grant {{
          id           String @id @default(cuid())
          accountType  String
          resourceKind String
          userId       String
          projectId    String
          @@index([userId, accountType])
          @@index([projectId, resourceKind])
        }}
        """
    assert soft(text) == ["Grant.userId -> User by accountType", "Grant.projectId -> Project"]


@pytest.mark.parametrize(
    ("kinds", "type_field"),
    [
        (("userType", "userKind"), "userType"),
        (("userKind", "userType"), "userKind"),
        (("accountType", "userType"), "accountType"),
        (("userType", "accountType"), "userType"),
    ],
)
def test_of_two_types_beside_it_the_first_tells(kinds: tuple[str, ...], type_field: str) -> None:
    fields = "".join(f"  {kind} String\n" for kind in kinds)
    for beside in (kinds, kinds[::-1]):
        text = (
            f"model User {{\n{TEXT}}}\nmodel Grant {{\n{TEXT}{fields}  userId String\n"
            f"  @@index([userId, {', '.join(beside)}])\n}}\n"
        )
        assert soft(text) == [f"Grant.userId -> User by {type_field}"]


# ---- who did it ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "field", ["createdBy", "deletedBy", "lastModifiedById", "claimedBy", "actorId"]
)
def test_who_did_it_is_a_user_where_the_type_is_that_of_users(field: str) -> None:
    assert targets(f"{field} Int?", "User") == ("User",)
    assert targets(f"{field} String?", "User") is None
    assert targets(f"{field} String?", "User", key=TEXT) == ("User",)


@pytest.mark.parametrize(
    ("field", "models"),
    [
        ('createdBy String @default("system")', ("User",)),
        ("createdBy String", ("AdminUser", "EndUser")),
        ("sortedBy String", ("User",)),
        ("createdBy String", ("Country",)),
    ],
)
def test_who_did_it_may_be_nobody_of_ours(field: str, models: tuple[str, ...]) -> None:
    assert targets(field, *models, key=TEXT) is None


def test_a_comment_may_say_that_it_is_a_name() -> None:
    text = f"model User {{\n{TEXT}}}\nmodel Note {{\n{TEXT}  /// the name of who did it\n  createdBy String\n}}\n"
    assert compiled(text).lowered.soft == {}


def test_a_process_that_works_on_a_row_is_no_user() -> None:
    job = f"model User {{\n{TEXT}}}\nmodel Job {{\n{TEXT}  lockedBy String?\n  attempts Int\n}}\n"
    assert compiled(job).lowered.soft == {}
    assert set(compiled(job.replace("attempts", "size")).lowered.soft) == {("Job", "lockedBy")}


# ---- ids of other systems ------------------------------------------------------------------------


def beside(*fields: str, label: str = "") -> tuple[str, ...]:
    """The fields of `Note`, which has a relation to `Team`, that are told to hold ids of ours."""
    text = f"""
        model Team {{
          id    String @id @default(cuid())
          notes Note[]
        }}
        model Label {{
          id String @id @default(cuid())
          {label}
        }}
        model User {{
          id String @id @default(cuid())
        }}
        model Note {{
          id     String @id @default(cuid())
          teamId String
          team   Team   @relation(fields: [teamId], references: [id])
          {chr(10).join(fields)}
        }}
        """
    return tuple(field for _, field in compiled(text).lowered.soft)


def test_nothing_beside_it_says_otherwise() -> None:
    assert beside("labelId String", "userId String") == ("labelId", "userId")


def test_a_provider_beside_it_has_things_but_not_our_users() -> None:
    assert beside("labelId String", "userId String", "provider String") == ("userId",)


def test_what_is_unique_with_a_provider_is_the_providers() -> None:
    assert beside("userId String", "provider String", "@@unique([provider, userId])") == ()


def test_credentials_and_an_address_lead_to_another_system() -> None:
    assert beside("userId String", "accessToken String", "instanceUrl String") == ()
    assert beside("userId String", "accessToken String") == ("userId",)


def test_a_comment_says_so() -> None:
    assert beside("/// the label's external id", "labelId String") == ()


def test_what_it_would_lead_to_keeps_the_other_systems_id_itself() -> None:
    others = ("labelId String", "threadId String")
    assert beside(*others) == ("labelId",)
    assert beside(*others, label="gmailLabelId String") == ()


def test_the_model_has_its_own_id_of_another_system() -> None:
    text = f"""
        model bank_Account {{
        {TEXT}  notes Note[]
        }}
        model Note {{
        {TEXT}  accountId String
          account bank_Account @relation(fields: [accountId], references: [id])
        }}
        model Account {{
        {TEXT}  accountId String
        }}
        """
    assert compiled(text).lowered.soft == {}


def test_a_type_for_ids_is_not_text() -> None:
    uuid = "  id String @id @default(uuid()) @db.Uuid\n"
    assert targets("userId String", "User", key=uuid) is None
    assert targets("userId String @db.Uuid", "User", key=uuid) == ("User",)


@pytest.mark.parametrize("field", ["tableName", "model", "entity", "collection"])
def test_the_name_of_a_table_beside_it_says_of_which_the_record_is(field: str) -> None:
    text = f"model User {{\n{TEXT}}}\nmodel Log {{\n{TEXT}  {field} String\n  recordId String\n}}\n"
    assert compiled(text).lowered.soft == {("Log", "recordId"): SoftReference((), field)}


def test_some_record_is_of_no_model_whose_name_ends_so() -> None:
    assert targets("recordId String", "MedicalRecord", key=TEXT) is None
    assert targets("objectId String", "CrmObject", key=TEXT) is None


@pytest.mark.parametrize(("stem", "is_found"), [("commentable", True), ("ablement", False)])
def test_what_ends_in_able_is_of_any_model_that_a_field_names(stem: str, is_found: bool) -> None:
    text = f"model Post {{\n{TEXT}}}\nmodel Note {{\n{TEXT}  {stem}Id String\n  table String\n}}\n"
    assert (("Note", f"{stem}Id") in compiled(text).lowered.soft) is is_found


def test_a_soft_reference_whose_type_was_chosen_is_not_followed() -> None:
    following = Options(DEFAULTS.project._replace(soft_references="follow"))

    def column(comment: str) -> tuple[str | None, object]:
        text = f"model User {{\n{TEXT}}}\nmodel Note {{\n{TEXT}  userId String{comment}\n}}\n"
        found = compile_schema([SourceFile("schema.prisma", POSTGRESQL + text)], following)
        assert isinstance(found, Compilation)
        field = found.lowered.models["Note"].fields["userId"]
        return field.reference, field.validator

    assert column("") == ("User", VId("users"))
    assert column(" // @convex.type(v.string())") == (None, VSimple("string"))
