"""Whether the comments of a schema say anything to us. Most say nothing, and then nothing that reads
directives needs to be loaded.
"""

from __future__ import annotations

from prisma_schema_parser.schema import Schema

MARK = "@convex."


def has_directives(schema: Schema) -> bool:
    return any(MARK in source.text for source in schema.sources)


def strip_directives(documentation: str | None) -> str | None:
    """The documentation without directives and the lines that held nothing else."""
    if documentation is None or MARK not in documentation:
        return documentation
    from .comment_text import without_directives

    return without_directives(documentation)
