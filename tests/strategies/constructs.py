"""The constructs of the language by name: each must turn up among a few hundred drawn schemas."""

import re
from collections.abc import Iterator, Mapping

from .providers import PROVIDERS
from .schema import SchemaText

# `~` stands for any blanks, or none.
_PATTERNS: Mapping[str, str] = {
    # blocks and configuration
    "no datasource": r"\A(?![\s\S]*\bdatasource)",
    "datasource": r"^datasource~",
    "postgres alias": r'provider~=~"postgres"',
    "relationMode": r'relationMode~=~"(prisma|foreignKeys)"',
    "referentialIntegrity": r"referentialIntegrity~=",
    "url": r"\burl~=",
    "url from env": r"url~=~env~\(",
    "schemas": r"schemas~=~\[~\"",
    "extensions": r"extensions~=~\[~\w+",
    "extension arguments": r"\w+~\(~(map|schema|version)~:~",
    "datasource of another name": r"datasource~Main_db2",
    "generator": r"^generator~",
    "generator provider from env": r"provider~=~env~\(",
    "preview features": r"previewFeatures~=~\[~\"",
    "preview feature without brackets": r'previewFeatures~=~"',
    "deprecated preview feature": r'"(multiSchema|driverAdapters|omitApi)"',
    "preview feature in capitals": r'"RELATIONJOINS"',
    "binaryTargets": r"binaryTargets~=",
    "engineType": r"engineType~=",
    "custom number": r"1number~=~-1\.50",
    "custom function": r"function~=~env",
    "custom nested array": r"list~=~\[~\"a\"~,~2~,~\[~\]~\]",
    "custom object": r"object~=~\{~a~:",
    "model": r"^(model)~",
    "view": r"^view~",
    "enum": r"^enum~",
    "composite type": r"^type~",
    # scalars
    **{
        f"{scalar}{arity}": rf"\w\s+{scalar}~{re.escape(arity)}(?!\w|~[?\[])"
        for scalar in (
            "Int",
            "BigInt",
            "Float",
            "Boolean",
            "String",
            "DateTime",
            "Bytes",
            "Decimal",
        )
        for arity in ("", "?", "[]")
    },
    "Json": r"\w\s+Json\b",
    "Json[]": r"\w\s+Json~\[\]",
    "Unsupported": r"Unsupported\(~\"",
    "Unsupported?": r"Unsupported\([^)\n]*\)?~\)~\?",
    "enum list with default": r"(Role|Status|Color|Größe|State)\d*~\[\].*@~default~\(~\[",
    "empty list default": r"\[\].*@~default~\(~\[~\]",
    "nested composite type": r"^type~(\w+)~\{[\s\S]*^type~\w+~\{[^}]*\s\1\b",
    "recursive composite type": r"^type~(\w+)~\{[^}]*\s\1\b",
    "composite field with a dash": r"^\s*a-b",
    "native type": r"@~db\.\w+",
    "native type with arguments": r"@~db\.\w+~\(~\d+",
    "native type with two arguments": r"@~db\.\w+~\(~\d+~,~\d+",
    "native type with a named argument": r"@~db\.\w+~\(~n~:~\d",
    # defaults
    **{
        f"default {function}": rf"@~default~\(~(value~:~)?{function}~\("
        for function in (
            "autoincrement",
            "now",
            "uuid",
            "cuid",
            "ulid",
            "nanoid",
            "dbgenerated",
            "auto",
            "sequence",
        )
    },
    "uuid(7)": r"uuid~\(~7",
    "cuid(2)": r"cuid~\(~2",
    "nanoid(n)": r"nanoid~\(~\d",
    "dbgenerated with SQL": r"dbgenerated~\(~\"",
    "dbgenerated on Unsupported": r"Unsupported.*dbgenerated",
    "sequence options": r"sequence~\(~(start|increment|minValue|maxValue|cache|virtual)",
    "value: named": r"default~\(~value~:",
    "default map": r"default~\([^\n]*map~:",
    "default of a number": r"default~\(~-?\d",
    "default true": r"default~\(~(true|false)~\)",
    "default string": r"default~\(~\"",
    "default enum value": r"default~\(~(NEW|ACTIVE|DONE|lower|class|default)\d*~\)",
    "default date and time": r'default~\(~"\d{4}-\d\d-\d\d[Tt ]',
    "default JSON": r'Json.*default~\(~"',
    "default base64": r'Bytes.*default~\(~"A',
    # field attributes
    "@id": r"@~id\b",
    "@id map": r"@~id~\([^)\n]*map~:",
    "@id length": r"@~id~\([^)\n]*length~:",
    "@id sort": r"@~id~\([^)\n]*sort~:",
    "@id clustered": r"@~id~\([^)\n]*clustered~:",
    "@unique": r"(?<!@)@~unique\b",
    "@unique map": r"[^@]@~unique~\([^)\n]*map~:",
    "@unique sort": r"[^@]@~unique~\([^)\n]*sort~:",
    "@unique where": r"[^@]@~unique~\([^)\n]*where~:",
    "@id @unique": r"@~id\b.*[^@]@~unique",
    "@updatedAt": r"@~updatedAt",
    "@map": r"[^@]@~map~\(~\"",
    "@map named": r"[^@]@~map~\(~name~:",
    "@ignore": r"[^@]@~ignore",
    "@shardKey": r"[^@]@~shardKey",
    # block attributes
    "@@id": r"@@~id~\(~\[",
    "@@id of one field": r"@@~id~\(~(fields~:~)?\[~\w+~\]",
    "@@id name": r"@@~id.*name~:",
    "@@id clustered": r"@@~id.*clustered~:",
    "@@unique": r"@@~unique~\(~\[",
    "@@unique fields": r"@@~unique~\(~fields~:",
    "@@unique name": r"@@~unique.*name~:",
    "@@unique map": r"@@~unique.*map~:",
    "@@unique where": r"@@~unique.*where~:",
    "@@index": r"@@~index~\(~\[",
    "@@index without brackets": r"@@~index~\(~\w+~[,)]",
    "@@index map": r"@@~index.*map~:",
    "@@index name": r"@@~index.*name~:",
    "@@index clustered": r"@@~index.*clustered~:",
    "@@index where raw": r"@@~index.*where~:~raw~\(~\"",
    "@@index where object": r"@@~index.*where~:~\{~\w+~:",
    "where not": r"where~:~\{.*:~\{~not~:",
    "where null": r"where~:~\{.*:~null",
    "sort Desc": r"\w~\(~sort~:~Desc",
    "length": r"\w~\([^)\n]*length~:~\d",
    "trailing comma in a field": r"\w~\([^)\n]*,~\)",
    "unknown argument in a field": r"foo:~1",
    **{
        f"type {kind}": rf"type~:~{kind}"
        for kind in ("BTree", "Hash", "Gist", "Gin", "SpGist", "Brin")
    },
    "ops": r"ops~:~\w+Ops",
    "ops raw": r"ops~:~raw~\(~\"",
    "path into a composite type": r"@@~index~\([^\n]*\w\.\w",
    "@@fulltext": r"@@~fulltext~\(",
    "@@fulltext sort": r"@@~fulltext.*sort~:",
    "@@map": r"@@~map~\(~\"",
    "@@map named": r"@@~map~\(~name~:",
    "@@schema": r"@@~schema~\(~\"",
    "@@ignore": r"@@~ignore",
    "@@shardKey": r"@@~shardKey",
    # relations
    "1-n": r"@~relation~\([^\n]*fields~:",
    "1-1": r"^model~(\w+)~\{[^}]*\s(\w+)~\?[\s\S]*^model~\2~\{[^}]*\s\1~\??~@~relation[^\n]*fields",
    "m-n": r"^model~(\w+)~\{[^}]*\s(\w+)~\[\][\s\S]*^model~\2~\{[^}]*\s\1~\[\]",
    "m-n embedded": r"\w~\[\]~@~relation~\([^\n]*fields",
    "self relation 1-n": r"^model~(\w+)~\{[^}]*\s\1~\??~@~relation[^}]*\s\1~\[\]",
    "self relation 1-1": r"^model~(\w+)~\{[^}]*\s\1~\??~@~relation[^}]*\s\1~\?~@~relation",
    "self relation m-n": r"^model~(\w+)~\{[^}]*\s\1~\[\][^}]*\s\1~\[\]",
    "references without brackets": r"references~:~\w",
    "composite foreign key": r"fields~:~\[~\w+~,~\w+",
    "named relation": r'@~relation~\(~"',
    "relation name:": r"@~relation~\(~name~:",
    "relation with an empty-looking name": r'@~relation~\(~(name~:~)?"\d+"',
    "relation map": r"@~relation~\([^\n]*map~:",
    "ignored relation": r"@~relation.*@~ignore",
    **{
        f"{when} {action}": rf"{when}~:~{action}"
        for when in ("onDelete", "onUpdate")
        for action in ("Cascade", "Restrict", "NoAction", "SetNull", "SetDefault")
    },
    "join model": r"^model~\w+On\w+",
    # lexical
    "CRLF": r"\r\n",
    "lone CR": r"\r(?!\n)",
    "NBSP": "\u00a0",
    "ideographic space": "\u3000",
    "tab": r"\t",
    "no blank before an attribute": r"[\w?\])]@",
    "blank after @": r"@[ \t]+id\b",
    "keyword glued to a name": r"^(model|enum|type|view|generator)(?=[A-ZÜПа-я]\w* ?\{)\w",
    "block after a block on one line": r"^\}~(model|enum|type|view|generator|datasource)",
    "junk after an opening brace": r"\{~junk",
    "unicode identifier": r"\b(用户|ключ|名前|Naïve|Größe)\b",
    "documentation": r"^\s*///~",
    "comment": r"^\s*//~",
    "four slashes": r"////",
    "trailing comment": r"^\s*\w+\s+\w+.*[^/\s]~//~",
    "trailing documentation": r"^\s*\w+\s+\w+.*~///",
    "block comment": r"/\*~",
    "block comment over two lines": r"/\*\*~[^\r\n]*\r?\n?~\*~more",
    "block comment before a field": r"^\s*/\*[^\r\n]*\*/\s*\w",
    "dangling documentation": r"///~dangling",
    "closing a comment in documentation": r"//[^\n]*\*/~ends~it",
    "backticks in a comment": r"//~?`code`~and~\$\{x\}",
    "script in a comment": r"//[^\n]*</script>",
    "escaped quote in a string": r'"[^"\n]*\\"',
    "escaped newline in a string": r'"[^"\n]*\\n[^"\n]*"',
    "unicode escape in a string": r'"[^"\n]*\\u[0-9a-f]{4}',
    "template literal in a string": r'"[^"\n]*\$\{x\}',
    "end of comment in a string": r'"[^"\n]*\*/',
}


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("~", r"[^\S\r\n]*"), re.MULTILINE)


CONSTRUCTS: Mapping[str, re.Pattern[str]] = {
    name: _compiled(pattern) for name, pattern in _PATTERNS.items()
}


def constructs(schema: SchemaText) -> set[str]:
    """The names of those that occur; "folder" where there are several files, and the provider's name."""
    text = schema.text
    found = {name for name, pattern in CONSTRUCTS.items() if pattern.search(text)}
    return found | {schema.provider} | ({"folder"} if len(schema.files) > 1 else set())


def native_types(provider: str) -> Iterator[str]:
    """The names of a provider's native types."""
    options = (option for group in PROVIDERS[provider].natives.values() for option in group)
    return iter(sorted({option.partition("(")[0] for option in options}))
