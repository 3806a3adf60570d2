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
  await person.open("Forgetting");
});

after(async () => {
  await person?.close();
  await browser?.close();
  await lethe?.stop();
});

/** The value beside a name. */
function fact(name) {
  return person.page.locator("dl div").filter({ hasText: name }).locator("dd");
}

test("after a training nothing is used of the budget, and nothing has changed the model", async () => {
  await person.sees("nothing: no erasure has changed the model since");
  await person.sees("No erasure has changed this model yet.");
  await person.page.getByRole("cell", { name: "a request to train" }).waitFor();
  await person.isAccessible("forgetting, new");
});

test("updates show what they measured, as their receipts state it", async () => {
  for (const user of ["user-40", "user-41"]) {
    await lethe.ended("", await lethe.unlearn("", user));
  }
  const rows = person.page.getByRole("region", { name: "Erasures that changed the model" });
  await rows.locator("tbody tr").nth(1).waitFor();
  // The family solves its objective anew: exact, up to what counts as rounding.
  await rows.getByRole("cell", { name: "exact" }).first().waitFor();
  await rows.getByRole("cell", { name: /\(≤ .+\)/ }).first().waitFor();
  await person.sees("not stated: its erasures solved the model anew");
  assert.equal(await fact("Completed erasures").textContent(), "2");
  assert.match(await fact("Interactions taken out").textContent(), /of the [\d,]+ that it was trained/);
  await person.isAccessible("forgetting");
  await person.picture("forgetting");
});

test("a training that an erasure needed names the erasure and the check, and begins anew", async () => {
  await lethe.command("", "train", "--model", "movies", "--plugin", "mf", "-o", "epochs-max=20");
  const erasure = await lethe.unlearn("", "user-42");
  await lethe.ended("", erasure);
  const id = erasure.split("/")[1].slice(0, 8);
  const training = person.page.getByRole("row").filter({ hasText: `erasure ${id}` });
  await training.getByText(/: the check .+ refused the update/).waitFor();
  await person.sees("nothing: no erasure has changed the model since");
  await person.isAccessible("forgetting, retrained");
});

test("the line of the budget begins anew at each training, and the table beside it is whole", async () => {
  const lines = person.page.locator("figure.chart polyline");
  const forgotten = ["user-50", "user-51", "user-52", "user-53"];
  for (const trained of [1, 2]) {
    await lethe.command("", "train", "--model", "movies", "--plugin", "mf", "-o", "mode=converged", "-o", "l2=5");
    for (const user of forgotten.splice(0, 2)) {
      await lethe.ended("", await lethe.unlearn("", user));
    }
    await lines.nth(trained - 1).waitFor({ state: "attached" });
    assert.equal(await lines.count(), trained);
  }
  assert.equal(await person.page.locator("figure.chart .begin").count(), 1);
  assert.equal(await person.page.locator("figure.chart circle").count(), 4);
  await person.sees("A line for each training, the latest on the right");
  await person.tablesFit("forgetting");
  await person.isAccessible("forgetting, two trainings");
  await person.picture("forgetting-two-trainings");
  await person.isClean();
});
