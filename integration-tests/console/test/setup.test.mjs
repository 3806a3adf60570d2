import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, Person } from "./browser.mjs";
import { Lethe } from "./lethe.mjs";

let lethe;
let browser;
let person;

before(async () => {
  browser = await launch();
  lethe = await Lethe.start();
  await lethe.command("", "train", "--model", "movies", "--plugin", "ease");
  person = await Person.at(browser, lethe.url);
  await person.page.goto(lethe.url);
});

after(async () => {
  await person?.close();
  await browser?.close();
  await lethe?.stop();
});

test("plugins are listed with who uses them, and read again", async () => {
  await person.open("Plugins");
  const ease = person.page.getByRole("row").filter({ hasText: "ease" });
  await ease.getByRole("link", { name: "movies" }).waitFor();
  await ease.getByText("no refusal in 1 version").waitFor();
  await person.page.getByRole("row").filter({ hasText: "lightgcn" }).getByText("no version yet").waitFor();
  const listed = JSON.parse(await lethe.command("", "plugin", "list", "--json"));
  assert.equal(await person.page.locator("tbody tr").count(), listed.plugins.length);
  await person.isAccessible("plugins");
  await person.confirm("Read the folder again");
  await person.sees("What became of each");
  await person.page.getByText("as it was").first().waitFor();
  await person.isAccessible("plugins, read again");
  await person.picture("plugins");
});

test("every setting is there with its value, its source and its meaning", async () => {
  await person.open("Settings");
  const rows = person.page.locator("tbody tr");
  await rows.first().waitFor();
  const listed = JSON.parse(await lethe.command("", "settings", "--json"));
  assert.equal(await rows.count(), listed.settings.length);
  await person.page.getByLabel("Find").fill("residual-budget");
  await person.page.getByText("1 setting", { exact: true }).waitFor();
  await rows.getByText("retraining.residual-budget").waitFor();
  await rows.getByText("default").waitFor();
  const setting = (key) => rows.filter({ has: person.page.getByRole("rowheader", { name: key, exact: true }) });
  await person.page.getByLabel("Find").fill("ledger.");
  await setting("ledger.url").getByText("not set", { exact: true }).waitFor();
  await person.page.getByLabel("Find").fill("");
  await person.page.getByLabel("Only those that were set").check();
  await rows.filter({ hasText: "data.folder" }).getByText("command line").waitFor();
  assert.equal(await rows.filter({ hasText: "retraining" }).count(), 0);
  await person.isAccessible("settings");
  await person.picture("settings");
  await person.isClean();
});
