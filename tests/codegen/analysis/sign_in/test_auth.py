"""Which library of authentication wrote the tables, by their fields.

Long, as each library has the tables that it comes with.
"""

from __future__ import annotations

import pytest

from prisma_schema_parser import load
from prisma_to_convex.analysis.facts import AuthTables
from prisma_to_convex.analysis.references import references
from prisma_to_convex.analysis.secrets import secrets
from prisma_to_convex.analysis.sign_in.auth import auth
from prisma_to_convex.analysis.sign_in.auth_libraries import HASHES
from prisma_to_convex.compiler import Compilation, compile_schema
from prisma_to_convex.lowering.lowered import Lowered
from support.compiling import compiled, datasource
from support.places import ROOT

CRM = ROOT / "samples" / "crm" / "schema.prisma"
USER = "model User {\n id Int @id @default(autoincrement())\n email String\n "


def found(text: str, *, head: str = datasource("postgresql")) -> tuple[AuthTables, ...]:
    return found_in(compiled(text, head=head).lowered)


def found_in(lowered: Lowered) -> tuple[AuthTables, ...]:
    return auth(lowered, references(lowered), secrets(lowered))


def libraries(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Library and models."""
    return [(one.library, one.models) for one in found(text)]


AUTH_JS = """
model Account {
  id                Int     @id @default(autoincrement())
  userId            Int
  type              String
  provider          String
  providerAccountId String
  access_token      String?
  user              User    @relation(fields: [userId], references: [id])
}
model Session {
  id           Int      @id @default(autoincrement())
  sessionToken String   @unique
  userId       Int
  expires      DateTime
  user         User     @relation(fields: [userId], references: [id])
}
model Person {
  id    Int    @id
  email String
}
model User {
  id       Int       @id @default(autoincrement())
  accounts Account[]
  sessions Session[]
}
model VerificationToken {
  identifier String
  token      String   @unique
  expires    DateTime
}
model EmailVerificationToken {
  identifier String
  token      String   @unique
  expires    DateTime
}
"""


def test_auth_js() -> None:
    (one,) = found(AUTH_JS)
    assert one.library == "Auth.js (NextAuth)"
    assert one.models == ("Account", "Session", "User", "VerificationToken")
    assert one.evidence == (
        "Account.providerAccountId",
        "Account.access_token",
        "Session.sessionToken",
        "Session.expires",
        "VerificationToken.identifier",
        "VerificationToken.token",
        "VerificationToken.expires",
    )
    assert "Convex Auth" in one.advice


def test_a_password_of_the_users_of_auth_js_is_one_more_way_to_sign_in_there() -> None:
    text = AUTH_JS.replace(
        "accounts Account[]", "accounts Account[]\n email String\n password String?"
    )
    (one,) = found(text)
    assert one.library == "Auth.js (NextAuth)"
    assert one.models == (
        "Account",
        "Session",
        "User",
        "VerificationToken",
        "EmailVerificationToken",
    )
    assert one.evidence[-1] == "User.password"
    assert one.advice.endswith(HASHES)


def test_better_auth() -> None:
    assert libraries("""
        model user {
          id            String  @id
          email         String
          emailVerified Boolean
        }
        model session {
          id        String   @id
          expiresAt DateTime
          token     String   @unique
          ipAddress String?
          userId    String
        }
        model account {
          id          String  @id
          accountId   String
          providerId  String
          userId      String
          accessToken String?
          password    String?
        }
        model verification {
          id         String   @id
          identifier String
          value      String
          expiresAt  DateTime
        }
        model twoFactor {
          id          String @id
          secret      String
          backupCodes String
          userId      String
        }
        model device {
          id        String   @id
          token     String
          expiresAt DateTime
        }
        """) == [("Better Auth", ("session", "account", "verification", "twoFactor"))]


def test_lucia() -> None:
    assert libraries(USER + """
          sessions Session[]
        }
        model Session {
          id        String   @id
          userId    Int
          expiresAt DateTime
          user      User     @relation(fields: [userId], references: [id])
        }
        """) == [("Lucia 3, or sessions after its guide", ("User", "Session"))]
    assert libraries("""
        model AuthSession {
          id             String @id
          user_id        String
          active_expires BigInt
          idle_expires   BigInt
        }
        model AuthKey {
          id              String  @id
          hashed_password String?
          user_id         String
        }
        """) == [("Lucia 2", ("AuthSession", "AuthKey"))]


def test_supabase_with_its_namespace() -> None:
    text = """
        model users {
          id                 String @id
          encrypted_password String?
          raw_user_meta_data Json?

          @@schema("auth")
        }
        model instances {
          id String @id

          @@schema("auth")
        }
        model posts {
          id String @id

          @@schema("public")
        }
        """
    head = datasource("postgresql", schemas='["auth", "public"]')
    assert [one.models for one in found(text, head=head)] == [("users", "instances")]


def test_services_hold_the_users() -> None:
    (one,) = found("model User {\n id Int @id\n clerkUserId String @unique\n stripeId String\n}")
    assert (one.library, one.models, one.evidence) == ("Clerk", ("User",), ("User.clerkUserId",))
    assert one.advice == (
        "Clerk holds the sign-in. Keep it: ConvexProviderWithClerk passes its JWTs; find the user by "
        "`User.clerkUserId`."
    )
    (two,) = found("model Member {\n id Int @id\n auth0_id String @unique\n}")
    assert two.library == "Auth0"


def test_session_stores() -> None:
    (one,) = found(
        "model Session {\n id String @id\n sid String\n data String\n expiresAt DateTime\n}"
    )
    assert one.library == "Express sessions"
    (two,) = found(
        "model Session {\n id String @id\n shop String\n state String\n isOnline Boolean\n accessToken String\n}"
    )
    assert two.library == "Shopify sessions"


def test_jackson_and_passkeys() -> None:
    assert (
        libraries("""
        model jackson_index {
          id       Int    @id
          key      String
          storeKey String
        }
        model jackson_store {
          key   String  @id
          value String
          iv    String?
          tag   String?
        }
        model jackson_ttl {
          key       String @id
          expiresAt BigInt
        }
        model Throttle {
          key       String @id
          expiresAt BigInt
        }
        model AuthDevice {
          id                  Int   @id
          credentialPublicKey Bytes
          counter             Int
        }
        """)
        == [
            ("SAML Jackson (BoxyHQ)", ("jackson_index", "jackson_store", "jackson_ttl")),
            ("passkeys (WebAuthn)", ("AuthDevice",)),
        ]
    )


def test_sign_in_of_its_own_with_its_tables() -> None:
    """The sessions of users belong to it, those of forms and the passwords of links do not."""
    (one,) = found(USER + """
          passwordHash String
        }
        model Session {
          id     Int    @id
          token  String
          userId Int
        }
        model FormSession {
          id     Int @id
          userId Int
        }
        model UserSession {
          id    Int    @id
          theme String
        }
        model RefreshToken {
          id        Int    @id
          tokenHash String
        }
        model Link {
          id       Int    @id
          password String
        }
        """)
    assert one.library == "custom sign-in"
    assert one.models == ("User", "Session", "RefreshToken")
    assert one.evidence == ("User.passwordHash",)


def test_accounts_of_its_own_are_not_auth_js() -> None:
    (one,) = found("""
        model Account {
          id                  Int     @id
          userId              Int
          provider            String
          providerAccountId   String
          providerAccessToken String?
        }
        """)
    assert (one.library, one.evidence) == (
        "custom sign-in",
        ("Account.provider", "Account.providerAccountId"),
    )


def test_nothing_to_tell() -> None:
    assert not found("""
        model Account {
          id     Int    @id
          userId Int
          iban   String
        }
        model Session {
          id        Int      @id
          websiteId Int
          startedAt DateTime
        }
        """)


def test_crm() -> None:
    compilation = compile_schema(load(str(CRM)).sources)
    assert isinstance(compilation, Compilation)
    assert [(one.library, one.models) for one in found_in(compilation.lowered)] == [
        (
            "custom sign-in",
            (
                "AdminUser",
                "User",
                "AuthAttempt",
                "AccountLockout",
                "PasswordHistory",
                "RefreshToken",
            ),
        )
    ]


@pytest.mark.parametrize(
    "fields",
    [
        "host String\n port Int\n username String",
        "imapHost String\n email String",
        "protocol String\n login String",
        "url String\n username String",
    ],
)
def test_who_signs_in_at_a_machine_does_not_sign_in_here(fields: str) -> None:
    assert found(f"model Proxy {{\n id Int @id\n {fields}\n password String\n}}") == ()


def test_a_user_with_an_address_on_the_web_signs_in() -> None:
    (one,) = found("model User {\n id Int @id\n email String\n url String\n password String\n}")
    assert one.evidence == ("User.password",)


PASSKEY = "model Passkey {\n id Int @id\n credentialPublicKey Bytes\n counter Int\n}\n"
PASSWORD = "model Login {\n id Int @id\n email String\n password String\n}\n"


def test_one_library_for_all_that_signs_users_in() -> None:
    """With passkeys it is Better Auth's, as Convex Auth has none; else Convex Auth."""
    passkey, own = found(PASSKEY + PASSWORD)
    assert "Better Auth's Convex component" in passkey.advice
    assert own.advice.startswith(
        "Better Auth's Convex component (@convex-dev/better-auth) takes the place of these, too"
    )
    assert "Convex Auth (" not in own.advice
    (alone,) = found(PASSWORD)
    assert alone.advice.startswith("Convex Auth (passwords, OAuth, one-time codes)")
    assert "Better Auth" not in alone.advice


def test_a_service_stays_the_only_one() -> None:
    service, own = found("model User {\n id Int @id\n clerkUserId String @unique\n}\n" + PASSWORD)
    assert service.library == "Clerk"
    assert own.advice.startswith("The service that holds the sign-in takes the place of these, too")


def test_ids_of_a_components_users_are_strings() -> None:
    (passkey,) = found(PASSKEY)
    assert "are strings, `v.string()`" in passkey.advice
    assert "no `v.id()` can name them" in passkey.advice


@pytest.mark.parametrize(
    ("field", "is_sign_in"),
    [
        ("refreshToken", True),
        ("accessToken", True),
        ("session_token", True),
        ("inviteToken", False),
        ("unsubscribeToken", False),
    ],
)
def test_the_token_of_a_user_is_that_of_a_session_or_of_a_link(
    field: str, is_sign_in: bool
) -> None:
    evidence = [
        one for library in found(f"{USER}{field} String?\n}}\n") for one in library.evidence
    ]
    assert evidence == ([f"User.{field}"] if is_sign_in else [])


def test_the_account_of_an_integration_is_nobodys_sign_in() -> None:
    text = """
        model User {
          id       Int    @id
          email    String @unique
          password String
        }
        model Integration {
          id    Int               @id
          oauth IntegrationOAuth?
        }
        model IntegrationOAuth {
          id                Int         @id
          provider          String
          providerAccountId String
          integrationId     Int         @unique
          integration       Integration @relation(fields: [integrationId], references: [id])
        }
        """
    assert libraries(text) == [("custom sign-in", ("User",))]
    for_users = text.replace("integrationId", "userId")
    assert libraries(for_users) == [("custom sign-in", ("User", "IntegrationOAuth"))]


def test_secrets_that_a_library_knows_hide_none_of_the_tables_behind_it() -> None:
    """The tokens of `Account` are the library's; `User`, which comes after it, has a password all the same."""
    text = AUTH_JS.replace("accounts Account[]", "accounts Account[]\n password String?")
    lowered = compiled(text, head=datasource("postgresql")).lowered
    hidden = [(one.model, one.kind) for one in secrets(lowered)]
    assert hidden.index(("Account", "token")) < hidden.index(("User", "password"))
    (one,) = found_in(lowered)
    assert one.evidence[-1] == "User.password"


def test_tables_that_a_library_knows_hide_no_accounts_behind_them() -> None:
    """`Account` is the library's; of what people sign in with elsewhere the tables after it tell all the same."""
    text = AUTH_JS.replace("accounts Account[]", "accounts Account[]\n logins SocialLogin[]")
    (one,) = found(f"""{text}
        model SocialLogin {{
          id                Int    @id
          userId            Int
          provider          String
          providerAccountId String
          user              User   @relation(fields: [userId], references: [id])
        }}
        """)
    assert one.models[-1] == "SocialLogin"
    assert one.evidence[-2:] == ("SocialLogin.provider", "SocialLogin.providerAccountId")


def test_the_names_of_auth_js_are_its_own_to_the_letter() -> None:
    """Columns that anybody may call so in snake case are no sign of it."""
    account = "model Link {{\n id Int @id @default(autoincrement())\n {} String\n {} String\n access_token String?\n}}\n"
    (found,) = libraries(account.format("providerAccountId", "userId"))
    assert found == ("Auth.js (NextAuth)", ("Link",))
    assert libraries(account.format("provider_account_id", "user_id")) == []
