// Recommends, erases, and keeps the receipt, by types that were generated: node erase.js RECEIPT
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import createClient from "openapi-fetch";
import type { paths } from "./contract.js";

const USER = "user-109";
const MILLIS_MAX = 300_000;

const lethe = createClient<paths>({ baseUrl: process.env.LETHE_URL ?? "http://127.0.0.1:7780" });
const query = { params: { path: { model: "demo" } }, body: { user: USER, n: 5 } };

const { data: answer, error: refusal } = await lethe.POST("/v1/models/{model}:recommend", query);
assert.equal(answer?.items?.length, 5, refusal?.error.message);

const { data: accepted, error: refused } = await lethe.POST("/v1/erasures", {
  body: { model: "models/demo", user: USER, requestId: randomUUID() },
});
assert.ok(accepted?.name, refused?.error.message);
const operation = accepted.name.replace("operations/", "");
const erasure = String(accepted.metadata?.erasure).replace("erasures/", "");
const deadline = Date.now() + MILLIS_MAX;
for (let done = accepted.done; !done; ) {
  assert.ok(Date.now() < deadline, "the erasure has not ended");
  const now = await lethe.GET("/v1/operations/{operation}", { params: { path: { operation } } });
  assert.equal(now.data?.error, undefined);
  done = now.data?.done;
}

const gone = await lethe.POST("/v1/models/{model}:recommend", query);
assert.equal(gone.response.status, 404);
const receipt = await lethe.GET("/v1/erasures/{erasure}/receipt", {
  params: { path: { erasure } },
});
assert.ok(receipt.data, receipt.error?.error.message);
writeFileSync(process.argv[2] as string, JSON.stringify(receipt.data));
