"""Hypothesis strategies for Prisma schemas as text. A new feature of the compiler extends these.

    @given(schemas())                      # any provider, one file or a folder; nearly all valid
    @given(schemas("mysql"))
    @given(schemas().flatmap(lambda schema: mutations(schema.text)))   # anything but valid

Every schema is built from the outside in: a `Draft` gathers what later choices must know (which columns are keys,
which pairs of models are related), so nothing is drawn and thrown away. `markup` keeps the places where blanks may
stand, `layout` fills them and adds comments.
"""

from .constructs import CONSTRUCTS, constructs, native_types
from .mutate import mutations
from .providers import PROVIDERS
from .schema import SchemaText, schemas

__all__ = [
    "CONSTRUCTS",
    "PROVIDERS",
    "SchemaText",
    "constructs",
    "mutations",
    "native_types",
    "schemas",
]
