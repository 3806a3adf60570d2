import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { type ServiceError, status } from "@grpc/grpc-js";
import {
  DeadlineExceededError,
  type InteractionRow,
  type LetheClient,
  type LetheError,
  ResourceExhaustedError,
  UnavailableError,
} from "../src/index.js";
import * as v1 from "../src/v1.js";
import { type Importing, problem, TestServer } from "./server.js";

const ID = "5e0f5a3c-4a52-4f6e-9a52-0a4c1f0f5a3c";

let server: TestServer;
let lethe: LetheClient;
let held: InteractionRow[];
let messages: v1.ImportInteractionsRequest[];
/** Each of the next streams ends after so many messages, unanswered. */
let cuts: number[];
let fullAt: number;

beforeEach(async () => {
  held = [];
  messages = [];
  cuts = [];
  fullAt = Number.POSITIVE_INFINITY;
  server = await TestServer.start({ importInteractions });
  lethe = server.client({ deadlineMillis: 60_000 });
});

afterEach(async () => {
  await lethe.close();
  server.stop();
});

function importInteractions(call: Importing): void {
  let left = cuts.shift() ?? Number.POSITIVE_INFINITY;
  const fail = (failure: ServiceError) => {
    left = 0;
    call.emit("error", failure);
  };
  call.on("data", (message: v1.ImportInteractionsRequest) => {
    if (left === 0) {
      return;
    }
    messages.push(message);
    const fresh = message.interactions.slice(Math.max(0, held.length - message.position));
    const refusedInteractions = fresh
      .map((row, k) => ({ user: row.user, position: held.length + k, reason: "why" }))
      .filter(({ user }) => user === "");
    held.push(...fresh);
    left--;
    if (left === 0) {
      fail(problem(status.UNAVAILABLE));
    } else if (held.length > fullAt) {
      fail(problem(status.RESOURCE_EXHAUSTED, "STORAGE_FULL"));
    } else {
      const refused = held.filter(({ user }) => user === "").length;
      const counts = { position: held.length, stored: held.length - refused, refused };
      call.write(v1.ImportInteractionsResponse.fromPartial({ ...counts, refusedInteractions }));
    }
  });
  call.on("end", () => {
    if (left > 0) {
      call.end();
    }
  });
}

function* rows(count: number): Generator<InteractionRow, void> {
  for (let k = 0; k < count; k++) {
    yield { user: "ann", item: `i${k}` };
  }
}

function holds(count: number): void {
  assert.deepEqual(
    held.map(({ item }) => item),
    [...rows(count)].map(({ item }) => item),
  );
}

test("rows go by messages of ten thousand under one id", async () => {
  const repeats = "REPEATS_MAX";
  const interactions = rows(50_001);
  const done = await lethe.importInteractions({
    model: "movies",
    interactions,
    repeats,
    importId: ID,
  });

  assert.deepEqual(done, {
    rowCount: 50_001,
    outcomes: { OUTCOME_STORED: 50_001 },
    refused: [],
    importId: ID,
  });
  holds(50_001);
  assert.deepEqual(
    messages.map((message) => message.interactions.length),
    [0, 10_000, 10_000, 10_000, 10_000, 10_000, 1],
  );
  assert.ok(messages.every((one) => one.model === "models/movies" && one.repeats === repeats));
});

test("a stream that is cut goes on", async () => {
  cuts = [1, 2, 3, 1, 4];
  const { rowCount } = await lethe.importInteractions({
    model: "movies",
    interactions: rows(95_000),
  });

  assert.equal(rowCount, 95_000);
  holds(95_000);
});

test("another call goes on by the id", async () => {
  for (const count of [0, 12_345, 30_000, 30_000]) {
    const { rowCount } = await lethe.importInteractions({
      model: "movies",
      interactions: rows(count),
      importId: ID,
    });
    assert.equal(rowCount, count);
  }
  holds(30_000);
});

test("refused rows are named up to a hundred", async () => {
  const interactions = [...rows(300)].map((row, k) => (k % 2 === 0 ? row : { ...row, user: "" }));
  const done = await lethe.importInteractions({ model: "movies", interactions });

  assert.deepEqual(done.outcomes, { OUTCOME_STORED: 150, OUTCOME_REFUSED: 150 });
  assert.equal(done.refused.length, 100);
  assert.deepEqual(done.refused[0], { position: 1, reason: "why" });
});

test("messages of an import stay small", async () => {
  const text = "x".repeat(240);
  const interactions = Array.from({ length: 20_000 }, () => ({ user: text, item: text }));
  await lethe.importInteractions({ model: "movies", interactions });

  for (const message of messages) {
    assert.ok(v1.ImportInteractionsRequest.encode(message).finish().length < 3 * 1024 * 1024);
  }
  assert.equal(held.length, 20_000);
});

test("a refusal tells what is in", async () => {
  fullAt = 20_000;
  await assert.rejects(
    lethe.importInteractions({ model: "movies", interactions: rows(50_000), importId: ID }),
    (failure: LetheError) => {
      assert.ok(failure instanceof ResourceExhaustedError);
      assert.equal(failure.reason, "STORAGE_FULL");
      assert.equal(failure.requestId, ID);
      assert.deepEqual(failure.appended, {
        rowCount: 20_000,
        outcomes: { OUTCOME_STORED: 20_000 },
      });
      return true;
    },
  );
});

test("an import ends when the server stays away", async () => {
  cuts = Array(20).fill(1);
  await assert.rejects(
    lethe.importInteractions({ model: "movies", interactions: rows(1) }, { deadlineMillis: 300 }),
    (failure) => failure instanceof UnavailableError || failure instanceof DeadlineExceededError,
  );
});

test("rows may come asynchronously", async () => {
  async function* come(): AsyncGenerator<InteractionRow, void> {
    yield* rows(3);
  }
  const { rowCount } = await lethe.importInteractions({ model: "movies", interactions: come() });
  assert.equal(rowCount, 3);
});
