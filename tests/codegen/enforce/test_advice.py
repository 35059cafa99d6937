"""What the page on enforcement tells a team to write, run."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from support.oracle import ORACLE

PAGE = Path(__file__).parents[3] / "docs" / "enforcement.md"
FILES = {
    "import { mutation } from './_generated/server';": ["no-restricted-imports"],
    "import { internalMutation as made } from './_generated/server';": ["no-restricted-imports"],
    "import * as server from './_generated/server';": ["no-restricted-imports"],
    "import { query } from './_generated/server';": [],
    "import { mutation, internalMutation } from './functions';": [],
}
RUN = """
import { Linter } from "eslint";
const [config, files] = JSON.parse(process.argv[1]);
const blocks = new Function(config.replace("export default", "return"))();
const name = "convex/deals.ts";
const found = files.map((text) => new Linter().verify(text, blocks, name).map(({ ruleId }) => ruleId));
console.log(JSON.stringify(found));
"""


def test_eslint_keeps_plain_mutations_out() -> None:
    blocks = re.findall(r"```js[^\n]*\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    [config] = [block for block in blocks if "no-restricted-imports" in block]
    given = json.dumps([config, list(FILES)])
    command = ["node", "--input-type=module", "-e", RUN, given]
    done = subprocess.run(command, cwd=ORACLE, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == list(FILES.values())
