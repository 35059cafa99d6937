"""Libraries of authentication, recognised by the fields that their documentation prescribes. Data.

Sources: authjs.dev (Prisma adapter, models of versions 3 to 5), better-auth.com (core schema and plugins),
v2 and v3.lucia-auth.com (Prisma adapter), supabase.com (auth schema), github.com/boxyhq/jackson (TypeORM
models), kleydon/prisma-session-store, Shopify's session storage for Prisma.
"""

from __future__ import annotations

from collections.abc import Mapping

from prisma_schema_parser.records import NamedTuple


class Shape(NamedTuple):
    """A table by fields that must be there (`has`), one of which must (`any`), and which may not (`not_`).

    Names without underscores and case, unless `is_exact`. `alone`: seen by itself, it tells the library.
    `called`: the table's name ends so. `is_all`: it has no other fields.
    """

    has: tuple[str, ...]
    any: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()
    alone: bool = False
    is_exact: bool = False
    called: tuple[str, ...] = ()
    is_all: bool = False


class Library(NamedTuple):
    """`least`: so many of its tables must be there where none tells it alone. `advice` may name fields of
    the `Choice` in braces.
    """

    name: str
    shapes: tuple[Shape, ...]
    advice: str
    least: int = 2
    with_users: bool = True


_STRINGS = (
    "In your own tables the ids of its users are strings, `v.string()`: a component's tables are none of your "
    "schema, so no `v.id()` can name them"
)


class Choice(NamedTuple):
    """The one library that takes the place of all that signs users in; `accounts`: what links an account to a user."""

    name: str
    own: str
    accounts: str
    passkeys: str


CONVEX_AUTH = Choice(
    name="Convex Auth",
    own="Convex Auth (passwords, OAuth, one-time codes) brings its own tables: don't convert these, keep the users.",
    accounts="Convex Auth replaces them with tables of its own (authTables): don't convert these, keep the users "
    "and link each to an account by `provider` and `providerAccountId`; everyone signs in anew once.",
    passkeys="",
)
BETTER_AUTH = Choice(
    name="Better Auth's Convex component (@convex-dev/better-auth)",
    own="Better Auth's Convex component (@convex-dev/better-auth) keeps its users in tables of its own: don't "
    f"convert these. {_STRINGS}.",
    accounts="Better Auth's Convex component (@convex-dev/better-auth) replaces them with tables of its own: don't "
    "convert these, import each account by `provider` and `providerAccountId`; everyone signs in anew once. "
    f"{_STRINGS}.",
    passkeys="Its passkey plugin checks the challenges; Convex Auth has none, so one library means this one.",
)
BESIDE = "{name} takes the place of these, too: one library for all that signs users in."
HASHES = (
    "A password's hash can only be taken along where the new library can verify it with the old function; else "
    "users set a new one. Sessions and tokens end with the move."
)

LIBRARIES: tuple[Library, ...] = (
    Library(
        "Better Auth",
        (
            Shape(("accountId", "providerId", "userId")),
            Shape(("token", "expiresAt", "userId"), ("ipAddress", "userAgent")),
            Shape(("identifier", "value", "expiresAt")),
            Shape(("secret", "backupCodes", "userId")),
            Shape(("publicKey", "credentialID", "counter", "deviceType", "backedUp", "userId")),
            Shape(("publicKey", "privateKey", "createdAt"), not_=("domain",)),
            Shape(("inviterId", "organizationId", "email", "expiresAt")),
            Shape(("organizationId", "userId", "role", "createdAt"), not_=("updatedAt",)),
            Shape(("name", "slug", "createdAt"), ("logo", "metadata"), called=("organization",)),
            Shape(("rateLimitEnabled", "rateLimitMax", "key", "userId"), alone=True),
        ),
        "Better Auth has a Convex component (@convex-dev/better-auth) that keeps these tables for itself: "
        f"don't convert them, import their rows into the component. {_STRINGS}.",
    ),
    Library(
        "Auth.js (NextAuth)",
        (
            Shape(
                ("providerAccountId", "userId"),
                ("refresh_token", "access_token", "id_token", "providerType"),
                alone=True,
                is_exact=True,
            ),
            Shape(("sessionToken", "userId", "expires")),
            Shape(("identifier", "token", "expires"), called=("verification", "token")),
            Shape(("identifier", "token", "expires"), called=("verification", "request")),
            Shape(("credentialID", "providerAccountId", "credentialPublicKey"), alone=True),
        ),
        "{accounts} Or keep Auth.js with the adapter for Convex on stack.convex.dev, which is to be copied in.",
    ),
    Library(
        "Lucia 2",
        (
            Shape(("user_id", "active_expires", "idle_expires"), alone=True, is_exact=True),
            Shape(("hashed_password", "user_id"), is_exact=True),
        ),
        "Lucia is no longer maintained. {own} " + HASHES,
    ),
    Library(
        "Lucia 3, or sessions after its guide",
        (Shape(("id", "userId", "expiresAt"), alone=True, called=("session",), is_all=True),),
        "Lucia is no longer maintained. {own} " + HASHES,
    ),
    Library(
        "Supabase Auth",
        (
            Shape(("encrypted_password", "raw_user_meta_data"), alone=True, is_exact=True),
            Shape(("provider_id", "identity_data", "user_id"), is_exact=True),
            Shape(("aal", "not_after", "user_id"), is_exact=True),
            Shape(("token", "session_id", "revoked"), is_exact=True),
            Shape(("factor_type", "user_id", "status"), is_exact=True),
            Shape(("code_challenge", "provider_type", "auth_code"), is_exact=True),
        ),
        "These are Supabase's own tables: don't convert them. Keep Supabase Auth and let Convex check its "
        "JWTs (customJwt in auth.config.ts), or move to {name}; key your users by its `id`.",
        with_users=False,
    ),
    Library(
        "SAML Jackson (BoxyHQ)",
        (
            Shape(("key", "storeKey"), is_exact=True),
            Shape(("key", "value", "iv", "tag"), is_exact=True),
            Shape(("key", "expiresAt"), called=("jackson", "ttl")),
        ),
        "SAML Jackson runs as a service with a database of its own: leave its tables where they are.",
        with_users=False,
    ),
    Library(
        "Shopify sessions",
        (Shape(("shop", "state", "isOnline", "accessToken"), alone=True),),
        "Shopify's library needs a session storage: implement its interface over Convex functions; the "
        "access tokens in it must move, or each shop installs anew.",
        least=1,
        with_users=False,
    ),
    Library(
        "Express sessions",
        (
            Shape(("sid", "data"), ("expires", "expiresAt"), alone=True),
            Shape(("sid", "sess", "expire"), alone=True),
        ),
        "Convex knows users by a JWT with each call, not by a session's cookie: leave the table behind, and "
        "issue JWTs ({name}, or customJwt in auth.config.ts).",
        least=1,
        with_users=False,
    ),
)  # fmt: skip  # a table

# Sessions whose rows name no users: who they are stands elsewhere in the schema.
OF_ANY_USERS = frozenset(["Express sessions"])

# Services that hold the users; the schema repeats their id.
SERVICES: Mapping[str, tuple[str, str]] = {
    "clerk": ("Clerk", "Keep it: ConvexProviderWithClerk passes its JWTs"),
    "auth0": ("Auth0", "Keep it: ConvexProviderWithAuth0 passes its JWTs"),
    "workos": ("WorkOS", "Keep it: Convex supports AuthKit's JWTs"),
    "firebase": ("Firebase Auth", "Keep it as an OIDC provider in auth.config.ts"),
    "cognito": ("Amazon Cognito", "Keep it as an OIDC provider in auth.config.ts"),
    "kinde": ("Kinde", "Keep it as an OIDC provider in auth.config.ts"),
    "keycloak": ("Keycloak", "Keep it as an OIDC provider in auth.config.ts"),
    "stytch": ("Stytch", "Keep it: Convex checks its JWTs (customJwt in auth.config.ts)"),
    "supertokens": ("SuperTokens", "Keep it: Convex checks its JWTs (customJwt in auth.config.ts)"),
    "privy": ("Privy", "Keep it: Convex checks its JWTs (customJwt in auth.config.ts)"),
}
