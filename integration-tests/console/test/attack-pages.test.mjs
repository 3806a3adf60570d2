import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, Person } from "./browser.mjs";
import { Lethe } from "./lethe.mjs";
import { StrangersSite } from "./stranger.mjs";

let lethe;
let browser;
let site;
let officer;

/** Where a certificate is the session, a browser shows it to whatever page makes it call. */
before(async () => {
  browser = await launch();
  site = await StrangersSite.start();
  lethe = await Lethe.start({ certified: true });
  await lethe.command("", "train", "--model", "movies", "--plugin", "ease");
  officer = await Person.at(browser, lethe.url, {
    clientCertificates: lethe.clientCertificates,
    ignoreHTTPSErrors: true,
  });
});

beforeEach(async () => {
  await officer.page.goto(`${lethe.url}/`);
  await officer.heading("Overview");
});

after(async () => {
  await browser?.close();
  await site?.stop();
  await lethe?.stop();
});

/** How many erasures there are, as the console itself reads it: its page has the same session. */
async function erasures() {
  const page = await officer.context.newPage();
  await page.goto(`${lethe.url}/`);
  const all = await page.evaluate(async () => (await fetch("/v1/erasures?pageSize=1000")).json());
  await page.close();
  return (all.erasures ?? []).length;
}

function body(user) {
  return JSON.stringify({ model: "models/movies", user, requestId: crypto.randomUUID() });
}

/** Lets a page of the stranger act, and tells what it noted in its title. */
async function acts(name, html) {
  await officer.page.goto(site.shows(name, html));
  await officer.page.waitForFunction(() => document.title.startsWith("done"));
  return officer.page.title();
}

test("the session is real: without it nothing is connected, and the console's own page asks with it", async () => {
  const unsigned = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await unsigned.newPage();
  await assert.rejects(page.goto(lethe.url));
  await unsigned.close();
  const status = await officer.page.evaluate(
    async (text) =>
      (await fetch("/v1/erasures", { method: "POST", headers: { "Content-Type": "application/json" }, body: text }))
        .status,
    body("user-30"),
  );
  assert.equal(status, 200);
  assert.equal(await erasures(), 1);
});

const SENDERS = {
  "a form of text": (url, text) => `
    <form method="post" enctype="text/plain" target="out" action="${url}/v1/erasures">
      <input name='${text.slice(0, -1)},"x":"' value='"}'></form>
    <iframe name="out" onload="if (window.sent) document.title = 'done'"></iframe>
    <script>addEventListener("load", () => { window.sent = true; document.forms[0].submit(); });</script>`,
  "a form of fields": (url) => `
    <form method="post" target="out" action="${url}/v1/erasures">
      <input name="model" value="models/movies"><input name="user" value="user-31"></form>
    <iframe name="out" onload="if (window.sent) document.title = 'done'"></iframe>
    <script>addEventListener("load", () => { window.sent = true; document.forms[0].submit(); });</script>`,
  "a call that needs no leave": (url, text) => `<script>
    fetch("${url}/v1/erasures", { method: "POST", mode: "no-cors", credentials: "include", body: '${text}' })
      .finally(() => { document.title = "done"; });</script>`,
  "a call of no kind": (url, text) => `<script>
    fetch("${url}/v1/erasures", { method: "POST", mode: "no-cors", credentials: "include", body: new Blob(['${text}']) })
      .finally(() => { document.title = "done"; });</script>`,
  "a call that asks for leave": (url, text) => `<script>
    fetch("${url}/v1/erasures", { method: "POST", credentials: "include", body: '${text}',
        headers: { "Content-Type": "application/json" } })
      .then(() => "answered", () => "refused").then((end) => { document.title = "done " + end; });</script>`,
  "a beacon": (url, text) => `<script>
    document.title = "done " + navigator.sendBeacon("${url}/v1/erasures", new Blob(['${text}'], { type: "text/plain" }));
    </script>`,
  "a page without an origin": (url, text) => {
    const inner = site.shows(
      "inner",
      `<form method="post" enctype="text/plain" action="${url}/v1/erasures">
        <input name='${text.slice(0, -1)},"x":"' value='"}'></form>
      <script>addEventListener("load", () => document.forms[0].submit());</script>`,
    );
    return `<iframe sandbox="allow-scripts allow-forms" src="${inner}" onload="window.loads = (window.loads ?? 0) + 1;
      if (window.loads === 2) document.title = 'done'"></iframe>`;
  },
};

for (const [name, html] of Object.entries(SENDERS)) {
  test(`a stranger's page asks for nothing in the reader's name: ${name}`, async () => {
    const earlier = await erasures();
    const answered = officer.context.waitForEvent(
      "response",
      (response) => response.url() === `${lethe.url}/v1/erasures` && response.request().method() === "POST",
    );
    const asked = name.startsWith("a call that asks");
    const title = await acts(name.replaceAll(" ", "-"), html(lethe.url, body("user-31")));
    if (asked) {
      answered.catch(() => {});
      assert.equal(title, "done refused");
    } else {
      // It arrived, with the session, and was refused for its origin.
      assert.equal((await answered).status(), 403);
    }
    assert.equal(await erasures(), earlier);
  });
}

test("a stranger's page reads nothing that the reader may read", async () => {
  const title = await acts(
    "reader",
    `<script>
      const read = fetch("${lethe.url}/v1/models", { credentials: "include" }).then((a) => a.text(), () => "refused");
      const tag = new Promise((told) => {
        const script = document.createElement("script");
        script.onload = () => told("run");
        script.onerror = () => told("refused");
        script.src = "${lethe.url}/v1/models";
        document.head.append(script);
      });
      const events = new Promise((told) => {
        const source = new EventSource("${lethe.url}/v1/erasures/x:watch", { withCredentials: true });
        source.onerror = () => { source.close(); told("refused"); };
        source.onmessage = () => told("read");
      });
      Promise.all([read, tag, events]).then((all) => { document.title = "done " + all.join(" "); });
    </script>`,
  );
  assert.equal(title, "done refused refused refused");
});

test("no frame, object or window of a stranger's shows the console to be clicked or touched", async () => {
  const title = await acts(
    "framing",
    `<iframe id="frame" src="${lethe.url}/"></iframe>
    <iframe id="sandboxed" sandbox="allow-scripts allow-forms" src="${lethe.url}/#/erasures"></iframe>
    <object id="object" data="${lethe.url}/"></object><embed id="embed" src="${lethe.url}/">
    <script>addEventListener("load", () => { document.title = "done"; });</script>`,
  );
  assert.equal(title, "done");
  for (const frame of officer.page.frames().slice(1)) {
    assert.equal(await frame.locator("#app").count(), 0, frame.url());
  }
  const refused = officer.complaints.filter((text) => /frame-ancestors|Refused to frame|violates/.test(text));
  assert.ok(refused.length >= 2, officer.complaints.join("\n"));
  officer.complaints.length = 0;
});

test("a stranger's page that opens the console has no hold of it", async () => {
  await officer.page.goto(
    site.shows("opener", `<button onclick="window.opened = window.open('${lethe.url}/#/erasures')">Look</button>`),
  );
  const [opened] = await Promise.all([
    officer.context.waitForEvent("page"),
    officer.page.getByRole("button", { name: "Look" }).click(),
  ]);
  await opened.getByRole("heading", { level: 1, name: "Erasures" }).waitFor();
  assert.equal(await opened.evaluate(() => window.opener), null);
  const hold = await officer.page.evaluate(() => {
    try {
      window.opened.location = "about:blank";
    } catch {
      return "refused";
    }
    return window.opened.closed ? "cut off" : "held";
  });
  assert.notEqual(hold, "held");
  assert.equal(await opened.getByRole("heading", { level: 1, name: "Erasures" }).count(), 1);
  await opened.close();
});
