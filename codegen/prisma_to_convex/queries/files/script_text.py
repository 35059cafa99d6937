"""The scripts in a .vue or .svelte file, each byte where it stood: what is around them becomes blanks."""

from __future__ import annotations

import re

_SCRIPT = re.compile(rb"<script\b([^>]*)>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_NOT_NEWLINE = re.compile(rb"[^\r\n]")
_SRC = re.compile(rb"\bsrc\s*=", re.IGNORECASE)


def only_scripts(data: bytes) -> bytes:
    """
    >>> only_scripts(b'<p>\\n</p><script lang="ts">let a</script>')
    b'   \\n                       let a         '
    """
    out: list[bytes] = []
    at = 0
    for match in _SCRIPT.finditer(data):
        out.append(_blank(data[at : match.start(2)]))
        body = match[2]
        out.append(_blank(body) if _SRC.search(match[1]) else body)
        at = match.end(2)
    out.append(_blank(data[at:]))
    return b"".join(out)


def _blank(data: bytes) -> bytes:
    return _NOT_NEWLINE.sub(b" ", data)
