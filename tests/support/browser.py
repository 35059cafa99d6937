"""A real Chromium, headless, asked from Python: `P2C_CHROMIUM` names it, else it is looked for on the PATH.

It opens files only; whatever else a page asks for is refused and listed in `PageEvents.requests`.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from support.oracle import _Server

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def executable() -> str | None:
    """The browser's path, None where there is none."""
    chosen = os.environ.get("P2C_CHROMIUM")
    names = (chosen,) if chosen else _NAMES
    return next((found for name in names if (found := shutil.which(name))), None)


@dataclass(frozen=True, slots=True)
class PageEvents:
    """What happened since the page was opened."""

    errors: list[str]
    requests: list[str]
    dialogs: int


@dataclass(frozen=True, slots=True)
class Violation:
    """What axe-core finds; `impact` is "minor", "moderate", "serious" or "critical"."""

    id: str
    impact: str
    nodes: list[str]


class Browser:
    """One page at a time."""

    def __init__(self, path: str) -> None:
        self._server = _Server("browser.mjs")
        self._ask("start", executable=path)

    def open(
        self,
        path: Path,
        *,
        hash: str = "",
        width: int = 1400,
        height: int = 900,
        scheme: Literal["light", "dark"] = "light",
        script: bool = True,
        media: Literal["screen", "print"] = "screen",
    ) -> None:
        """For paper, `width` is that between its margins."""
        url = path.resolve().as_uri() + hash
        self._ask(
            "open",
            url=url,
            width=width,
            height=height,
            scheme=scheme,
            script=script,
            media=media,
        )

    def events(self) -> PageEvents:
        return PageEvents(**self._ask("events"))

    def evaluate(self, code: str) -> Any:  # whatever the expression gives
        return self._ask("evaluate", code=code)

    def wait(self, code: str) -> None:
        """Until the expression holds; raises after ten seconds."""
        self._ask("wait", code=code)

    def click(self, selector: str) -> None:
        self._ask("click", selector=selector)

    def type(self, selector: str, text: str) -> None:
        self._ask("type", selector=selector, text=text)

    def choose(self, selector: str, value: str) -> None:
        self._ask("choose", selector=selector, value=value)

    def press(self, *keys: str) -> None:
        self._ask("press", keys=keys)

    def axe(self) -> list[Violation]:
        return [Violation(**one) for one in self._ask("axe")]

    def close(self) -> None:
        self._server.close()

    def _ask(self, op: str, **request: Any) -> Any:
        return self._server.ask(op=op, **request)["value"]


@functools.cache
def browser(path: str) -> Browser:
    """This process's browser, kept until it ends."""
    found = Browser(path)
    atexit.register(found.close)
    return found
