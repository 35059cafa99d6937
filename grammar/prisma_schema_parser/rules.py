"""Every PC1xx rule: what makes a schema invalid, and what its reader should know.

A code is never reused; the name states the fact. Codes go by theme: 10x reading and syntax,
11x names, 12x types, 13x attributes and arguments, 14x defaults, 15x ids, uniques and indexes,
16x relations, 17x configuration, 18x composite types, enums and views, 19x warnings.
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
NO_SINGLE_VERSION = Rule("PC106", "no-single-prisma-version", E)

DUPLICATE_NAME = Rule("PC110", "duplicate-name", E)
RESERVED_NAME = Rule("PC111", "reserved-name", E)
INVALID_NAME = Rule("PC112", "invalid-name", E)
DUPLICATE_DATABASE_NAME = Rule("PC113", "duplicate-database-name", E)
CLIENT_NAME_CLASH = Rule("PC114", "client-name-clash", E)
CONSTRAINT_NAME_CLASH = Rule("PC115", "constraint-name-clash", E)
CONSTRAINT_NAME_TOO_LONG = Rule("PC116", "constraint-name-too-long", E)

UNKNOWN_TYPE = Rule("PC120", "unknown-type", E)
UNSUPPORTED_SCALAR = Rule("PC121", "scalar-not-supported-by-provider", E)
NATIVE_TYPE = Rule("PC122", "invalid-native-type", E)
NEEDLESS_UNSUPPORTED = Rule("PC123", "needless-unsupported-type", E)

UNKNOWN_ATTRIBUTE = Rule("PC130", "unknown-attribute", E)
INVALID_ARGUMENT = Rule("PC131", "invalid-argument", E)
UNKNOWN_FIELD = Rule("PC132", "unknown-field", E)
DUPLICATE_ATTRIBUTE = Rule("PC133", "duplicate-attribute", E)
MISPLACED_ATTRIBUTE = Rule("PC134", "misplaced-attribute", E)
UNKNOWN_ARGUMENT = Rule("PC135", "unknown-argument", E)
MISSING_ARGUMENT = Rule("PC136", "missing-argument", E)
DUPLICATE_ARGUMENT = Rule("PC137", "duplicate-argument", E)
REPEATED_FIELD = Rule("PC138", "repeated-field", E)

INVALID_DEFAULT = Rule("PC140", "invalid-default", E)
UNKNOWN_DEFAULT_FUNCTION = Rule("PC141", "unknown-default-function", E)
AUTO_INCREMENT = Rule("PC142", "autoincrement-not-possible", E)
INVALID_UPDATED_AT = Rule("PC143", "invalid-updated-at", E)

INVALID_ID = Rule("PC150", "invalid-id", E)
INVALID_INDEX = Rule("PC151", "invalid-index", E)
MISSING_UNIQUE_CRITERION = Rule("PC152", "missing-unique-criterion", E)
UNSUPPORTED_INDEX = Rule("PC153", "index-not-supported-by-provider", E)
INVALID_PARTIAL_INDEX = Rule("PC154", "invalid-partial-index", E)
TYPE_NOT_INDEXABLE = Rule("PC155", "type-not-indexable", E)
CLUSTERED_TWICE = Rule("PC156", "clustered-twice", E)
INVALID_OPERATOR_CLASS = Rule("PC157", "invalid-operator-class", E)
INVALID_SHARD_KEY = Rule("PC158", "invalid-shard-key", E)

INVALID_RELATION = Rule("PC160", "invalid-relation", E)
MISSING_OPPOSITE = Rule("PC161", "missing-opposite-relation-field", E)
AMBIGUOUS_RELATION = Rule("PC162", "ambiguous-relation", E)
RELATION_TYPES_DIFFER = Rule("PC163", "relation-field-types-differ", E)
REFERENCES_NOT_UNIQUE = Rule("PC164", "references-not-unique", E)
ONE_TO_ONE_NOT_UNIQUE = Rule("PC165", "one-to-one-not-unique", E)
RELATION_ARITY = Rule("PC166", "relation-arity", E)
INVALID_REFERENTIAL_ACTION = Rule("PC167", "invalid-referential-action", E)
REFERENTIAL_ACTION_CYCLE = Rule("PC168", "referential-action-cycle", E)
MULTIPLE_CASCADE_PATHS = Rule("PC169", "multiple-cascade-paths", E)

INVALID_CONFIGURATION = Rule("PC170", "invalid-configuration", E)
UNKNOWN_PROVIDER = Rule("PC171", "unknown-provider", E)
UNKNOWN_PREVIEW_FEATURE = Rule("PC172", "unknown-preview-feature", E)
MISSING_PREVIEW_FEATURE = Rule("PC173", "missing-preview-feature", E)
INVALID_NAMESPACE = Rule("PC174", "invalid-database-schema", E)

INVALID_COMPOSITE_TYPE = Rule("PC180", "invalid-composite-type", E)
INVALID_ENUM = Rule("PC181", "invalid-enum", E)
INVALID_VIEW = Rule("PC182", "invalid-view", E)
INVALID_IGNORE = Rule("PC183", "invalid-ignore", E)

DEPRECATED_PREVIEW_FEATURE = Rule("PC190", "deprecated-preview-feature", W)
DEPRECATED_PROPERTY = Rule("PC191", "deprecated-property", W)
SET_NULL_ON_REQUIRED_FIELD = Rule("PC192", "set-null-on-required-field", W)
RELATION_WITHOUT_INDEX = Rule("PC193", "relation-without-index", W)
RELATION_NATIVE_TYPES_DIFFER = Rule("PC194", "relation-native-types-differ", W)
SET_DEFAULT_NOT_ENFORCED = Rule("PC195", "set-default-not-enforced", W)
