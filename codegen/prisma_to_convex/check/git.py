"""The few questions that are put to git. Nothing is checked out, no index and no file is touched."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence

# Set by a hook's git, and relative to the folder that the hook runs in.
_PLACES = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")
_FILE_MODES = frozenset({"100644", "100755"})


class GitFailed(Exception):
    """Git can't answer; the message is for the user."""


class Repository:
    """The repository that holds a folder."""

    def __init__(self, folder: str) -> None:
        """Raises `GitFailed`."""
        self._folder = folder
        self.top = self._ask("rev-parse", "--show-toplevel").removesuffix("\n")

    def commit(self, revision: str) -> str | None:
        """The commit of a branch, tag or any other name of one."""
        try:
            arguments = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
            return self._ask("rev-parse", *arguments).strip()
        except GitFailed:
            return None

    def files(self, commit: str, ending: str) -> dict[str, str]:
        """The objects of a commit's files by their path from the top; no links, no submodules."""
        listed = self._ask("ls-tree", "-r", "-z", "--full-tree", commit)
        found = {}
        for entry in listed.split("\0"):
            head, _, path = entry.partition("\t")
            if path.endswith(ending) and head.split()[0] in _FILE_MODES:
                found[path] = head.split()[2]
        return found

    def renames(self, commit: str, ending: str) -> dict[str, str]:
        """Old path -> new path, of what moved between the commit and the files as they are."""
        arguments = ("--name-status", "-z", "--no-ext-diff", "--find-renames", "--diff-filter=R")
        answer = self._ask("diff", *arguments, commit, "--", f":(top,glob)**/*{ending}")
        words = answer.split("\0")
        return {words[at + 1]: words[at + 2] for at in range(0, len(words) - 2, 3)}

    def contents(self, objects: Sequence[str]) -> list[bytes]:
        given = "".join(f"{one}\n" for one in objects).encode("ascii")
        answer = self._run(("cat-file", "--batch"), given)
        return list(_batch(answer, len(objects)))

    def _ask(self, *arguments: str) -> str:
        return os.fsdecode(self._run(arguments, b""))

    def _run(self, arguments: Sequence[str], given: bytes) -> bytes:
        environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
        for name in _PLACES:
            if environment.get(name):
                environment[name] = os.path.abspath(environment[name])
        try:
            done = subprocess.run(
                ["git", *arguments],
                cwd=self._folder,
                input=given,
                capture_output=True,
                env=environment,
                check=False,
            )
        except OSError as error:
            raise GitFailed(f"git can't be run: {(error.strerror or str(error)).lower()}") from None
        if done.returncode:
            errors = os.fsdecode(done.stderr).strip().splitlines()
            raise GitFailed(errors[0] if errors else f"git {arguments[0]} failed")
        return done.stdout


def _batch(answer: bytes, count: int) -> Iterable[bytes]:
    """`<object> blob <size>\\n<content>\\n`, one after the other."""
    at = 0
    for _ in range(count):
        end = answer.index(b"\n", at)
        size = int(answer[at:end].rpartition(b" ")[2])
        yield answer[end + 1 : end + 1 + size]
        at = end + size + 2
