"""The few questions that are put to git. The repository is not trusted: only objects and the index are read, no
file of the work tree, and nothing that its configuration names is run: no filter, monitor, hook or helper.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO

from prisma_schema_parser.regular_files import LARGEST, reason, too_large

# Set by a hook's git, and relative to the folder that the hook runs in.
_PLACES = (
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_WORK_TREE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_COMMON_DIR",
)
# The user's own settings, `safe.directory` among them; what we say on the command line wins over them.
_SETTINGS = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT")
_SETTING_PAIRS = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")
_LISTS = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_CEILING_DIRECTORIES",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
)
_ALWAYS = {
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch what is missing, by a command it names
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}
_CONFIGURATION = (
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    f"core.hooksPath={os.devnull}",
    "core.askPass=",
    "core.sshCommand=",
    "credential.helper=",
    "diff.external=",
    "gc.auto=0",
    "maintenance.auto=false",
    "safe.bareRepository=explicit",  # a folder of files may look like a repository, with settings
    "submodule.recurse=false",
)
_SECONDS = 60
_FILE_MODES = frozenset({"100644", "100755"})


class GitFailed(Exception):
    """Git can't answer; the message is for the user."""


class Repository:
    """The repository that holds a folder."""

    def __init__(self, folder: str) -> None:
        """Raises `GitFailed`."""
        self._folder = folder
        self._git = _program(os.environ.get("PATH", ""), (os.getcwd(), folder))
        self.top = self._ask("rev-parse", "--show-toplevel").removesuffix("\n")
        if not _is_top(self.top, folder):
            raise GitFailed(
                "core.worktree in the configuration of the repository names another folder"
            )

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
            if path and path.endswith(ending) and head.split()[0] in _FILE_MODES:
                found[path] = head.split()[2]
        return found

    def renames(self, commit: str, ending: str) -> dict[str, str]:
        """Old path -> new path, of what moved between the commit and the index."""
        how = ("--cached", "--name-status", "-z", "--no-ext-diff", "--no-textconv")
        which = ("--find-renames", "--diff-filter=R", "--ignore-submodules=all")
        answer = self._ask("diff-index", *how, *which, commit, "--", f":(top,glob)**/*{ending}")
        words = answer.split("\0")
        return {words[at + 1]: words[at + 2] for at in range(0, len(words) - 2, 3)}

    def contents(self, objects: Sequence[str]) -> list[bytes]:
        """Raises `GitFailed` where one is not here, or larger than a schema may be."""
        given = "".join(f"{one}\n" for one in objects).encode("ascii")
        for line in self._run(("cat-file", "--batch-check"), given).splitlines():
            _refuse_unreadable(line)
        return list(_batch(self._run(("cat-file", "--batch"), given), len(objects)))

    def _ask(self, *arguments: str) -> str:
        return os.fsdecode(self._run(arguments, b""))

    def _run(self, arguments: Sequence[str], given: bytes) -> bytes:
        settings = (word for setting in _CONFIGURATION for word in ("-c", setting))
        try:
            done = subprocess.run(
                [self._git, "--no-pager", *settings, *arguments],
                cwd=self._folder,
                input=given,
                capture_output=True,
                env=_environment(os.environ),
                check=False,
                timeout=_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise GitFailed(f"git {arguments[0]} took more than {_SECONDS} seconds") from None
        except OSError as error:
            raise GitFailed(f"git can't be run: {reason(error)}") from None
        if done.returncode:
            errors = os.fsdecode(done.stderr).strip().splitlines()
            raise GitFailed(errors[0] if errors else f"git {arguments[0]} failed")
        return done.stdout


def _program(path: str, folders: Iterable[str]) -> str:
    """Git by its absolute path, and never one that lies in the folders that are looked at: not the shell's
    way, and on Windows not the system's, which takes the current folder first.
    """
    name = "git.exe" if sys.platform == "win32" else "git"
    shunned = [os.path.join(os.path.realpath(folder), "") for folder in folders]
    for entry in path.split(os.pathsep):
        program = os.path.join(entry, name)
        if not os.path.isabs(entry) or not os.path.isfile(program):
            continue
        places = (os.path.abspath(program), os.path.realpath(program))
        is_shunned = any(place.startswith(folder) for place in places for folder in shunned)
        if not is_shunned and os.access(program, os.X_OK):
            return program
    raise GitFailed("git can't be run: no such file or directory")


def _is_top(top: str, folder: str) -> bool:
    """Whether the files of a repository are where it lies: else none of them would be in its commits."""
    if os.environ.get("GIT_DIR"):
        return True
    found = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(found, ".git")) and found != os.path.dirname(found):
        found = os.path.dirname(found)
    return os.path.realpath(top) == found


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """Ours without git's own variables but for those that say where things are."""
    found = {name: value for name, value in given.items() if not name.startswith("GIT_")}
    for name in (*_SETTINGS, *_LISTS):
        if name in given:
            found[name] = given[name]
    found |= {name: value for name, value in given.items() if name.startswith(_SETTING_PAIRS)}
    for name in _PLACES:
        if given.get(name):
            found[name] = os.path.abspath(given[name])
    if (
        "GIT_DIR" in found
    ):  # then the files are in the current folder: ours, and not the one git runs in
        found.setdefault("GIT_WORK_TREE", os.getcwd())
    return {**found, **_ALWAYS}


def _refuse_unreadable(line: bytes) -> None:
    """`<object> blob <size>`, or `<object> missing`."""
    words = line.split()
    if len(words) != 3:
        raise GitFailed("a file of that commit is not in this clone: fetch it first")
    if int(words[2]) > LARGEST:
        raise GitFailed(f"a file of that commit is {too_large(LARGEST)}: no schema is")


def _batch(answer: bytes, count: int) -> Iterator[bytes]:
    """`<object> blob <size>\\n<content>\\n`, one after the other."""
    left = BytesIO(answer)
    for _ in range(count):
        *_, size = left.readline().split()
        yield left.read(int(size))
        left.readline()
