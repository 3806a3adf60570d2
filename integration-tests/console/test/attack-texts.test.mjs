import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { launch, Person } from "./browser.mjs";
import { HOSTILE, hostileReceipt, isUnharmed, poisoned } from "./hostile.mjs";
import { Lethe, NASTY } from "./lethe.mjs";

const run = promisify(execFile);
const PAGES = [
  ...["Overview", "Erasures", "Models", "Explore", "Evidence"],
  ...["Forgetting", "Plugins", "Settings", "Audit", "Check a receipt"],
];
/** What a page needs to ask on: names of resources, times, states, numbers, and what is signed. */
const SOUND =
  /^(name|model|activeVersion|parentVersion|trainingVersion|baseVersion|unlearnedVersion|erasure|state|origin|checkpoint|path|statement|signature|publicKey|keyId|logOrigin|transparencyProof|commitmentKey|nextPageToken|@type|time|duration|.*(Time|Duration|Count|Position|Method))$/;
const BAD_PLUGIN = "<img src=x onerror=window.owned='plugin'>.jar";
const BAD_NAME = "<img src=x onerror=window.owned='setting'>";

let lethe;
let browser;
let folder;
let erasure;
let mf;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "lethe-attacks-"));
  browser = await launch();
  lethe = await Lethe.start({ settings: hostileSettings });
  await lethe.command("", "train", "--model", "movies", "--plugin", "ease");
  erasure = await lethe.unlearn("", NASTY[0]);
  await lethe.ended("", erasure);
  await lethe.ended("", await lethe.unlearn("", NASTY[1]));
  await lethe.command("", "train", "--model", "movies", "--plugin", "mf", "-o", "epochs-max=20");
  mf = await lethe.unlearn("", NASTY[4]);
  await lethe.ended("", mf);
});

after(async () => {
  await browser?.close();
  await lethe?.stop();
  rmSync(folder, { recursive: true });
});

/** What a plugin's file and a setting are named is for whoever installs them, which may be a stranger's. */
function hostileSettings(data) {
  const plugins = join(data, "plugins");
  const own = new URL("../../../server/dist/target/lethe/plugins", import.meta.url).pathname;
  assert.ok(existsSync(own), own);
  cpSync(own, plugins, { recursive: true });
  writeFileSync(join(plugins, BAD_PLUGIN), HOSTILE);
  return [`plugins.folder=${plugins}`, `metrics.host=${BAD_NAME}`];
}

async function visitor(options) {
  const person = await Person.at(browser, lethe.url, options);
  await person.page.goto(lethe.url);
  await person.heading("Overview");
  return person;
}

/** What the page shows beside its navigation. */
function shown(person) {
  return person.page.locator("main").innerText();
}

async function showsReceipt(person) {
  await person.open("Erasures");
  await person.page.getByRole("link", { name: erasure.split("/")[1].slice(0, 8) }).click();
  await person.sees("Receipt of an erasure");
}

test("what a server has from strangers is shown as text: ids, files, settings", async () => {
  const person = await visitor();
  await person.open("Plugins");
  await person.sees(`${BAD_PLUGIN} cannot be used`);
  await isUnharmed(person, "plugins");
  await person.open("Settings");
  await person.page.getByText(BAD_NAME, { exact: true }).waitFor();
  await isUnharmed(person, "settings");
  await person.open("Explore");
  await person.page.getByLabel("What for").selectOption("similar");
  let known = 0;
  for (const id of NASTY) {
    await person.page.getByLabel("Item's id").fill(id);
    const answered = person.page.waitForResponse(/:similarItems$/);
    await person.page.getByRole("button", { name: "Show" }).click();
    const found = (await answered).status() === 200;
    known += found ? 1 : 0;
    await (found ? person.page.getByRole("columnheader", { name: "Score" }).waitFor() : person.sees("ITEM_NOT_FOUND"));
    await isUnharmed(person, id);
  }
  assert.ok(known >= 3, `${known} of them are items`);
  await person.isClean(404);
  await person.close();
});

test("what is typed into any field of any page is text, and refusals that repeat it are", async () => {
  const person = await visitor();
  for (const name of PAGES) {
    await person.open(name);
    const fields = person.page.locator("main :is(input[type=text], textarea)");
    for (let k = 0; k < (await fields.count()); k++) {
      if (await fields.nth(k).isVisible()) {
        await fields.nth(k).fill(HOSTILE);
      }
    }
    for (const button of ["Find", "Show"]) {
      const sends = person.page.getByRole("button", { name: button, exact: true });
      if ((await sends.count()) > 0) {
        await sends.first().click();
        await person.page.waitForLoadState("networkidle");
      }
    }
    await isUnharmed(person, name);
  }
  await person.isClean(400, 404);
  await person.close();
});

test("an address that a stranger made leads to no script and to no other call than its page's", async () => {
  const person = await visitor();
  const attacks = [HOSTILE, "../../v1/models", "..", "%", "x?y=z", "x#y"];
  for (const page of ["erasures", "models", "forgetting", "evidence", "explore", HOSTILE]) {
    for (const attack of attacks) {
      for (const address of [`${page}/${encodeURIComponent(attack)}`, `${page}?state=${encodeURIComponent(attack)}`]) {
        await person.page.goto(`${lethe.url}/#/${address}`);
        await person.page.getByRole("heading", { level: 1 }).waitFor();
        await isUnharmed(person, address);
      }
    }
  }
  const paths = person.asked.map((address) => new URL(address).pathname);
  const known = /^\/($|healthz$|console\/|v1\/(models|erasures|operations|log\/checkpoint)(\/.|$))/;
  assert.deepEqual(
    paths.filter((path) => !known.test(path)),
    [],
  );
  await person.isClean(400, 404);
  await person.close();
});

test("answers that are hostile in every text are shown as text on every page", async () => {
  const person = await visitor();
  await person.page.route("**/v1/**", async (route) => {
    const answer = await route.fetch();
    const json = await answer.json();
    await route.fulfill({ response: answer, json: poisoned(json, SOUND) });
  });
  for (const name of PAGES) {
    await person.open(name);
    await person.page.locator("main").getByText("onerror").or(person.page.locator("main h1")).first().waitFor();
    await person.page.waitForLoadState("networkidle");
    await isUnharmed(person, name);
  }
  await person.open("Models");
  for (const turn of await person.page.locator("tbody .turn").all()) {
    await turn.click();
    await person.sees("Digest");
    assert.match(await shown(person), /onerror=/);
    await isUnharmed(person, "a version's facts");
  }
  await showsReceipt(person);
  await isUnharmed(person, "an erasure");
  await person.page.unrouteAll({ behavior: "wait" });
  await person.close();
});

test("answers that are hostile in names and states, too, break nothing but what they say", async () => {
  const person = await visitor();
  await person.page.route("**/v1/**", async (route) => {
    const answer = await route.fetch();
    const json = await answer.json();
    await route.fulfill({ response: answer, json: poisoned(json, /^checkpoint$/) });
  });
  for (const name of PAGES) {
    await person.open(name);
    await person.page.waitForLoadState("networkidle");
    await isUnharmed(person, name);
  }
  await person.page.unrouteAll({ behavior: "wait" });
  await person.close();
});

test("a receipt that a stranger signed is text on the page and on paper", async () => {
  const person = await visitor();
  await person.open("Check a receipt");
  await person.page
    .getByLabel("Receipt file")
    .setInputFiles({ name: `${HOSTILE.replaceAll("/", "")}.json`, mimeType: "text/html", buffer: Buffer.from(hostileReceipt()) });
  await person.sees("Receipt of an erasure");
  // Its own key vouches for it, which the page must not take for more.
  await person.sees("Unchanged");
  assert.equal(await person.page.getByText("Genuine", { exact: true }).count(), 0);
  assert.match(await shown(person), /onerror=/);
  await isUnharmed(person, "receipt");
  await person.page.emulateMedia({ media: "print" });
  await isUnharmed(person, "receipt on paper");
  await person.picture("receipt-hostile");
  await person.isClean();
  await person.close();
});

test("an export holds no id, and paths of its own whatever a server names its erasures", async () => {
  const person = await visitor();
  await person.page.route("**/v1/erasures?**", async (route) => {
    const answer = await route.fetch();
    const json = await answer.json();
    for (const each of json.erasures ?? []) {
      each.requester = `=HYPERLINK("${HOSTILE}")`;
      if (each.name === mf) {
        each.name = "erasures/..\\..\\..\\owned";
      }
    }
    await route.fulfill({ response: answer, json });
  });
  await person.page.route("**/owned/receipt", async (route) =>
    route.fulfill({ response: await route.fetch({ url: `${lethe.url}/v1/${mf}/receipt` }) }),
  );
  await person.open("Evidence");
  await person.page.getByRole("button", { name: "Check the receipts and export the period" }).click();
  const [download] = await Promise.all([
    person.page.waitForEvent("download"),
    person.page.getByRole("button", { name: "Save the export" }).click(),
  ]);
  await isUnharmed(person, "export");
  const file = join(folder, "export.zip");
  await download.saveAs(file);
  const names = "import sys, zipfile; print('\\n'.join(i.orig_filename for i in zipfile.ZipFile(sys.argv[1]).infolist()))";
  const { stdout } = await run("python3", ["-c", names, file]);
  for (const path of stdout.trimEnd().split("\n")) {
    assert.match(path, /^((receipts|log)\/)?[A-Za-z0-9_-]+\.(json|txt|csv|py)$/, path);
  }
  await run("python3", ["-m", "zipfile", "-e", file, join(folder, "export")]);
  const index = readFileSync(join(folder, "export", "index.csv"), "utf8");
  assert.match(index, /"'=HYPERLINK\(""<img/);
  assert.ok(!/(^|,)"?[=+@]/m.test(index), "a spreadsheet would take a cell for a formula");
  for (const path of stdout.trimEnd().split("\n")) {
    const text = readFileSync(join(folder, "export", path), "utf8");
    for (const id of NASTY) {
      assert.ok(!text.includes(id), `${path} holds ${id}`);
    }
  }
  await person.page.unrouteAll({ behavior: "wait" });
  await person.close();
});

test("were there a way in, a script would still neither run nor send anything elsewhere", async () => {
  const person = await visitor();
  const framed = person.page.waitForEvent("console", (message) => message.text().includes("policy: frame-src"));
  const outcomes = await person.page.evaluate(async (hostile) => {
    const tried = (attack) => {
      try {
        attack();
        return "done";
      } catch (refused) {
        return refused.name;
      }
    };
    const results = {
      html: tried(() => {
        document.querySelector("main").innerHTML = hostile;
      }),
      inline: tried(() => {
        const script = document.createElement("script");
        script.text = "window.owned = 'inline'";
        document.head.append(script);
      }),
      address: tried(() => {
        const link = document.createElement("a");
        link.href = "javascript:window.owned='link'";
        document.body.append(link);
        link.click();
      }),
      handler: tried(() => {
        const image = document.createElement("img");
        image.setAttribute("onerror", "window.owned='handler'");
        image.src = "/nowhere";
        document.body.append(image);
      }),
    };
    // Not in the call of the test's own, which the browser lets make code.
    results.code = await new Promise((told) => {
      setTimeout(() => told(tried(() => globalThis.eval("window.owned = 'eval'"))));
    });
    const away = "https://example.invalid/";
    results.call = await fetch(away, { mode: "no-cors" }).then(
      () => "sent",
      () => "refused",
    );
    results.beacon = await new Promise((told) => {
      const image = new Image();
      image.onload = () => told("sent");
      image.onerror = () => told("refused");
      image.src = `${away}?token`;
    });
    const frame = document.createElement("iframe");
    frame.src = away;
    document.body.append(frame);
    return { ...results, ran: window.owned ?? "nothing" };
  }, HOSTILE);
  assert.deepEqual(outcomes, {
    html: "TypeError",
    code: "EvalError",
    inline: "TypeError",
    address: "done",
    handler: "TypeError",
    call: "refused",
    beacon: "refused",
    ran: "nothing",
  });
  await framed;
  for (const directive of ["script-src", "connect-src", "img-src", "frame-src", "require-trusted-types-for"]) {
    assert.ok(
      person.complaints.some((complaint) => complaint.includes(`policy: ${directive}`)),
      `${directive} in ${person.complaints.join("\n")}`,
    );
  }
  await person.close();
});
