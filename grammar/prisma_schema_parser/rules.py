"""Every PC1xx rule: what makes a schema invalid, and what its reader should know.

A code is never reused; the name states the fact. Codes go by theme: 10x reading and syntax,
11x names, 12x types, 13x attributes and arguments, 14x defaults, 15x ids, uniques and indexes,
16x relations, 17x configuration, 18x composite types, enums and views, 19x deprecations.
"""

from __future__ import annotations

from .diagnostic import Rule, Severity

E, W = Severity.ERROR, Severity.WARNING

UNREADABLE_SOURCE = Rule("PC100", "unreadable-source", E)
SYNTAX_ERROR = Rule("PC101", "syntax-error", E)
PRISMA_NEXT_CONTRACT = Rule("PC102", "prisma-next-contract", E)
UNKNOWN_BLOCK = Rule("PC103", "unknown-block", E)
UNCLOSED_BLOCK = Rule("PC104", "unclosed-block", E)
LEGACY_SYNTAX = Rule("PC105", "legacy-syntax", E)

DUPLICATE_NAME = Rule("PC110", "duplicate-name", E)
RESERVED_NAME = Rule("PC111", "reserved-name", E)
INVALID_NAME = Rule("PC112", "invalid-name", E)

UNKNOWN_TYPE = Rule("PC120", "unknown-type", E)
UNSUPPORTED_SCALAR = Rule("PC121", "scalar-not-supported-by-provider", E)
NATIVE_TYPE = Rule("PC122", "invalid-native-type", E)

UNKNOWN_ATTRIBUTE = Rule("PC130", "unknown-attribute", E)
INVALID_ARGUMENT = Rule("PC131", "invalid-argument", E)
UNKNOWN_FIELD = Rule("PC132", "unknown-field", E)
DUPLICATE_ATTRIBUTE = Rule("PC133", "duplicate-attribute", E)
MISPLACED_ATTRIBUTE = Rule("PC134", "misplaced-attribute", E)

INVALID_DEFAULT = Rule("PC140", "invalid-default", E)

INVALID_ID = Rule("PC150", "invalid-id", E)
INVALID_INDEX = Rule("PC151", "invalid-index", E)
MISSING_UNIQUE_CRITERION = Rule("PC152", "missing-unique-criterion", E)

INVALID_RELATION = Rule("PC160", "invalid-relation", E)
MISSING_OPPOSITE = Rule("PC161", "missing-opposite-relation-field", E)
AMBIGUOUS_RELATION = Rule("PC162", "ambiguous-relation", E)

INVALID_CONFIGURATION = Rule("PC170", "invalid-configuration", E)
