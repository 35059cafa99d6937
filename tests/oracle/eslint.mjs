/** Convex's own ESLint plugin, recommended rules, on emitted files. A warning, too, is a finding. */
import convex from "@convex-dev/eslint-plugin";
import { Linter } from "eslint";
import tseslint from "typescript-eslint";

const CONFIG = [
  {
    files: ["**/*.ts"],
    languageOptions: { parser: tseslint.parser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
  },
  ...convex.configs.recommended,
];

/** `file`: an absolute path below a `convex` folder (the plugin's rules apply only there). */
export function lint(workspace, file, text) {
  const linter = new Linter({ cwd: workspace });
  return linter.verify(text, CONFIG, { filename: file }).map(({ ruleId, line, column, message }) => ({
    rule: ruleId ?? "parse",
    message: `${line}:${column}: ${message}`,
  }));
}
