"""Ask Prisma's engines about every case again and write down their answers.

    python tests/conformance/refresh.py            # rewrite comments and expected.json; `git diff` shows what changed
    python tests/conformance/refresh.py --check    # change nothing; fail if something would change

A case whose verdict does not fit its folder is reported and left alone: the rule has another side, or the case is wrong.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from conformance.cases import COMMENT, ROOT, SIDE_FILE, Expected, key, line_of, paths, places, read
from support.oracle import Verdict, prisma

Files = dict[str, str]


def main(check: bool) -> int:
    changes: dict[Path, str] = {}
    side: dict[str, dict[str, list[int] | str]] = {}
    problems: list[str] = []
    for case in [*places("invalid"), *places("valid")]:
        bare = {file.name: COMMENT.sub("", read(file)) for file in paths(case)}
        verdicts = {engine: prisma().validate(bare, engine) for engine in ("6", "7")}
        accepted = [engine for engine, verdict in verdicts.items() if verdict.ok]
        if bool(accepted) != (case.is_relative_to(ROOT / "valid")):
            problems.append(f"{case.relative_to(ROOT)}: accepted by {accepted or 'no engine'}")
        elif accepted:
            comment = f"// prisma: {accepted[0]} only\n" if len(accepted) == 1 else ""
            texts = {name: text + comment for name, text in bare.items()}
        else:
            texts, aside = _annotated(bare, verdicts["7"])
            side |= {key(case, name): _json(one) for name, one in aside.items()}
        changes |= _changed(case, texts)
    side_text = json.dumps(side, indent=2, ensure_ascii=False) + "\n"
    if not SIDE_FILE.exists() or read(SIDE_FILE) != side_text:
        changes[SIDE_FILE] = side_text
    for path, text in changes.items():
        print(f"{'differs' if check else 'rewritten'}: {path.relative_to(ROOT)}")
        if not check:
            path.write_bytes(text.encode())
    print(*problems, sep="\n")
    return 1 if problems or (check and changes) else 0


def expectations(files: Files, verdict: Verdict) -> dict[str, Expected]:
    """For each file with an error. A crash of the engine has no place: it is told of the first file."""
    if verdict.panic:
        return {next(iter(files)): Expected((), _one_line(verdict.panic))}
    found: dict[str, Expected] = {}
    for name, text in files.items():
        errors = [error for error in verdict.errors if error.file == name]
        if errors:
            lines = sorted({line_of(text, error.start) for error in errors})
            found[name] = Expected(tuple(lines), _one_line(errors[0].message))
    return found


def _annotated(bare: Files, verdict: Verdict) -> tuple[Files, dict[str, Expected]]:
    """The texts with their comments, and what has to be told aside because a comment would change the answer."""
    expected = expectations(bare, verdict)
    texts = {name: text + _comment(text, expected.get(name)) for name, text in bare.items()}
    if expectations(texts, prisma().validate(texts)) == expected and texts != bare:
        return texts, {}
    return bare, expected


def _comment(text: str, expected: Expected | None) -> str:
    if expected is None or not expected.lines:
        return ""
    start = "" if text.endswith(("\n", "\r")) else "\n"
    return f"{start}// prisma: {', '.join(map(str, expected.lines))}: {expected.message}\n"


def _one_line(message: str) -> str:
    return " ".join(message.split())


def _json(expected: Expected) -> dict[str, list[int] | str]:
    return {"lines": list(expected.lines), "message": expected.message}


def _changed(case: Path, texts: Files) -> dict[Path, str]:
    return {file: texts[file.name] for file in paths(case) if read(file) != texts[file.name]}


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
