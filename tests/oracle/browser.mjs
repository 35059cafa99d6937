// A headless Chromium that opens one file at a time and answers one JSON line with one: `tests/support/browser.py` asks.
//
// Nothing but the file itself may be requested: all else is refused and listed in `requests`.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
];

let browser;
let page;
let events;

const answers = {
  async start({ executable }) {
    browser = await puppeteer.launch({ executablePath: executable, args: FLAGS });
  },
  async open({ url, width, height, scheme, script, media }) {
    await page?.close();
    events = { errors: [], requests: [], dialogs: 0 };
    page = await browser.newPage();
    page.on("console", (message) => {
      if (["error", "warn"].includes(message.type())) events.errors.push(message.text());
    });
    page.on("pageerror", (error) => events.errors.push(error.message));
    page.on("dialog", (dialog) => {
      events.dialogs += 1;
      return dialog.dismiss();
    });
    await page.setRequestInterception(true);
    page.on("request", (request) => {
      const asked = request.url().split("#")[0];
      if (asked === url.split("#")[0] || asked === "data:,") return request.continue();
      events.requests.push(asked);
      return request.abort();
    });
    await page.setJavaScriptEnabled(script);
    await page.setViewport({ width, height });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    if (media !== "screen") await page.emulateMediaType(media); // which takes the scheme back
    await page.goto(url, { waitUntil: "load" });
  },
  events: () => events,
  evaluate: ({ code }) => page.evaluate(code),
  click: ({ selector }) => page.click(selector),
  async type({ selector, text }) {
    await page.focus(selector);
    await page.keyboard.type(text);
  },
  choose: ({ selector, value }) => page.select(selector, value),
  async press({ keys }) {
    for (const key of keys) await page.keyboard.press(key);
  },
  async wait({ code }) {
    await page.waitForFunction(code, { timeout: 10_000 });
  },
  async axe() {
    // By the debugger: the page's policy allows no script but its own.
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map((node) => node.html) }));
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = { value: (await answers[request.op](request)) ?? null };
  } catch (error) {
    answer = { failure: String(error?.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser?.close();
