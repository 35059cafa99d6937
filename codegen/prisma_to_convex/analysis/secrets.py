"""Fields whose values should not leave the server, or not their tenant: recognised by name and type.

A name is read from its end, as English puts the noun last: `passwordHash` holds a password's hash,
`passwordChangedAt` a time, `tokenCount` a number. What stands beside a field may tell, too: a `data`
beside an `iv` is encrypted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Scalar

from ..lowering.key_names import is_noun_last
from ..lowering.lowered import Lowered, LoweredField
from .facts import Secret, SecretKind
from .name_words import words_of
from .nested_fields import NestedField, nested_fields

Words = tuple[str, ...]

_TEXT = frozenset({"String", "Bytes", "Json"})
_NONE: frozenset[str] = frozenset()

# ---- what the last words say --------------------------------------------------------------------

_KEYS = (
    "access", "admin", "api", "auth", "client", "decryption", "deploy", "encryption", "hmac",
    "integration", "license", "licence", "master", "private", "root", "secret", "server", "service",
    "shared", "signing", "stream",
)  # fmt: skip  # a table
_CODES = (
    "access", "activation", "auth", "authorization", "backup", "invitation", "invite", "join",
    "login", "magic", "mfa", "otp", "recovery", "reset", "security", "sms", "verification",
    "verify",
)  # fmt: skip  # a table

# Services that one reaches with a key: `openai_key`.
_SERVICES = (
    "algolia", "anthropic", "aws", "azure", "claude", "cloudflare", "cloudinary", "deepl", "deepseek", "gemini", "github",
    "google", "groq", "hubspot", "mailchimp", "mailgun", "mistral", "notion", "openai", "openrouter", "paypal", "pinecone",
    "postmark", "resend", "sendgrid", "shopify", "slack", "stripe", "supabase", "telegram", "twilio",
)  # fmt: skip  # a table
# Before `name`, whose it is: somebody's that the rows are about, not who signs in or has published something.
_SOMEBODYS = (
    "applicant", "attendee", "beneficiary", "buyer", "candidate", "contact", "customer", "donor", "employee", "father",
    "guardian", "guest", "mother", "participant", "passenger", "patient", "payee", "payer", "recipient", "resident", "signer",
    "spouse", "student", "subscriber", "visitor", "volunteer",
)  # fmt: skip  # a table

_LAST: Mapping[SecretKind, tuple[str, ...]] = {
    "password": (
        "password", "passwd", "pwd", "passcode", "passphrase", "passwort", "senha", "contrasena",
        "db pass", "smtp pass", "user pass",
    ),
    "token": (
        "token", "jwt", "otp", "one time password", "code verifier", "cookie",
        *(f"{word} code" for word in _CODES),
    ),
    "api key": tuple(f"{word} key" for word in (*_KEYS, *_SERVICES)),
    "secret": (
        "secret", "credential", "totp", "mnemonic", "seed phrase", "security answer", "service account json",
        "connection string", "connection uri", "connection url", "database url",
    ),
    "salt": ("salt",),
    "personal": (
        "email", "email address", "email reply to", "mail address", "reply to", "correo",
        "phone", "phone number", "mobile", "mobile number", "telephone", "cell phone", "telefone",
        "telefono", "whatsapp", "whatsapp number", "fax",
        "first name", "last name", "full name", "middle name", "maiden name", "family name", "given name",
        "surname", "birth day", "birth date", "date of birth", "dob", "gender", "nationality", "religion",
        "ssn", "social security number", "national id", "passport", "passport number", "driver license",
        "license number", "tax id", "tax number", "vat id", "cpf",
        "address", "address line", "street", "postal code", "postcode", "zip code", "zip", "ip", "ip address",
        "iban", "bic", "swift code", "account number", "bank account", "routing number", "card number",
        "card pan", "cvv", "cvc", "salary", "diagnosis", "symptom", "allergen", "medication", "blood type", "blood group",
        "allergy", "medical history", "medical condition", "medical note", "clinical note",
        *(f"{word} name" for word in _SOMEBODYS),
    ),
}  # fmt: skip  # a table
_KINDS: Mapping[Words, SecretKind] = {
    tuple(text.split()): kind for kind, texts in _LAST.items() for text in texts
}
_LONGEST = max(map(len, _KINDS))

# Numbers and dates that are personal or secret; else only text, bytes and JSON are.
_OTHER_TYPES: Mapping[str, frozenset[str]] = {
    "Int": frozenset({"otp", "phone", "mobile", "ssn", "code", "number", "salary", "fax"}),
    "BigInt": frozenset({"phone", "mobile", "ssn", "number", "telephone", "cpf"}),
    "Float": frozenset({"salary"}),
    "Decimal": frozenset({"salary"}),
    "DateTime": frozenset({"day", "date", "birth", "dob"}),
}

# Before or behind the noun they say in which form the value is held.
_HASHED = frozenset({"hash", "hashed", "digest", "bcrypt", "argon", "sha"})
_ENCRYPTED = frozenset({"encrypted", "enc", "cipher", "ciphertext", "encryption"})
_FORMS = frozenset({"value", "plain", "plaintext", "raw", "text", "string", "base", "hex", "pem"})
_STATES = frozenset({"old", "new", "previous", "current", "temporary", "temp", "pending"})
_AROUND = _HASHED | _ENCRYPTED | _STATES
# A part of the value, or a thing of the same name that everyone may see.
_HARMLESS = frozenset({
    "partial", "masked", "redacted", "obfuscated", "public", "publishable", "prefix", "suffix",
    "preview", "placeholder", "hint",
})  # fmt: skip  # a table
_OTHER: Mapping[str, frozenset[str]] = {
    "token": frozenset(
        [
            "page",
            "sync",
            "continuation",
            "cursor",
            "from",
            "to",
            "in",
            "out",
            "base",
            "quote",
            "next",
        ]
    ),
    "address": frozenset(
        ["wallet", "contract", "token", "mac", "memory", "block", "web", "crypto", "from"]
    ),
    "email": frozenset(["support", "sender", "from", "noreply"]),
}
# Lists of what may reach the server, and what may not: settings, whoever stands in them.
_FILTERS = frozenset({
    "allow", "allowed", "allowlist", "banned", "blacklist", "blacklisted", "blocked", "blocklist", "denied", "whitelist",
    "whitelisted",
})  # fmt: skip  # a table
_PLACES = frozenset({
    "branch", "building", "company", "hotel", "location", "office", "organisation", "organization",
    "place", "property", "restaurant", "shop", "store", "supplier", "venue", "warehouse",
})  # fmt: skip  # a table
# By themselves these are said of things, too: `fullName` of a repository.
_WEAK = frozenset(
    {
        ("address",),
        ("full", "name"),
        ("given", "name"),
        ("family", "name"),
        ("mobile",),
        ("fax",),
        ("gender",),
        ("zip",),
    }
)
_PERSONS = frozenset({
    "account", "admin", "applicant", "attendee", "author", "beneficiary", "buyer", "candidate", "child", "client", "contact",
    "customer", "doctor", "donor", "driver", "employee", "guardian", "guest", "invitee", "lead", "member", "nurse", "owner",
    "parent", "participant", "passenger", "patient", "payee", "payer", "person", "player", "profile", "recipient", "resident",
    "seller", "sender", "signer", "staff", "student", "subscriber", "teacher", "traveler", "user", "viewer", "visitor",
    "volunteer", "worker",
})  # fmt: skip  # a table
_OF_PERSONS = frozenset({
    "billing", "delivery", "home", "invoice", "mailing", "order", "postal", "residential", "shipping", "tenant",
})  # fmt: skip  # a table
# Fields that stand beside what is somebody's, without `_` and in lower case.
_BESIDE_PERSONS = frozenset({
    "birthdate", "city", "country", "dateofbirth", "dob", "email", "firstname", "gender", "lastname", "phone", "phonenumber",
    "postalcode", "postcode", "street", "userid", "username", "zip", "zipcode",
})  # fmt: skip  # a table
_AT_PLACES = frozenset(["address", "line", "street", "postcode", "zip", "code"])


def secrets(lowered: Lowered) -> tuple[Secret, ...]:
    """In the schema's order; a field of a composite type is named with its path, `address.street`."""
    return tuple(
        Secret(name, ".".join(nested.path), kind)
        for name, model in lowered.models.items()
        for nested in nested_fields(model.fields, lowered)
        if (kind := _kind(words_of(nested.path[-1]), nested.field, _around(name, nested)))
    )


class _Owner(NamedTuple):
    """The words that lead to a field: the model's, and those of the fields it is in."""

    words: Words
    names: frozenset[str]


def _around(model: str, nested: NestedField) -> _Owner:
    words = tuple(word for name in (model, *nested.path[:-1]) for word in words_of(name))
    return _Owner(words, nested.siblings)


def _kind(words: Words, lowered: LoweredField, owner: _Owner) -> SecretKind | None:
    type_ = lowered.field.type
    if not isinstance(type_, Scalar) or lowered.reference is not None or not words:
        return None
    if is_noun_last(words):
        return None
    if type_.name not in _TEXT:
        is_other = words[-1] in _OTHER_TYPES.get(type_.name, ())
        return _base(words) if is_other else None
    bare = _without(words, _AROUND)
    if _HARMLESS.intersection(words) or _OTHER.get(bare[-1] if bare else "", _NONE) & set(words):
        return None
    if words[0] in _ENCRYPTED or words[-1] in _ENCRYPTED:
        return "encrypted" if len(words) > 1 else None
    base = _base(bare) or _beside(bare, owner)
    if base == "personal" and _is_of_a_thing(bare, owner):
        return None
    if base is None and bare[-1:] and bare[-1] in _FORMS:
        base = _base(_without(bare, _FORMS))
        base = None if base == "personal" else base
    is_hashed = words[0] in _HASHED or words[-1] in _HASHED
    if not is_hashed:
        return base
    if base == "personal":
        return None
    is_known = base is not None or bare == ("key",) or (not bare and _holds_secrets(owner))
    return "hash" if is_known else None


def _is_of_a_thing(words: Words, owner: _Owner) -> bool:
    """One word says little: an address is that of a shop or a server, unless it is somebody's."""
    if words[-1] in _AT_PLACES and _PLACES.intersection(owner.words):
        return True
    if _FILTERS.intersection(words):
        return True
    if _known_end(words) not in _WEAK:
        return False
    said = {*owner.words, *words}
    is_somebodys = (_PERSONS | _OF_PERSONS) & said or "address" in owner.words
    beside = owner.names - {"".join(words)}
    return not is_somebodys and _BESIDE_PERSONS.isdisjoint(beside)


def _without(words: Words, forms: Collection[str]) -> Words:
    """Without the words for a form at both ends, and without numbers."""
    found = [word for word in words if not word.isdigit()]
    while found and found[0] in forms:
        del found[0]
    while found and found[-1] in forms:
        del found[-1]
    return tuple(found)


def _base(words: Words) -> SecretKind | None:
    return _KINDS.get(_known_end(words))


def _known_end(words: Words) -> Words:
    """The longest end that is known; nothing for none."""
    ends = (words[-size:] for size in range(min(_LONGEST, len(words)), 0, -1))
    return next((end for end in ends if end in _KINDS), ())


# ---- what stands beside it ----------------------------------------------------------------------

_NONCES = frozenset({"iv", "nonce", "authtag", "isencrypted", "encrypted"})
_CONTENTS = frozenset({"value", "data", "content", "payload", "body", "config", "text"})
_CODE_MODELS = frozenset(
    ["verification", "invitation", "invite", "oauth", "otp", "mfa", "recovery", "reset", "backup"]
)
_PEOPLE = frozenset({"user", "admin", "account", "member", "customer", "staff", "employee"})


# Who has these is a person, and so `name` is a person's.
_REACHED_BY = frozenset({
    "email", "emailaddress", "mobile", "nickname", "password", "passwordhash", "phone", "phonenumber", "username",
})  # fmt: skip  # a table
# A first name stands beside the last, whoever it is.
_LAST_NAMES = frozenset({"familyname", "lastname", "surname"})
# Who wrote a mail and who got it, where its fields are those of one.
_MAILED = frozenset({"bcc", "cc", "from", "to"})
_OF_MAIL = (frozenset({"bcc", "cc", "replyto"}), frozenset({"to", "subject"}))


def _beside(words: Words, owner: _Owner) -> SecretKind | None:
    """One word alone says little: the model and its other fields say the rest."""
    if len(words) != 1:
        return None
    word = words[0]
    if word in _CONTENTS and _NONCES.intersection(owner.names):
        return "encrypted"
    if word == "key" and _base(owner.words) in ("api key", "token", "secret"):
        return "api key"
    if word == "refresh" and owner.names & {"token", "accesstoken", "access"}:
        return "token"
    if word == "value" and "secret" in owner.words:
        return "secret"
    if word in _MAILED and all(names & owner.names for names in _OF_MAIL):
        return "personal"
    if word in ("code", "value"):
        is_code = _CODE_MODELS.intersection(owner.words) or _base(owner.words) == "token"
        return "token" if is_code else None
    if word == "identifier" and "token" in owner.names:
        return "personal"
    if word == "name" and _LAST_NAMES & owner.names:
        return "personal"
    if word in ("name", "nickname") and owner.words[-1:] and owner.words[-1] in _PERSONS:
        return "personal" if _REACHED_BY.intersection(owner.names) else None
    return "token" if word == "sid" and "session" in owner.words else None


def _holds_secrets(owner: _Owner) -> bool:
    """Whether a bare `hash` is one of a password or key, not the fingerprint of some content."""
    is_person = bool(_PEOPLE.intersection(owner.words)) and "password" not in owner.names
    base = _base(owner.words)
    return is_person or "salt" in owner.names or (base is not None and base != "personal")
