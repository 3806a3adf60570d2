import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** What a browser itself says of an answer that is no success. */
const REFUSED = /^Failed to load resource: the server responded with a status of (\d+)/;

/** One browser for a file of tests. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
}

/** A person in front of a console. Whatever the browser complains of is kept. */
export class Person {
  /** Texts that no page should have given cause for. */
  complaints = [];
  /** Every address that was asked for. */
  asked = [];
  /** Statuses of refusals, as the browser told them. */
  refusals = [];

  constructor(context, page, url) {
    this.context = context;
    this.page = page;
    this.url = url;
  }

  static async at(browser, url, options = {}) {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      colorScheme: "light",
      timezoneId: "Europe/Berlin",
      ...options,
    });
    const page = await context.newPage();
    const person = new Person(context, page, url);
    page.on("console", (message) => person.#heard(message));
    page.on("pageerror", (error) => person.complaints.push(`error: ${error.message}`));
    page.on("request", (request) => person.asked.push(request.url()));
    await page.addInitScript(() => {
      addEventListener("securitypolicyviolation", (violation) => {
        console.error(`policy: ${violation.violatedDirective} ${violation.blockedURI}`);
      });
    });
    return person;
  }

  #heard(message) {
    const refused = REFUSED.exec(message.text());
    if (refused !== null) {
      this.refusals.push(Number(refused[1]));
    } else if (message.type() === "error" || message.type() === "warning") {
      this.complaints.push(`${message.type()}: ${message.text()}`);
    }
  }

  /** Opens a page of the console by its name in the navigation. */
  async open(name) {
    await this.page.getByRole("navigation", { name: "Pages" }).getByText(name, { exact: true }).click();
    await this.heading(name);
  }

  /** Waits for a page's heading. */
  heading(name) {
    return this.page.getByRole("heading", { level: 1, name }).waitFor();
  }

  /** Waits until this text is to be seen. */
  sees(text) {
    return this.page.getByText(text).first().waitFor();
  }

  async signIn(token) {
    await this.page.getByLabel("Bearer token").fill(token);
    await this.page.getByRole("button", { name: "Sign in" }).click();
  }

  /** Presses a button that asks first, and says yes. */
  async confirm(label) {
    await this.page.getByRole("button", { name: label, exact: true }).first().click();
    await this.page.getByRole("dialog").getByRole("button", { name: label, exact: true }).click();
  }

  /** Nothing that people with other senses or hands would stumble over. */
  async isAccessible(what) {
    const { violations } = await this.page.evaluate(`${axe}; axe.run()`);
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    assert.deepEqual(
      grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`),
      [],
      what,
    );
  }

  /**
   * The browser had nothing to complain of, every request went to the gateway, and nothing is left in
   * the browser.
   *
   * @param refused statuses that the server was expected to answer with
   */
  async isClean(...refused) {
    assert.deepEqual(this.complaints, []);
    assert.deepEqual(
      this.refusals.filter((status) => !refused.includes(status)),
      [],
    );
    const elsewhere = this.asked.filter((address) => !address.startsWith(`${this.url}/`));
    assert.deepEqual(
      elsewhere.filter((address) => !address.startsWith("blob:")),
      [],
    );
    const kept = await this.page.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      document.cookie,
      (await indexedDB.databases()).length,
      (await caches.keys()).length,
    ]);
    assert.deepEqual(kept, [0, 0, "", 0, 0]);
  }

  /** The page fits into the window: only tables scroll sideways, by themselves. */
  async fits(what) {
    const [wide, window] = await this.page.evaluate(() => [
      document.documentElement.scrollWidth,
      innerWidth,
    ]);
    assert.ok(wide <= window, `${what}: ${wide} px in a window of ${window} px`);
  }

  /** No table has to be scrolled sideways to be read. */
  async tablesFit(what) {
    const cut = await this.page
      .locator(".table")
      .evaluateAll((tables) =>
        tables
          .filter((table) => table.scrollWidth > table.clientWidth)
          .map((table) => `${table.getAttribute("aria-label")}: ${table.scrollWidth} px in ${table.clientWidth} px`),
      );
    assert.deepEqual(cut, [], what);
  }

  /** A picture of the whole page. */
  picture(name) {
    const path = new URL(`../target/screens/${name}.png`, import.meta.url).pathname;
    return this.page.screenshot({ path, fullPage: true });
  }

  async close() {
    await this.context.close();
  }
}
