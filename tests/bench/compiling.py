"""`generate` from the shell and back, against TypeScript's compiler on what it wrote.

The first aim, 0.6 times TypeScript 7, is of a time when the report told what is lost and no more. Half of the time goes
into what it says since: whose the rows are, what enforcement gives back, which part could move first, what it takes.
TypeScript's compiler uses all processors, ours one. So the aim is now that writing takes about as long as checking.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.generate import generate
from bench.measure import ROOT, Figure, in_turns, process

ORACLE = ROOT / "tests" / "oracle" / "node_modules"
COMPILERS = {"TypeScript 7": "typescript-7", "TypeScript 5.9": "typescript"}
# What `npx convex codegen` writes for a new project; none of the types of other packages.
TSCONFIG = """{
  "compilerOptions": {
    "allowJs": true, "strict": true, "moduleResolution": "Bundler", "jsx": "react-jsx",
    "skipLibCheck": true, "allowSyntheticDefaultImports": true, "target": "ESNext",
    "lib": ["ES2023", "dom"], "forceConsistentCasingInFileNames": true, "module": "ESNext",
    "isolatedModules": true, "noEmit": true, "types": []
  },
  "include": ["./**/*"]
}
"""


def compiling(folder: Path, models: int = 2000, runs: int = 3) -> Iterator[Figure]:
    schema, convex = folder / f"{models}.prisma", folder / "project" / "convex"
    schema.write_text(generate(models), encoding="utf-8")
    convex.mkdir(parents=True)
    (convex / "tsconfig.json").write_text(TSCONFIG, encoding="utf-8")
    (convex.parent / "node_modules").symlink_to(ORACLE, target_is_directory=True)

    def ours() -> float:
        for name in ("schema.ts", "report.md", "schema.prisma-to-convex.lock"):
            (convex / name).unlink(missing_ok=True)
        return process(
            sys.executable, "-m", "prisma_to_convex", "generate", str(schema), "--out", str(convex)
        )

    def tsc(package: str) -> float:
        return process("node", str(ORACLE / package / "bin" / "tsc"), "-p", str(convex))

    compilers = {name: partial(tsc, package) for name, package in COMPILERS.items()}
    medians = in_turns(runs, {"ours": ours, **compilers})
    what = f"`generate` of {models} models, whole process"
    for name, aim in zip(COMPILERS, (1.2, None), strict=True):
        ratio = medians["ours"] / medians[name]
        yield Figure(f"{what}, against `tsc` ({name}) on its output", ratio, "x", aim)
    yield Figure(what, medians["ours"] / 1000, " s")
    for name in COMPILERS:
        yield Figure(f"`tsc` ({name}) on {models} tables", medians[name] / 1000, " s")
