import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { launch, Person } from "./browser.mjs";
import { Lethe } from "./lethe.mjs";

const run = promisify(execFile);
const verifier = new URL("../../receipts/verify_receipt.py", import.meta.url).pathname;

const EXPORT = "Check the receipts and export the period";

let lethe;
let browser;
let person;
let folder;
let checkpoint;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "lethe-evidence-"));
  browser = await launch();
  lethe = await Lethe.start();
  await lethe.command("", "train", "--model", "movies", "--plugin", "ease");
  await lethe.ended("", await lethe.unlearn("", "user-40"));
  person = await Person.at(browser, lethe.url);
  await person.page.goto(lethe.url);
  await person.open("Evidence");
});

after(async () => {
  await person?.close();
  await browser?.close();
  await lethe?.stop();
  rmSync(folder, { recursive: true });
});

async function saved(button, name) {
  const [download] = await Promise.all([
    person.page.waitForEvent("download"),
    person.page.getByRole("button", { name: button }).click(),
  ]);
  const file = join(folder, name);
  await download.saveAs(file);
  return { file, suggested: download.suggestedFilename() };
}

function kept() {
  return person.page.getByLabel("Checkpoint that you kept");
}

test("a checkpoint is kept, and later the log is seen to have only grown", async () => {
  const first = await saved("Keep this checkpoint", "checkpoint.txt");
  assert.equal(first.suggested, "lethe-checkpoint-1.txt");
  checkpoint = readFileSync(first.file, "utf8");
  for (const user of ["user-41", "user-42"]) {
    await lethe.ended("", await lethe.unlearn("", user));
  }
  await kept().fill(checkpoint);
  await person.sees("The log grew from 1 receipt to 3 receipts");
  await person.sees("Whose key signed was not checked");
  const key = person.page.getByLabel("Key that you trust", { exact: true });
  const use = () => person.page.getByRole("button", { name: "Check against it" }).click();
  await key.fill("0".repeat(64));
  await use();
  await person.sees("The key did not sign both checkpoints.");
  await key.fill(lethe.receiptKey);
  await use();
  await person.page.locator(".notice.good").getByText("The log grew from 1 receipt").waitFor();
  await person.isAccessible("log");
});

test("a checkpoint that was changed, or is none, is told of", async () => {
  await kept().fill(checkpoint.replace("\n1\n", "\n2\n"));
  await person.sees("The key did not sign both checkpoints.");
  await kept().fill("<script>alert(1)</script>");
  await person.sees("What was kept is no checkpoint");
  await kept().fill(` \n${checkpoint}\n`);
  await person.sees("The log grew from 1 receipt to 3 receipts");
});

test("a server that proves something else is found", async () => {
  const proof = "**/v1/log/consistencyProof**";
  await person.page.route(proof, (route) => route.fulfill({ json: { path: [btoa("x".repeat(32))] } }));
  await kept().fill("");
  await kept().fill(checkpoint);
  await person.sees("No proof leads from the kept log");
  await person.page.unroute(proof);
});

test("a period's export holds what others verify", async () => {
  await person.page.getByRole("button", { name: EXPORT }).click();
  await person.sees("3 receipts checked: each holds, and is in the log.");
  await person.isAccessible("export");
  await person.picture("evidence-exported");
  const { file, suggested } = await saved("Save the export", "export.zip");
  assert.match(suggested, /^lethe-evidence-\d{4}-\d\d-\d\d-to-\d{4}-\d\d-\d\d\.zip$/);
  await run("python3", ["-m", "zipfile", "-e", file, folder]);
  const receipts = readdirSync(join(folder, "receipts"));
  assert.equal(receipts.length, 3);
  for (const receipt of receipts) {
    const path = join(folder, "receipts", receipt);
    const verified = await lethe.local("receipt", "verify", path, "--key", lethe.receiptKey);
    assert.match(verified, /Genuine/);
    for (const script of [verifier, join(folder, "verify_receipt.py")]) {
      const { stdout } = await run("python3", [script, path, lethe.receiptKey]);
      assert.match(stdout, /^genuine/);
    }
  }
  const index = readFileSync(join(folder, "index.csv"), "utf8").trimEnd().split("\r\n");
  assert.equal(index.length, 1 + receipts.length);
  for (const receipt of receipts) {
    assert.ok(index.some((line) => line.includes(`receipts/${receipt}`) && line.includes(",accepted,")));
  }
  const readme = readFileSync(join(folder, "README.txt"), "utf8");
  assert.match(readme, /- 3 receipts: ACCEPTED/);
  assert.match(readme, /The log grew from 1 receipt to 3 receipts/);
  const all = [...index, readme, ...readdirSync(join(folder, "receipts"))].join("\n");
  assert.ok(!/user-4\d/.test(all));
});

test("the next export is checked against the one before, and offline by the command", async () => {
  await kept().fill("");
  await person.page.getByLabel("or open a checkpoint's file").setInputFiles(join(folder, "export.zip"));
  await person.sees("The log is the one of the kept checkpoint, with 3 receipts.");
  const log = (name) => join(folder, "log", name);
  const said = await lethe.local(
    ...["receipt", "consistency", log("kept-checkpoint.txt")],
    ...["--proof", log("consistency.txt"), "--key", lethe.receiptKey],
  );
  assert.match(said, /The log of 3 receipts begins with that of 1\./);
});

test("a forged receipt is named, and the export says so, too", async () => {
  const receipts = "**/v1/erasures/*/receipt";
  await person.page.route(
    receipts,
    async (route) => {
      const json = await (await route.fetch()).json();
      json.signature = (json.signature[0] === "A" ? "B" : "A") + json.signature.slice(1);
      await route.fulfill({ json });
    },
    { times: 1 },
  );
  await person.page.getByRole("button", { name: EXPORT }).click();
  await person.sees("These receipts do not hold:");
  await person.sees("The signature does not fit: what the receipt says was changed.");
  const { file } = await saved("Save the export", "forged.zip");
  await run("python3", ["-m", "zipfile", "-e", file, join(folder, "forged")]);
  const readme = readFileSync(join(folder, "forged", "README.txt"), "utf8");
  assert.match(readme, /- 1 receipt: SIGNATURE_WRONG/);
  assert.match(readme, /- 2 receipts: ACCEPTED/);
});

test("a period without requests says so, and one that ends before it begins is refused", async () => {
  await person.page.getByLabel("First day").fill("2001-01-01");
  await person.page.getByLabel("Last day").fill("2001-01-31");
  await person.page.getByRole("button", { name: "Show", exact: true }).click();
  await person.sees("Nothing was asked to be forgotten in this period.");
  await person.page.getByLabel("Last day").fill("2000-01-31");
  await person.sees("The first day must not come after the last.");
  await person.isClean();
});
