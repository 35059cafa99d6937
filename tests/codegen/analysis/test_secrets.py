"""Which fields hold secrets or personal data: told by their names, types and neighbours."""

from __future__ import annotations

from pathlib import Path

import pytest

from prisma_schema_parser import load
from prisma_to_convex.analysis.name_words import words_of
from prisma_to_convex.analysis.secrets import secrets
from prisma_to_convex.compiler import Compilation, compile_schema
from support.compiling import compiled, datasource

CRM = Path(__file__).parents[3] / "samples" / "crm" / "schema.prisma"


def found(text: str, *, provider: str = "postgresql") -> dict[str, str]:
    """`Model.field` -> kind."""
    lowered = compiled(text, head=datasource(provider)).lowered
    return {f"{one.model}.{one.field}": one.kind for one in secrets(lowered)}


def kind(field: str, model: str = "Thing", *more: str) -> str | None:
    """Of `name Type` in a model whose id is a number."""
    lines = "\n".join((field, *more))
    name = field.split()[0]
    return found(f"model {model} {{\n  id Int @id\n  {lines}\n}}").get(f"{model}.{name}")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("passwordHash", ("password", "hash")),
        ("password_hash", ("password", "hash")),
        ("PASSWORD_HASH", ("password", "hash")),
        ("APIKeys", ("api", "key")),
        ("apikeys", ("api", "key")),
        ("twoFactorBackupCodes", ("two", "factor", "backup", "code")),
        ("addressLine2", ("address", "line", "2")),
        ("ipAddresses", ("ip", "address")),
        ("diagnosis", ("diagnosis",)),
        ("allergies", ("allergy",)),
        ("_", ()),
    ],
)
def test_words(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("password String", "password"),
        ("smtp_pass String?", "password"),
        ("passwd Bytes", "password"),
        ("passwordHash String", "hash"),
        ("hashedPassword String?", "hash"),
        ("tokenHash String", "hash"),
        ("hashedKey String", "hash"),
        ("access_token String?", "token"),
        ("id_token String?", "token"),
        ("refreshToken String", "token"),
        ("twoFactorBackupCodes String?", "token"),
        ("recoveryCodes String[]", "token"),
        ("inviteCode String?", "token"),
        ("otp Int?", "token"),
        ("apiKey String", "api key"),
        ("stripe_secret_key String", "api key"),
        ("signingKey Bytes", "api key"),
        ("privateKeyPem String", "api key"),
        ("clientSecret String", "secret"),
        ("oauth_token_secret String?", "secret"),
        ("credentials Json?", "secret"),
        ("databaseUrl String", "secret"),
        ("salt String", "salt"),
        ("passwordSalt Bytes", "salt"),
        ("encryptedContent String", "encrypted"),
        ("accessTokenEnc String", "encrypted"),
        ("serviceTokenCiphertext Bytes?", "encrypted"),
        ("email String", "personal"),
        ("inviteeEmails String[]", "personal"),
        ("phone_number String?", "personal"),
        ("mobile BigInt", "personal"),
        ("dateOfBirth DateTime?", "personal"),
        ("birthday String", "personal"),
        ("ssn String", "personal"),
        ("lastName String", "personal"),
        ("addressLine2 String?", "personal"),
        ("ipAddress String?", "personal"),
        ("iban String", "personal"),
        ("openai_key String", "api key"),
        ("diagnosis String", "personal"),
        ("symptoms String[]", "personal"),
        ("guestName String?", "personal"),
        ("cardPan String?", "personal"),
    ],
)
def test_recognised_by_the_name(field: str, expected: str) -> None:
    assert kind(field) == expected


@pytest.mark.parametrize(
    "field",
    [
        "hasPassword Boolean",
        "gender String",
        "id_address String",
        "idPhoneNumber String",
        "passwordChangedAt DateTime?",
        "passwordHint String?",
        "tokenCount Int",
        "tokensUsed Int?",
        "maxTokens Int",
        "inputTokens BigInt",
        "tokenId String",
        "token_type String?",
        "refresh_token_expires_in Int?",
        "session_state String?",
        "nextPageToken String?",
        "fromToken String",
        "tokenAddress String",
        "publicKey String",
        "publishableKey String?",
        "partialClientSecret String",
        "keyPrefix String",
        "dedupeKey String",
        "storageKey String",
        "credentialId Bytes",
        "hash String",
        "contentHash String",
        "emailHash String",
        "saltContent Float",
        "secretName String",
        "code String",
        "discountCode String",
        "countryCode String",
        "data Json",
        "value String",
        "emailVerified DateTime?",
        "emailVerified Boolean",
        "emailSubject String",
        "emailSettings Json",
        "emailCount Int",
        "phoneVerified Boolean",
        "addressCount Int",
        "walletAddress String",
        "supportEmail String?",
        "startDate DateTime",
        "number Int",
        "name String",
        "iv String",
    ],
)
def test_no_false_alarm(field: str) -> None:
    assert kind(field) is None


@pytest.mark.parametrize(
    ("model", "fields", "expected"),
    [
        ("ApiKey", ("hash Bytes",), "hash"),
        ("ApiKey", ("key String",), "api key"),
        ("PersonalAccessToken", ("hash String",), "hash"),
        ("User", ("hash String",), "hash"),
        ("User", ("hash String", "password String"), None),
        ("Login", ("hash String", "salt String"), "hash"),
        ("Translation", ("key String",), None),
        ("Credentials", ("data String", "iv String"), "encrypted"),
        ("Setting", ("value String", "isEncrypted Boolean"), "encrypted"),
        ("OAuthCode", ("code String",), "token"),
        ("Invitation", ("code String",), "token"),
        ("Coupon", ("code String",), None),
        ("Verification", ("value String",), "token"),
        ("VerificationToken", ("identifier String", "token String"), "personal"),
        ("Session", ("sid String",), "token"),
        ("Store", ("address String",), None),
        ("User", ("name String", "email String"), "personal"),
        ("User", ("name String",), None),
        ("Project", ("name String", "email String"), None),
        ("Environment", ("address String", "port Int"), None),
        ("Listing", ("address String", "email String"), "personal"),
        ("Patient", ("address String",), "personal"),
        ("Parcel", ("deliveryAddress String",), "personal"),
        ("Repository", ("fullName String", "url String"), None),
        ("Guest", ("fullName String",), "personal"),
        ("Store", ("email String",), "personal"),
        ("Account", ("name String", "password String"), "personal"),
        ("Citizen", ("name String", "surname String"), "personal"),
        ("Mail", ("to String[]", "cc String[]", "subject String"), "personal"),
        ("Mail", ("from String", "replyTo String[]", "subject String"), "personal"),
        ("Transfer", ("from String", "to String"), None),
        ("Workspace", ("blockedIpAddresses String[]",), None),
        ("SecretVersion", ("value String",), "secret"),
        ("OAuth", ("refresh String?", "token String"), "token"),
        ("Job", ("refresh String?",), None),
    ],
)
def test_recognised_by_what_stands_beside_it(
    model: str, fields: tuple[str, ...], expected: str | None
) -> None:
    assert kind(fields[0], model, *fields[1:]) == expected


def test_enums_and_references_hold_no_secrets() -> None:
    assert not found("""
        enum Secret {
          A
        }
        model Token {
          id     Int    @id @default(autoincrement())
          secret Secret
          uses   Use[]
        }
        model Use {
          id    Int   @id
          token Int
          of    Token @relation(fields: [token], references: [id])
        }
        """)


def test_composite_types_are_looked_into() -> None:
    assert (
        found(
            """
        type Address {
          street String
          city   String
        }
        type Node {
          token    String
          children Node[]
        }
        model User {
          id      String    @id @map("_id")
          home    Address
          others  Address[]
          tree    Node?
        }
        """,
            provider="mongodb",
        )
        == {
            "User.home.street": "personal",
            "User.others.street": "personal",
            "User.tree.token": "token",
        }
    )


def test_what_is_not_emitted_is_not_reported() -> None:
    assert found("""
        model User {
          id       Int    @id
          password String @ignore
        }
        model Old {
          id       Int    @id
          password String

          @@ignore
        }
        """) == {}


def test_crm() -> None:
    compilation = compile_schema(load(str(CRM)).sources)
    assert isinstance(compilation, Compilation)
    by_kind: dict[str, list[str]] = {}
    for one in secrets(compilation.lowered):
        by_kind.setdefault(one.kind, []).append(f"{one.model}.{one.field}")
    del by_kind["personal"]
    assert by_kind == {
        "hash": [
            "AdminUser.passwordHash",
            "User.passwordHash",
            "ApiKey.hash",
            "PasswordHistory.passwordHash",
            "RefreshToken.tokenHash",
        ],
        "encrypted": ["ConversationMessage.encryptedContent"],
        "salt": ["ConversationMessage.salt"],
        "secret": ["Integration.webhookSecret"],
        "token": ["Invitation.code"],
    }
