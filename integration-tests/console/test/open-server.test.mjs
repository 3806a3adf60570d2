import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, Person } from "./browser.mjs";
import { Lethe, NASTY } from "./lethe.mjs";

let lethe;
let browser;
let person;
let erasure;

before(async () => {
  browser = await launch();
  lethe = await Lethe.start();
  person = await Person.at(browser, lethe.url);
});

after(async () => {
  await person?.close();
  await browser?.close();
  await lethe?.stop();
});

test("before a training the overview says what to do next", async () => {
  await person.page.goto(lethe.url);
  await person.heading("Overview");
  await person.sees("Model movies is not trained yet.");
  await person.sees("lethe train --model movies");
  await person.sees("Nothing was asked to be forgotten yet.");
  await person.open("Explore");
  await person.sees("No model answers yet.");
  await person.isAccessible("empty");
});

test("a training and an erasure show by themselves", async () => {
  await person.open("Overview");
  await lethe.command("", "train", "--model", "movies", "--plugin", "ease");
  await person.sees("Nothing. No erasure waits, is late or has failed, and every model answers.");
  erasure = await lethe.unlearn("", "user-40");
  assert.equal(await lethe.ended("", erasure), "id: STATE_COMPLETED");
  const row = person.page.getByRole("row").filter({ hasText: erasure.split("/")[1].slice(0, 8) });
  await row.getByText("completed").waitFor();
  await person.sees("erasure: influence update");
  await person.isAccessible("overview");
});

test("an erasure's page has its times, and a receipt that the browser checks", async () => {
  await person.open("Erasures");
  await person.page.getByRole("link", { name: erasure.split("/")[1].slice(0, 8) }).click();
  await person.heading(/^Erasure/);
  for (const step of ["Received, on disk", "No longer served", "Deleted from disk", "Due"]) {
    await person.sees(step);
  }
  await person.sees("Unchanged");
  await person.sees("The data was erased, and the model has forgotten it.");
  const key = person.page.getByLabel("Key that you trust", { exact: true });
  await key.fill("0".repeat(64));
  await person.page.getByRole("button", { name: "Check against it" }).click();
  await person.sees("Another key than the one you trust signed this receipt.");
  assert.equal(await person.page.getByText("Receipt of an erasure").count(), 0);
  await key.fill(lethe.receiptKey);
  await person.page.getByRole("button", { name: "Check against it" }).click();
  await person.sees("Genuine");
  await person.isAccessible("erasure");
});

test("the receipt that is downloaded is the one that the command verifies", async () => {
  const [download] = await Promise.all([
    person.page.waitForEvent("download"),
    person.page.getByRole("button", { name: "Download the receipt" }).click(),
  ]);
  const file = await download.path();
  const verified = await lethe.local("receipt", "verify", file, "--key", lethe.receiptKey);
  assert.match(verified, /Genuine/);
  await person.open("Check a receipt");
  await person.page.getByLabel("Receipt file").setInputFiles(file);
  await person.sees("Unchanged");
  await person.isAccessible("check a receipt");
  const forged = { name: "forged.json", mimeType: "application/json" };
  const text = lethe.read(file).toString();
  const signature = JSON.parse(text).signature;
  const other = (signature[0] === "A" ? "B" : "A") + signature.slice(1);
  await person.page
    .getByLabel("Receipt file")
    .setInputFiles({ ...forged, buffer: Buffer.from(text.replace(signature, other)) });
  await person.sees("The signature does not fit: what the receipt says was changed.");
  await person.page
    .getByLabel("Receipt file")
    .setInputFiles({ ...forged, buffer: Buffer.from("<script>1</script>") });
  await person.sees("This file is no receipt, or not all of one.");
});

test("what is recommended comes with reasons, and ids are shown as the text that they are", async () => {
  await person.open("Explore");
  for (const user of NASTY) {
    await person.page.getByLabel("Person's id").fill(user);
    await person.page.getByRole("button", { name: "Show" }).click();
    await person.sees(/10 items, from version/);
    assert.ok((await person.page.locator("td .reasons li").count()) > 0, user);
  }
  await person.isAccessible("explore");
  await person.page.getByLabel("Person's id").fill("user-of-nowhere");
  await person.page.getByRole("button", { name: "Show" }).click();
  await person.sees("USER_NOT_FOUND");
  await person.page.getByLabel(/Popular items if/).check();
  await person.page.getByRole("button", { name: "Show" }).click();
  await person.sees("these are popular items");
  await person.page.getByLabel("What for").selectOption("similar");
  await person.page.getByLabel("Item's id").fill(NASTY[0]);
  await person.page.getByLabel("How many").fill("20");
  await person.page.getByRole("button", { name: "Show" }).click();
  await person.page.getByRole("rowheader").getByText("item-6", { exact: true }).waitFor();
  await person.page.getByLabel("Item's id").fill("item-6");
  await person.page.getByRole("button", { name: "Show" }).click();
  await person.page.getByRole("rowheader").getByText(NASTY[0], { exact: true }).waitFor();
  await person.page.getByLabel("What for").selectOption("items");
  await person.page.getByLabel("Items, separated by commas").fill("item-10, item-12");
  await person.page.getByRole("button", { name: "Show" }).click();
  await person.page.getByRole("columnheader", { name: "Score" }).waitFor();
  assert.equal(await person.page.title(), "Explore – Lethe");
});

test("a person's erasures are found without the id in an address", async () => {
  await person.open("Erasures");
  await person.page.getByText("Whose data was erased?").click();
  const search = person.page.getByRole("form", { name: "Whose data was erased?" });
  await search.getByLabel("Id").fill("user-40");
  await search.getByRole("button", { name: "Search" }).click();
  await person.sees("Erasures of the one that was searched for");
  await person.page.getByRole("link", { name: erasure.split("/")[1].slice(0, 8) }).waitFor();
  await search.getByLabel("Id").fill(NASTY[3]);
  await search.getByRole("button", { name: "Search" }).click();
  await person.sees("No erasure fits.");
});

test("erasures are found by state, who asked, request id and due date, a page at a time", async () => {
  const filter = person.page.getByRole("form", { name: "Filter" });
  const find = () => filter.getByRole("button", { name: "Find" }).click();
  const requestId = "2b2e4f0c-6c1c-4b6e-9f0a-0d8f3c1f9a11";
  const wanted = (await lethe.unlearn("", "user-41", requestId)).split("/")[1].slice(0, 8);
  await filter.getByLabel("Request id").fill(requestId);
  await find();
  await person.page.getByRole("link", { name: wanted }).waitFor();
  assert.equal(await person.page.locator("tbody tr").count(), 1);
  await filter.getByRole("button", { name: "Show all" }).click();
  await person.page.locator("tbody tr").nth(1).waitFor();
  await filter.getByLabel("State").selectOption("STATE_FAILED");
  await find();
  await person.sees("No erasure fits.");
  await filter.getByLabel("State").selectOption("");
  await filter.getByLabel("Due").selectOption("late");
  await find();
  await person.sees("No erasure fits.");
  await filter.getByRole("button", { name: "Show all" }).click();
  await filter.getByLabel("Request id").fill("no uuid");
  await find();
  await person.sees("REQUEST_ID_MALFORMED");
  await filter.getByRole("button", { name: "Show all" }).click();
});

test("an earlier version is made to answer again", async () => {
  await lethe.command("", "train", "--model", "movies", "--plugin", "mf", "-o", "epochs-max=20");
  await person.open("Models");
  const rows = person.page.locator("tbody tr");
  await rows.filter({ hasText: "answers" }).waitFor();
  const earlier = rows.filter({ hasText: "can answer" }).first();
  const number = (await earlier.getByRole("button").textContent()).trim();
  await earlier.getByRole("button").click();
  await person.sees("Digest");
  await person.isAccessible("models");
  await person.confirm("Make it answer");
  await person.sees(`Version ${number} answers.`);
  await rows.filter({ hasText: "answers" }).getByRole("button", { name: `version ${number}` }).waitFor();
  await person.picture("models-activated");
});

test("the audit trail shows what was done", async () => {
  await person.open("Audit");
  for (const action of ["ActivateVersion", "SearchErasures", "TrainModel"]) {
    await person.page.getByRole("cell", { name: action }).first().waitFor();
  }
  await person.isAccessible("audit");
});

test("keyboards reach everything, beginning with the way to the content", async () => {
  await person.page.reload();
  await person.heading("Audit");
  await person.page.keyboard.press("Tab");
  assert.equal(await person.page.evaluate(() => document.activeElement.textContent), "Skip to the content");
  await person.page.keyboard.press("Enter");
  assert.equal(await person.page.evaluate(() => document.activeElement.id), "content");
  await person.open("Models");
  assert.equal(await person.page.evaluate(() => document.activeElement.textContent), "Models");
});

test("nothing was complained of, sent elsewhere, kept, or put into an address", async () => {
  await person.isClean(400, 404);
  const addresses = decodeURIComponent(person.asked.join("\n"));
  for (const id of [...NASTY, "user-40", "user-of-nowhere"]) {
    assert.ok(!addresses.includes(id), id);
  }
});

test("a page of elsewhere neither frames the console nor calls for it", async () => {
  const stranger = await Person.at(browser, "http://localhost");
  // By another name the gateway is another origin.
  const elsewhere = lethe.url.replace("127.0.0.1", "localhost");
  await stranger.page.goto(`${elsewhere}/openapi.json`);
  const [status, framed] = await stranger.page.evaluate(async (url) => {
    const frame = document.createElement("iframe");
    frame.src = `${url}/`;
    const loaded = new Promise((told) => frame.addEventListener("load", told));
    document.body.append(frame);
    await loaded;
    const tried = await fetch(`${url}/v1/erasures`, {
      method: "POST",
      mode: "no-cors",
      body: "{}",
    }).then(
      (answer) => answer.type,
      () => "failed",
    );
    return [tried, frame.contentDocument === null];
  }, lethe.url);
  assert.deepEqual([status, framed], ["opaque", true]);
  const inFrame = stranger.page.frames().find((frame) => frame !== stranger.page.mainFrame());
  assert.equal(await inFrame.locator("#app").count(), 0);
  assert.ok(stranger.complaints.some((text) => text.includes("frame-ancestors")));
  await stranger.close();
});

test("a cold load is small, and soon shows something on a slow machine", async (context) => {
  const newcomer = await Person.at(browser, lethe.url);
  const devtools = await newcomer.context.newCDPSession(newcomer.page);
  await devtools.send("Network.enable");
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  let bytes = 0;
  devtools.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await newcomer.page.goto(lethe.url);
  await newcomer.page.getByRole("table").first().waitFor();
  const millis = await newcomer.page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0].startTime,
  );
  context.diagnostic(`${(bytes / 1000).toFixed(1)} kB, first content after ${millis.toFixed(0)} ms`);
  assert.ok(bytes < 150_000, `${bytes} bytes`);
  await newcomer.close();
});
