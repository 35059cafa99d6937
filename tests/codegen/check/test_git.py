"""A repository is not trusted: whatever its configuration names, `--against` runs none of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prisma_to_convex.check import git as git_objects
from prisma_to_convex.check.git import GitFailed, Repository
from prisma_to_convex.cli import main

from .conftest import SCHEMA, Check, write
from .test_against import PHONE, commit, git, repository

__all__ = ["repository"]


@pytest.fixture
def trap(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A command that leaves a mark, and the mark."""
    folder = tmp_path_factory.mktemp("trap")
    command, mark = folder / "command", folder / "mark"
    command.write_text(f"#!/bin/sh\necho x >> '{mark}'\ncat\n")
    command.chmod(0o755)
    return str(command), mark


def _against(repository: Check) -> None:
    """A file that changed, one that is gone and one that was renamed."""
    write("prisma/schema.prisma", PHONE)
    Path("prisma/gone.prisma").unlink()
    git("mv", "prisma/old.prisma", "prisma/new.prisma")
    for path in (Path("prisma/new.prisma"), Path("prisma/schema.prisma")):
        os.utime(path, (1, 1))  # git would look whether it changed


def _three() -> None:
    many = "".join(f"// line {number}\n" for number in range(30))
    commit(prisma__gone="enum Gone {\n  A\n}\n", prisma__old=f"{many}enum Old {{\n  A\n}}\n")


HOSTILE: list[tuple[dict[str, str], dict[str, str]]] = [
    ({"core.fsmonitor": "{trap}"}, {}),
    ({"filter.x.clean": "{trap}", "filter.x.smudge": "{trap}"}, {"*.prisma": "filter=x"}),
    ({"filter.x.process": "{trap}", "filter.x.required": "true"}, {"*.prisma": "filter=x"}),
    ({"diff.x.textconv": "{trap}"}, {"*.prisma": "diff=x"}),
    ({"diff.x.command": "{trap}"}, {"*.prisma": "diff=x"}),
    ({"diff.external": "{trap}"}, {}),
    ({"core.pager": "{trap}", "pager.diff-index": "{trap}", "pager.ls-tree": "{trap}"}, {}),
    (
        {"alias.rev-parse": "!{trap}", "alias.ls-tree": "!{trap}", "alias.cat-file": "!{trap}"},
        {},
    ),
    ({"core.sshCommand": "{trap}", "core.askPass": "{trap}", "core.editor": "{trap}"}, {}),
    ({"core.alternateRefsCommand": "{trap}", "core.gitProxy": "{trap}"}, {}),
    ({"gpg.program": "{trap}", "log.showSignature": "true"}, {}),
    ({"credential.helper": "!{trap}", "url.ext::{trap}.insteadOf": "https:"}, {}),
    ({"diff.x.textconv": "{trap}", "core.attributesFile": ".gitattributes"}, {"*": "diff=x"}),
    ({"trace2.normalTarget": "{mark}", "trace2.eventTarget": "{mark}"}, {}),
    ({"core.fsmonitor": "true", "core.splitIndex": "true", "index.sparse": "true"}, {}),
    ({"color.ui": "always", "core.quotePath": "true", "diff.noprefix": "true"}, {}),
]


@pytest.mark.parametrize(("settings", "files"), HOSTILE)
def test_nothing_that_the_configuration_names_is_run(
    repository: Check,
    trap: tuple[str, Path],
    settings: dict[str, str],
    files: dict[str, str],
) -> None:
    _three()
    _against(repository)
    _configure(settings, files, trap)
    done = repository("prisma", "--against", "HEAD", "--fail-on", "warning")
    assert done.code == 1, done.err
    assert "1 new" in done.out
    assert not trap[1].exists()


@pytest.mark.parametrize(("settings", "files"), HOSTILE)
def test_nor_is_it_for_code(
    repository: Check,
    trap: tuple[str, Path],
    settings: dict[str, str],
    files: dict[str, str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("src/a.ts", "prisma.user.findMany();\n")
    commit()
    write("src/a.ts", "prisma.user.findMany();\nprisma.user.findMany({ skip: 2 });\n")
    _configure(settings, files, trap)
    assert main(["queries", "src", "--schema", "prisma", "--against", "HEAD"]) == 0
    assert "Against HEAD: 1 new, 1 known" in capsys.readouterr().out
    assert not trap[1].exists()


def _configure(settings: dict[str, str], files: dict[str, str], trap: tuple[str, Path]) -> None:
    for pattern, attribute in files.items():
        Path(".gitattributes").write_text(f"{pattern} {attribute}\n")
    for name, value in settings.items():
        filled = [
            one.replace("{trap}", trap[0]).replace("{mark}", str(trap[1])) for one in (name, value)
        ]
        git("config", *filled)


@pytest.mark.parametrize("to", ["/", "..", "other", "/nowhere"])
def test_a_work_tree_elsewhere_is_reported(repository: Check, to: str) -> None:
    """Nothing that is looked at would be in any commit, and all of it new."""
    git("init", "--quiet", "other")
    git("config", "core.worktree", os.path.abspath(to))
    done = repository("prisma", "--against", "HEAD")
    assert done.code == 2
    assert "core.worktree in the configuration of the repository names another folder" in done.err


def test_a_submodule_and_another_work_tree_are_where_they_lie(
    repository: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "--", os.getcwd(), "sub")
    git("worktree", "add", "--quiet", "../linked")
    for folder in ("sub", "../../linked"):
        monkeypatch.chdir(folder)
        done = repository("prisma", "--against", "HEAD")
        assert "Against HEAD: 0 new, 2 known" in done.out, done.err


def test_an_included_configuration_is_no_better(repository: Check, trap: tuple[str, Path]) -> None:
    command, mark = trap
    _three()
    _against(repository)
    Path(".git/more").write_text(
        f'[core]\n\tfsmonitor = "{command}"\n[include]\n\tpath = /dev/null\n'
    )
    git("config", "include.path", "more")
    assert repository("prisma", "--against", "HEAD").code == 0
    assert not mark.exists()


def test_hooks_are_not_run(repository: Check, trap: tuple[str, Path]) -> None:
    command, mark = trap
    _three()
    _against(repository)
    for name in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
        hook = Path(".git/hooks") / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(Path(command).read_text())
        hook.chmod(0o755)
    assert repository("prisma", "--against", "HEAD").code == 0
    assert not mark.exists()


@pytest.mark.parametrize("url", ["ext::{trap}", "ssh://x/y", "{trap}", "file:///nowhere"])
def test_what_is_missing_is_not_fetched(
    repository: Check, trap: tuple[str, Path], url: str
) -> None:
    command, mark = trap
    for name, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.url": url.replace("{trap}", command),
        "remote.origin.promisor": "true",
        "remote.origin.partialCloneFilter": "blob:none",
        "remote.origin.uploadpack": command,
        "core.sshCommand": command,
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
    }.items():
        git("config", name, value)
    blob = git("rev-parse", "HEAD:prisma/schema.prisma").strip()
    (Path(".git/objects") / blob[:2] / blob[2:]).unlink()
    done = repository("prisma", "--against", "HEAD")
    assert done.code == 2
    assert "Traceback" not in done.err
    assert done.err.startswith("prisma-to-convex: ")
    assert not mark.exists()


def test_a_folder_that_looks_like_a_repository_is_none(
    check: Check, trap: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    command, mark = trap
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path.cwd().parent))
    git("init", "--quiet", "--bare", "bare")
    git("-C", "bare", "config", "core.fsmonitor", command)
    write("bare/schema.prisma", SCHEMA)
    assert check("bare/schema.prisma", "--against", "HEAD").code == 2
    assert not mark.exists()


def test_git_of_the_folder_is_not_run(
    repository: Check, trap: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    command, mark = trap
    Path("bin").mkdir()
    for place in (Path("git"), Path("bin/git")):
        place.write_text(Path(command).read_text())
        place.chmod(0o755)
    ways = (os.path.abspath("bin"), "", ".", "bin", os.environ["PATH"])
    monkeypatch.setenv("PATH", os.pathsep.join(ways))
    assert repository("prisma", "--against", "HEAD").code == 0
    assert not mark.exists()


def test_no_git_at_all(repository: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.getcwd())
    done = repository("prisma", "--against", "HEAD")
    assert (done.code, done.out) == (2, "")
    assert "git can't be run" in done.err


def test_variables_of_git_are_not_passed_on(
    repository: Check, trap: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    command, mark = trap
    _three()
    _against(repository)
    for name in ("GIT_EXTERNAL_DIFF", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_PAGER", "GIT_EDITOR"):
        monkeypatch.setenv(name, command)
    monkeypatch.setenv("GIT_TRACE", str(mark))
    monkeypatch.setenv("GIT_EXEC_PATH", str(Path(command).parent))
    assert repository("prisma", "--against", "HEAD").code == 0
    assert not mark.exists()


def test_a_git_that_hangs_is_ended(
    repository: Check, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("slow")
    (folder / "git").write_text("#!/bin/sh\nexec sleep 30\n")
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join((str(folder), os.environ["PATH"])))
    monkeypatch.setattr(git_objects, "_SECONDS", 0.2)
    with pytest.raises(GitFailed, match="git rev-parse took more than"):
        Repository(os.getcwd())


def test_objects_that_another_repository_holds(
    repository: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a clone with --shared: what it borrows is read, and where nobody has it any longer that is told."""
    lender = Path.cwd()
    git("clone", "--quiet", "--shared", "--no-hardlinks", str(lender), str(tmp_path / "borrower"))
    monkeypatch.chdir(tmp_path / "borrower")
    write("prisma/schema.prisma", PHONE)
    result = repository("prisma/schema.prisma", "--against", "HEAD")
    assert result.code == 0
    assert "Against HEAD: " in result.out
    (lender / ".git/objects").rename(lender / ".git/elsewhere")
    result = repository("prisma/schema.prisma", "--against", "HEAD")
    assert result.code == 2
    assert result.err.startswith("prisma-to-convex: ")
    assert "Traceback" not in result.err


def test_files_of_a_commit_one_after_the_other() -> None:
    contents = [b"model A {}\n", b"", b"\n\nab blob 3\n", b"last"]
    answer = b"".join(
        b"%040x blob %d\n%s\n" % (at, len(one), one) for at, one in enumerate(contents)
    )
    assert list(git_objects._batch(answer, len(contents))) == contents
