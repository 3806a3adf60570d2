// How the console fares in front of a server with many erasures. The calls are those that its pages make,
// one after another over a connection that stays open, as a browser has it.
import { randomUUID } from "node:crypto";
import { launch, Person } from "../test/browser.mjs";
import { Lethe } from "../test/lethe.mjs";
import { Calls } from "./calls.mjs";

const ERASURES = Number(process.argv[2]);
const CALLERS = 32;
/** A request costs as much as its model has interactions. */
const MODELS = 25;
const PAGE = 50;
const TIMES = 200;
const LOADS = 5;
const DAY_MILLIS = 86_400_000;
const UNDER_WAY = ["RECEIVED", "SOLVING", "VERIFYING", "RETRAINING", "PUBLISHING", "LIVE"]
  .map((state) => `states=STATE_${state}`)
  .join("&");

function table(first) {
  console.log(`\n| ${first} | n | p50 ms | p99 ms | |\n|---|---|---|---|---|`);
}

function told(name, times, more = "") {
  const sorted = [...times].sort((one, other) => one - other);
  const [half, most] = [0.5, 0.99].map((share) => sorted[Math.ceil(share * sorted.length) - 1].toFixed(1));
  console.log(`| ${name} | ${times.length} | ${half} | ${most} | ${more} |`);
}

/** Of a model that is never trained: no request makes a version, which takes longer than all else. */
function interactionsOf(model) {
  const people = Array.from({ length: Math.ceil(ERASURES / MODELS) }, (_, k) => `visitor-${model + k * MODELS}`);
  return people.map((user, k) => `${JSON.stringify({ user, item: `item-${k % 50}` })}\n`).join("");
}

/** Asks for all of them; 70 are of people that a model has learned and forgets. */
async function ask(calls, requestIds) {
  let next = 0;
  const caller = async () => {
    while (next < ERASURES) {
      const k = next++;
      const learned = k % 100 === 0 && k < 7_000;
      const model = learned ? "movies" : `visitors-${k % MODELS}`;
      const user = learned ? `user-${5 + k / 100}` : `visitor-${k}`;
      await calls.send("POST", "/v1/erasures", { model: `models/${model}`, user, requestId: requestIds[k] });
      if (k % 10_000 === 0) {
        console.error(`${k} asked for`);
      }
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

/** Waits until none is under way: the stream of one's states ends with it. */
async function ended(lethe, calls) {
  for (;;) {
    const { json } = await calls.send("GET", `/v1/erasures?pageSize=1&${UNDER_WAY}`);
    const [open] = json.erasures ?? [];
    if (open === undefined) {
      return;
    }
    await lethe.ended("", open.name);
  }
}

async function measureCalls(calls, requestIds) {
  table(`call, ${PAGE} a page`);
  const times = async (name, made, number = TIMES) => {
    const all = [];
    let found = 0;
    for (let k = 0; k < number; k++) {
      const { json, millis } = await made(k);
      all.push(millis);
      found = (json.erasures ?? []).length;
    }
    told(name, all, `${found} on the last page`);
  };
  let pageToken = "";
  const turn = async (pageSize = PAGE) => {
    const answer = await calls.read({ pageSize, pageToken });
    pageToken = answer.json.nextPageToken ?? "";
    return answer;
  };
  await times("first page", () => calls.read({ pageSize: PAGE }));
  const pages = Math.min(TIMES, Math.floor(ERASURES / PAGE / 3));
  await times("each next page, the latest ones", () => turn(), pages);
  for (let left = ERASURES - pages * PAGE; left > (pages + 20) * PAGE; left -= 1000) {
    await turn(1000);
  }
  await times("each next page, the oldest ones", () => turn(), pages);
  const soon = new Date(Date.now() + 7 * DAY_MILLIS).toISOString();
  for (const [name, filter] of [
    ["completed: all", { states: "STATE_COMPLETED" }],
    ["failed: none", { states: "STATE_FAILED" }],
    ["waits for approval: none", { states: "STATE_HELD" }],
    ["due within a week: none", { dueBefore: soon }],
    ["of a model: its 70", { model: "models/movies" }],
    ["asked for by a principal: all", { requester: "operator" }],
    ["asked for by a principal: none", { requester: "nobody" }],
  ]) {
    await times(name, () => calls.read({ pageSize: PAGE, ...filter }));
  }
  const spread = (k) => Math.floor((k * ERASURES) / TIMES);
  await times("by request id", (k) => calls.read({ pageSize: PAGE, requestId: requestIds[spread(k)] }));
  const search = (user) => calls.send("POST", "/v1/erasures:search", { user, pageSize: PAGE });
  await times("by person", (k) => search(`visitor-${spread(k) + 1}`));
  await times("by person: none", (k) => search(`nobody-${k}`));
}

async function load(browser, url, hash) {
  const person = await Person.at(browser, url);
  const devtools = await person.context.newCDPSession(person.page);
  await devtools.send("Network.enable");
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  let bytes = 0;
  devtools.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await person.page.goto(`${url}/${hash}`);
  await person.page.locator("main tbody tr").first().waitFor();
  const [first, rows] = await person.page.evaluate(() => [
    performance.getEntriesByName("first-contentful-paint")[0].startTime,
    performance.now(),
  ]);
  await person.close();
  return { bytes, first, rows };
}

async function measureLoads(browser, url) {
  table("cold load, the processor slowed to a quarter");
  for (const [name, hash] of [["overview", ""], ["erasures", "#/erasures"]]) {
    const loads = [];
    for (let k = 0; k < LOADS; k++) {
      loads.push(await load(browser, url, hash));
    }
    const kilobytes = `${(Math.max(...loads.map(({ bytes }) => bytes)) / 1000).toFixed(1)} kB over the wire`;
    told(`${name}: first content`, loads.map(({ first }) => first), kilobytes);
    told(`${name}: first row of a table`, loads.map(({ rows }) => rows));
  }
}

async function measureTurns(browser, url) {
  table("in the browser, the processor as it is");
  const person = await Person.at(browser, url);
  await person.page.goto(`${url}/#/erasures`);
  await person.page.locator("main tbody tr").first().waitFor();
  const turns = await person.page.evaluate(async (number) => {
    const times = [];
    const first = () => document.querySelector("main tbody th")?.textContent;
    for (let k = 0; k < number; k++) {
      const before = first();
      const changed = new Promise((resolve) => {
        const watcher = new MutationObserver(() => {
          if (first() !== undefined && first() !== before) {
            watcher.disconnect();
            requestAnimationFrame(() => setTimeout(resolve));
          }
        });
        watcher.observe(document.querySelector("main"), { childList: true, subtree: true, characterData: true });
      });
      const begin = performance.now();
      [...document.querySelectorAll(".pager button")].at(-1).click();
      await changed;
      times.push(performance.now() - begin);
    }
    return times;
  }, Math.min(TIMES, Math.floor(ERASURES / PAGE) - 1));
  told("'next' until the next page is painted", turns);
  await person.close();
}

const models = Array.from({ length: MODELS }, (_, k) => [`visitors-${k}`, interactionsOf(k)]);
const lethe = await Lethe.start({ models: Object.fromEntries(models) });
const calls = new Calls(lethe.url, CALLERS);
let browser;
try {
  await lethe.command("", "train", "--model", "movies", "--plugin", "ease");
  const requestIds = Array.from({ length: ERASURES }, () => randomUUID());
  const begin = performance.now();
  await ask(calls, requestIds);
  await ended(lethe, calls);
  const seconds = ((performance.now() - begin) / 1000).toFixed(0);
  console.log(`${ERASURES} erasures were asked for, ${CALLERS} at a time, and had ended after ${seconds} s.`);
  await measureCalls(calls, requestIds);
  browser = await launch();
  await measureLoads(browser, lethe.url);
  await measureTurns(browser, lethe.url);
} finally {
  calls.close();
  await browser?.close();
  await lethe.stop();
}
