"""Libraries of authentication, told by the fields that their documentation prescribes. Data.

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
    """`least`: so many of its tables must be there where none tells it alone."""

    name: str
    shapes: tuple[Shape, ...]
    advice: str
    least: int = 2
    with_users: bool = True


OWN_ADVICE = (
    "Convex Auth (passwords, OAuth, one-time codes) or Better Auth's Convex component brings its own tables: "
    "don't convert these, keep the users. A password's hash can only be taken along where the new library "
    "can verify it with the old function; else users set a new one. Sessions and tokens end with the move."
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
            Shape(("rateLimitEnabled", "rateLimitMax", "key", "userId"), alone=True),
        ),
        "Better Auth has a Convex component (@convex-dev/better-auth) that keeps these tables for itself: "
        "don't convert them, import their rows into the component, and refer to its users by id.",
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
        "Convex Auth replaces them with tables of its own (authTables): don't convert these, keep the users "
        "and link each to an account by `provider` and `providerAccountId`; everyone signs in anew once. "
        "Or keep Auth.js with the adapter for Convex on stack.convex.dev, which is to be copied in.",
    ),
    Library(
        "Lucia 2",
        (
            Shape(("user_id", "active_expires", "idle_expires"), alone=True, is_exact=True),
            Shape(("hashed_password", "user_id"), is_exact=True),
        ),
        "Lucia is no longer maintained. " + OWN_ADVICE,
    ),
    Library(
        "Lucia 3, or sessions after its guide",
        (Shape(("id", "userId", "expiresAt"), alone=True, called=("session",), is_all=True),),
        "Lucia is no longer maintained. " + OWN_ADVICE,
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
        "JWTs (customJwt in auth.config.ts), or move to Convex Auth; key your users by its `id`.",
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
        "issue JWTs (Convex Auth, or customJwt in auth.config.ts).",
        least=1,
        with_users=False,
    ),
)  # fmt: skip  # a table

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
