import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, Person } from "./browser.mjs";
import { HOSTILE, isUnharmed } from "./hostile.mjs";
import { Lethe } from "./lethe.mjs";
import { StrangersSite } from "./stranger.mjs";

let lethe;
let browser;
let site;
let token;

before(async () => {
  browser = await launch();
  site = await StrangersSite.start();
  lethe = await Lethe.start({ guarded: true });
  await lethe.command(await lethe.token("ops", "train"), "train", "--model", "movies", "--plugin", "ease");
  token = await lethe.token("dpo", "approve", "audit", "serve", "unlearn");
  await lethe.ended(token, await lethe.unlearn(token, "user-20"));
});

after(async () => {
  await browser?.close();
  await site?.stop();
  await lethe?.stop();
});

async function signedIn() {
  const person = await Person.at(browser, lethe.url);
  await person.page.goto(lethe.url);
  await person.heading("Sign in");
  await person.signIn(token);
  await person.sees("Signed in as dpo");
  await person.heading("Overview");
  return person;
}

/** All that a page of this origin could read of a token without having been there when it was typed. */
function keptBy(person) {
  return person.page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const workers = await navigator.serviceWorker.getRegistrations();
    return JSON.stringify({
      local: { ...localStorage },
      session: { ...sessionStorage },
      cookie: document.cookie,
      databases,
      workers: workers.length,
      caches: await caches.keys(),
      name: window.name,
      state: history.state,
      address: location.href,
      referrer: document.referrer,
      title: document.title,
      entries: performance.getEntries().map((each) => each.name),
      page: document.documentElement.outerHTML,
      fields: [...document.querySelectorAll("input, textarea")].map((each) => each.value),
      globals: Object.getOwnPropertyNames(window)
        .filter((each) => typeof window[each] === "string")
        .map((each) => window[each]),
    });
  });
}

test("a token is in no storage, address, history, title, field or global of the page, on any page", async () => {
  const person = await signedIn();
  const secret = token.split(".")[2];
  for (const name of ["Overview", "Erasures", "Models", "Explore", "Evidence", "Forgetting", "Audit"]) {
    await person.open(name);
    await person.page.waitForLoadState("networkidle");
    const kept = await keptBy(person);
    assert.ok(!kept.includes(secret) && !kept.includes(token.split(".")[1]), name);
  }
  assert.ok(!person.asked.join("\n").includes(secret));
  await person.isClean(401, 403);
  await person.close();
});

test("a token goes to the gateway alone, in a header", async () => {
  const person = await Person.at(browser, lethe.url);
  const sent = [];
  person.page.on("request", (request) => sent.push(request));
  await person.page.goto(lethe.url);
  await person.signIn(token);
  await person.sees("Signed in as dpo");
  await person.open("Erasures");
  await person.page.waitForLoadState("networkidle");
  const carrying = sent.filter((request) => request.headers().authorization !== undefined);
  assert.ok(carrying.length > 0);
  for (const request of carrying) {
    assert.ok(request.url().startsWith(`${lethe.url}/`), request.url());
  }
  for (const request of sent) {
    assert.ok(!(request.postData() ?? "").includes(token), request.url());
  }
  await person.close();
});

test("a server that leads elsewhere is not followed there with the token", async () => {
  const person = await signedIn();
  await person.page.route("**/v1/settings**", (route) =>
    route.fulfill({ status: 307, headers: { Location: `${site.url}/taken` } }),
  );
  await person.open("Settings");
  await person.page.getByRole("alert").waitFor();
  assert.deepEqual(
    site.asked.filter(({ address }) => address.includes("taken")),
    [],
  );
  await person.close();
});

test("whoever the reader goes to next is told no address, and coming back takes a token", async () => {
  const person = await signedIn();
  await person.open("Erasures");
  await person.page.getByRole("link", { name: /^[0-9a-f]{8}$/ }).first().click();
  await person.heading(/^Erasure/);
  const next = site.shows("next", "<p>elsewhere</p>");
  await person.page.evaluate((address) => {
    location.href = address;
  }, next);
  await person.page.getByText("elsewhere").waitFor();
  const { headers } = site.asked.findLast(({ address }) => address === "/next");
  assert.equal(headers.referer, undefined);
  assert.equal(await person.page.evaluate(() => document.referrer), "");
  assert.ok(!JSON.stringify(site.asked).includes(token.split(".")[2]));
  // The next one at this machine presses 'back'.
  await person.page.goBack();
  await person.heading("Sign in");
  await person.close();
});

test("signing out and a refused token leave nothing that a call would carry", async () => {
  const person = await signedIn();
  await person.page.getByRole("button", { name: "Sign out" }).click();
  await person.heading("Sign in");
  const [request] = await Promise.all([
    person.page.waitForRequest(/\/v1\//),
    person.signIn("not.a.token"),
  ]);
  assert.equal(request.headers().authorization, "Bearer not.a.token");
  await person.sees("The server does not accept this token");
  assert.ok(!(await keptBy(person)).includes(token.split(".")[2]));
  await person.close();
});

test("who a token says it is of is text before the server has looked at it", async () => {
  const person = await Person.at(browser, lethe.url);
  await person.page.goto(lethe.url);
  await person.heading("Sign in");
  const payload = Buffer.from(JSON.stringify({ sub: HOSTILE })).toString("base64url");
  // The server's answer comes when the page has been looked at.
  let answer = () => {};
  const looked = new Promise((resolve) => {
    answer = resolve;
  });
  await person.page.route("**/v1/**", async (route) => {
    await looked;
    await route.continue();
  });
  await person.signIn(`x.${payload}.y`);
  await person.sees("Signed in as <img src=x");
  await isUnharmed(person, "a name in a token");
  answer();
  await person.sees("The server does not accept this token");
  await isUnharmed(person, "a refused token");
  await person.close();
});
