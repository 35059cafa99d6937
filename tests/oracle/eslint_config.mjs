/** A project's own ESLint configuration on its files: JSON `{config, files: {name: text}}` in, rule ids by name out. */
import { readFileSync } from "node:fs";
import { Linter } from "eslint";
import tseslint from "typescript-eslint";

const { config, files } = JSON.parse(readFileSync(0, "utf8"));
const { default: entries } = await import(`data:text/javascript,${encodeURIComponent(config)}`);
const linter = new Linter({ cwd: "/project" });
const parser = { files: ["**/*.ts"], languageOptions: { parser: tseslint.parser } };
const found = Object.entries(files).map(([name, text]) => [
  name,
  linter.verify(text, [parser, ...entries], { filename: `/project/${name}` }).map((one) => one.ruleId ?? one.message),
]);
console.log(JSON.stringify(Object.fromEntries(found)));
