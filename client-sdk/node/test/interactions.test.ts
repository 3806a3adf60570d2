import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { status } from "@grpc/grpc-js";
import {
  AppendOutcome,
  type InteractionRow,
  type LetheClient,
  type LetheError,
  ResourceExhaustedError,
} from "../src/index.js";
import type * as v1 from "../src/v1.js";
import { problem, TestServer } from "./server.js";

const happened = new Date("2024-05-02T10:00:00.250Z");
const UUID4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let server: TestServer;
let lethe: LetheClient;
/** The call, from 1, that finds no space; none for 0. */
let fullAt: number;

beforeEach(async () => {
  fullAt = 0;
  server = await TestServer.start({
    // The first row of each request is suppressed.
    appendInteractions: ({ interactions, learnAtOnce }: v1.AppendInteractionsRequest) => {
      if (server.seen.length === fullAt) {
        throw problem(status.RESOURCE_EXHAUSTED, "STORAGE_FULL");
      }
      return {
        outcomes: interactions.map((_, k) =>
          k === 0 ? AppendOutcome.OUTCOME_SUPPRESSED : AppendOutcome.OUTCOME_STORED,
        ),
        learned: learnAtOnce,
      };
    },
    listInteractions: ({ user, pageToken }: v1.ListInteractionsRequest) =>
      pageToken === ""
        ? { interactions: [{ user, item: "a", value: 0 }], nextPageToken: "2" }
        : {
            interactions: [{ user, item: "b", time: happened, eventType: "buy" }],
            nextPageToken: "",
          },
  });
  lethe = server.client({ deadlineMillis: 60_000 });
});

afterEach(async () => {
  await lethe.close();
  server.stop();
});

function sent(): v1.AppendInteractionsRequest[] {
  return server.requests("appendInteractions");
}

function* rows(count: number): Generator<InteractionRow, void> {
  for (let k = 0; k < count; k++) {
    yield { user: "ann", item: `i${k}` };
  }
}

test("appendInteractions sends rows in their order and gives an outcome of each", async () => {
  const requestId = "7b0a8a4e-9d0c-4d3a-8f5e-1f1f3c0f2a11";
  const interactions = [
    { user: "ann", item: "i1" },
    { user: "bob", item: "i2", value: 0, time: new Date(0), eventType: "view" },
  ];
  const repeats = "REPEATS_SUM";
  const answer = await lethe.appendInteractions({
    model: "movies",
    interactions,
    repeats,
    requestId,
    eventWeights: { view: 2.5 },
  });

  assert.deepEqual(sent(), [
    {
      model: "models/movies",
      interactions: [
        { user: "ann", item: "i1", value: undefined, time: undefined, eventType: undefined },
        { user: "bob", item: "i2", value: 0, time: new Date(0), eventType: "view" },
      ],
      repeats,
      requestId,
      learnAtOnce: false,
      eventWeights: { view: 2.5 },
    },
  ]);
  const outcomes = ["OUTCOME_SUPPRESSED", "OUTCOME_STORED"];
  assert.deepEqual(answer, { outcomes, learned: false, requestId });
});

test("learnAtOnce is sent, and the answer tells whether they are learned", async () => {
  const request = { model: "movies", interactions: [...rows(1)], learnAtOnce: true };

  assert.equal((await lethe.appendInteractions(request)).learned, true);
  assert.equal(sent()[0]?.learnAtOnce, true);
});

test("the largest request keeps its id over retries", async () => {
  server.failures.push(problem(status.UNAVAILABLE), problem(status.UNAVAILABLE));
  // 3 MB: far more than gRPC keeps for retries unless it is told to.
  const interactions = Array.from({ length: 10_000 }, (_, k) => ({
    user: "u".repeat(150),
    item: "i".repeat(150) + k,
  }));
  const { requestId, outcomes } = await lethe.appendInteractions({ model: "movies", interactions });

  assert.match(requestId, UUID4);
  assert.deepEqual(
    sent().map((request) => [request.requestId, request.interactions.length]),
    Array(3).fill([requestId, 10_000]),
  );
  assert.equal(outcomes.length, 10_000);
});

test("a failure tells the request id", async () => {
  fullAt = 1;
  const request = { model: "movies", interactions: [...rows(1)] };
  await assert.rejects(lethe.appendInteractions(request), (failure: LetheError) => {
    assert.ok(failure instanceof ResourceExhaustedError);
    assert.equal(failure.requestId, sent()[0]?.requestId);
    assert.equal(failure.appended, undefined);
    return true;
  });
});

test("appendAll sends batches in order, each under an id of its own", async () => {
  const interactions = rows(20_001);
  const summary = await lethe.appendAll({
    model: "movies",
    interactions,
    repeats: "REPEATS_MAX",
    eventWeights: { view: 2 },
  });

  assert.deepEqual(summary, {
    rowCount: 20_001,
    outcomes: { OUTCOME_STORED: 19_998, OUTCOME_SUPPRESSED: 3 },
  });
  assert.deepEqual(
    sent().map((request) => request.interactions.length),
    [10_000, 10_000, 1],
  );
  assert.deepEqual(
    sent().flatMap((request) => request.interactions.map(({ item }) => item)),
    [...rows(20_001)].map(({ item }) => item),
  );
  assert.equal(new Set(sent().map((request) => request.requestId)).size, 3);
  assert.ok(sent().every((request) => request.repeats === "REPEATS_MAX"));
  assert.ok(sent().every((request) => request.eventWeights.view === 2));
});

test("appendAll takes rows that come asynchronously, and none", async () => {
  async function* come() {
    yield* rows(3);
  }
  assert.equal((await lethe.appendAll({ model: "movies", interactions: come() })).rowCount, 3);
  const none = await lethe.appendAll({ model: "movies", interactions: [] });
  assert.deepEqual(none, { rowCount: 0, outcomes: {} });
  assert.equal(sent().length, 1);
});

test("appendAll stops at the first failure and tells what was taken in", async () => {
  fullAt = 2;
  let read = 0;
  function* counted() {
    for (const row of rows(50_000)) {
      read++;
      yield row;
    }
  }
  const request = { model: "movies", interactions: counted() };
  await assert.rejects(lethe.appendAll(request), (failure: LetheError) => {
    assert.ok(failure instanceof ResourceExhaustedError);
    assert.equal(failure.requestId, sent()[1]?.requestId);
    assert.deepEqual(failure.appended, {
      rowCount: 10_000,
      outcomes: { OUTCOME_STORED: 9_999, OUTCOME_SUPPRESSED: 1 },
    });
    return true;
  });
  assert.equal(read, 20_000);
});

test("interactions of a user are read page by page", async () => {
  const held = [];
  for await (const row of lethe.interactionsOfUser("movies", "ann")) {
    held.push(row);
  }
  assert.deepEqual(held, [
    { user: "ann", item: "a", value: 0 },
    { user: "ann", item: "b", value: 1, time: happened, eventType: "buy" },
  ]);
  assert.deepEqual(server.requests("listInteractions").at(-1), {
    model: "models/movies",
    user: "ann",
    pageSize: 0,
    pageToken: "2",
  });
});
