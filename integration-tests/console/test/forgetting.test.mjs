import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { launch, Person } from "./browser.mjs";
import { Lethe } from "./lethe.mjs";

let lethe;
let browser;
let person;

before(async () => {
  browser = await launch();
  lethe = await Lethe.start();
  await lethe.command("", "train", "--model", "movies", "--plugin", "mf", "-o", "epochs-max=20");
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

test("updates show what they measured, and what they used of the budget", async () => {
  for (const user of ["user-40", "user-41"]) {
    await lethe.ended("", await lethe.unlearn("", user));
  }
  const rows = person.page.getByRole("region", { name: "Erasures that changed the model" });
  await rows.locator("tbody tr").nth(1).waitFor();
  await person.sees("left before a training is due");
  await person.sees("Budget used, after each erasure");
  assert.match(await fact("Completed erasures").textContent(), /^2$/);
  assert.match(await fact("Interactions taken out").textContent(), /of the [\d,]+ that it was trained/);
  await person.isAccessible("forgetting");
  await person.picture("forgetting");
});

test("a training for an erasure names the erasure, and gives the budget back", async () => {
  const operation = await lethe.post("", "/v1/erasures", {
    model: "models/movies",
    user: "user-42",
    method: "UNLEARNING_METHOD_RETRAIN",
    requestId: randomUUID(),
  });
  await lethe.ended("", operation.metadata.erasure);
  const id = operation.metadata.erasure.split("/")[1].slice(0, 8);
  await person.page.getByRole("link", { name: `erasure ${id}` }).waitFor();
  await person.sees("nothing: no erasure has changed the model since");
  await person.isClean();
});
