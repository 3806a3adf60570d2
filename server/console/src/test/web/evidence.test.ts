import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { strFromU8, unzipSync } from "fflate";
import type { Erasure } from "../../main/web/api/types";
import { archive, CHECKPOINT_PATH, keptCheckpoint } from "../../main/web/evidence/archive";
import {
  bounds,
  isPeriod,
  lastDays,
  REQUESTS_MAX,
  requestsOf,
} from "../../main/web/evidence/period";
import { evidenceOf } from "../../main/web/evidence/receipts";
import { indexTable } from "../../main/web/evidence/table";
import { joined, utf8 } from "../../main/web/receipt/bytes";
import { readReceipt } from "../../main/web/receipt/statement";
import { readKey } from "../../main/web/receipt/verifier";

// Browsers have it; Node has it only from 19 on.
globalThis.crypto ??= webcrypto as Crypto;

const folder = join(process.cwd(), "../../integration-tests/receipts/fixtures");
const listed = JSON.parse(readFileSync(join(folder, "verdicts.json"), "utf8"));
const fetched = joined(readFileSync(join(folder, "as-fetched.json")));
const erasure = readReceipt(fetched)?.name.replace(/\/receipt$/, "") ?? "";
const end = new AbortController().signal;

/** Answers calls by their path. */
function answering(answers: (path: string) => Response): string[] {
  const asked: string[] = [];
  globalThis.fetch = async (address) => {
    asked.push(String(address));
    return answers(String(address));
  };
  return asked;
}

test("a period is whole days in UTC, both included", () => {
  const period = lastDays(30, Date.parse("2026-11-30T23:59:59Z"));
  assert.deepEqual(period, { first: "2026-11-01", last: "2026-11-30" });
  assert.deepEqual(
    bounds(period).map((each) => new Date(each).toISOString()),
    ["2026-11-01T00:00:00.000Z", "2026-12-01T00:00:00.000Z"],
  );
  assert.equal(isPeriod({ first: "2026-11-30", last: "2026-11-30" }), true);
  for (const [first, last] of [
    ["2026-12-01", "2026-11-30"],
    ["", "2026-11-30"],
    ["2026-11-01", "30.11.2026"],
  ] as const) {
    assert.equal(isPeriod({ first, last }), false, `${first} ${last}`);
  }
});

test("the requests of a period are read until the list is older than that", async () => {
  const days = ["2026-11-03", "2026-11-02", "2026-11-01", "2026-10-31", "2026-10-30"];
  const asked = answering((path) => {
    const k = Number(new URL(path, "http://gateway").searchParams.get("pageToken") ?? 0);
    const erasures = [{ name: `erasures/${k}`, receiveTime: `${days[k]}T12:00:00Z` }];
    return new Response(JSON.stringify({ erasures, nextPageToken: String(k + 1) }));
  });
  const { erasures, more } = await requestsOf({ first: "2026-11-01", last: "2026-11-02" }, end);
  assert.deepEqual(
    erasures.map(({ name }) => name),
    ["erasures/1", "erasures/2"],
  );
  assert.equal(more, false);
  assert.equal(asked.length, 4);
});

test("a period with more requests than a browser is to hold says so, and reads no more", async () => {
  const asked = answering(() => {
    const erasures = Array.from({ length: 1000 }, () => ({ receiveTime: "2026-11-02T12:00:00Z" }));
    return new Response(JSON.stringify({ erasures, nextPageToken: "more" }));
  });
  const { erasures, more } = await requestsOf({ first: "2026-11-01", last: "2026-11-02" }, end);
  assert.deepEqual([erasures.length, more], [REQUESTS_MAX, true]);
  assert.equal(asked.length, REQUESTS_MAX / 1000 + 1);
});

test("a receipt counts for its own erasure only, and one that is not there yet for none", async () => {
  const other = "erasures/2b2e4f0c-6c1c-4b6e-9f0a-0d8f3c1f9a11";
  const details = [{ reason: "RECEIPT_NOT_READY" }];
  answering((path) =>
    path.includes("late")
      ? new Response(JSON.stringify({ error: { code: 400, message: "", status: "", details } }), {
          status: 400,
        })
      : new Response(path.includes("broken") ? utf8("{}") : fetched),
  );
  const told: number[] = [];
  const state = "STATE_COMPLETED" as const;
  const evidence = await evidenceOf(
    [
      { name: erasure, state },
      { name: other, state },
      { name: "erasures/late", state: "STATE_FAILED" },
      { name: "erasures/held", state: "STATE_HELD" },
      { name: "erasures/broken", state },
    ],
    readKey(listed.keyId),
    (done) => told.push(done),
    end,
  );
  assert.deepEqual(
    evidence.map(({ receipt }) => receipt?.found.verdict),
    ["ACCEPTED", "NAME_WRONG", undefined, undefined, "UNREADABLE"],
  );
  assert.deepEqual(evidence[0]?.receipt?.file, fetched);
  assert.deepEqual(told, [1, 2, 3, 4, 5]);
});

test("the index has a line for each request, and nothing that a spreadsheet would run", async () => {
  answering(() => new Response(fetched));
  const completed: Erasure = {
    name: erasure,
    model: "models/movies",
    state: "STATE_COMPLETED",
    receiveTime: "2026-11-02T12:00:00Z",
    purgeTime: "2026-11-02T12:00:02Z",
    expireTime: "2026-12-02T12:00:00Z",
    interactionCount: "18",
    requester: '=HYPERLINK("http://elsewhere","x")',
    approver: "a, b",
  };
  const late = { ...completed, purgeTime: "2026-12-03T00:00:00Z" };
  const failed: Erasure = { ...completed, state: "STATE_FAILED" };
  const held: Erasure = { ...completed, state: "STATE_HELD" };
  const all = [completed, late, failed, held];
  const table = await indexTable(await evidenceOf(all, undefined, () => {}, end));
  const [header = "", ...lines] = table.trimEnd().split("\r\n");
  const columns = header.split(",");
  const value = (line: string | undefined, column: string) =>
    (line ?? "").split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)[columns.indexOf(column)];
  assert.equal(lines.length, all.length);
  assert.deepEqual(
    lines.map((line) => value(line, "in_time")),
    ["yes", "no", "no", ""],
  );
  assert.equal(value(lines[0], "requester"), `"'=HYPERLINK(""http://elsewhere"",""x"")"`);
  assert.equal(value(lines[0], "approver"), '"a, b"');
  assert.equal(value(lines[0], "check"), "accepted");
  assert.match(value(lines[0], "log_index") ?? "", /^\d+$/);
  assert.match(value(lines[0], "receipt_sha256") ?? "", /^[0-9a-f]{64}$/);
  assert.deepEqual(
    [value(lines[3], "state"), value(lines[3], "check"), value(lines[3], "receipt_file")],
    ["held", "", ""],
  );
});

test("an archive holds what was put in, and gives its checkpoint back", async () => {
  const note = "a log\n1\nroot\n";
  const many = Array.from({ length: 250 }, (_, k) => ({ path: `r/${k}`, content: `${k}` }));
  const entries = [{ path: CHECKPOINT_PATH, content: note }, ...many];
  const file = joined(...(await archive(entries, new Date("2026-11-30T12:00:00Z"))));
  const found = unzipSync(file);
  assert.deepEqual(
    Object.entries(found).map(([path, content]) => ({ path, content: strFromU8(content) })),
    entries,
  );
  assert.equal(keptCheckpoint(file), note);
  assert.equal(keptCheckpoint(utf8(note)), note);
  assert.equal(keptCheckpoint(joined(...(await archive(many, new Date())))), "");
});
