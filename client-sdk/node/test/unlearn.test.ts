import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { status } from "@grpc/grpc-js";
import { Operation } from "../src/generated/google/longrunning/operations.js";
import {
  CancelledError,
  DeadlineExceededError,
  InternalError,
  isTerminal,
  type LetheClient,
  type LetheError,
  UnavailableError,
} from "../src/index.js";
import * as v1 from "../src/v1.js";
import { accepted, any, erasure, problem, recommended, TestServer, type Watch } from "./server.js";
import { Signer, statement } from "./signer.js";

const { STATE_RECEIVED, STATE_SOLVING, STATE_COMPLETED, STATE_FAILED, STATE_CANCELLED } =
  v1.Erasure_State;
const UUID4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let server: TestServer;
let lethe: LetheClient;
/** The state that the server tells whoever asks for the erasure. */
let polled: v1.Erasure_State;

/** Starts a server whose watches each do the next of these, the last for ever. */
async function start(...watches: ((call: Watch) => void)[]): Promise<void> {
  polled = STATE_SOLVING;
  server = await TestServer.start({
    unlearn: ({ validateOnly }: v1.UnlearnRequest) => (validateOnly ? planned() : accepted()),
    getErasure: () => erasure(polled),
    readmitSubject: () => ({ readmittedCount: 1 }),
    approveErasure: () => erasure(STATE_RECEIVED),
    cancelErasure: () => erasure(STATE_CANCELLED),
    getReceipt: () => new Signer().logged(statement()),
    listErasures: () => ({ erasures: [erasure(STATE_COMPLETED)], nextPageToken: "" }),
    recommend: () => recommended("i1"),
    watchErasure: (call) => (watches.length > 1 ? watches.shift() : watches[0])?.(call),
  });
  lethe = server.client();
}

afterEach(async () => {
  await lethe.close();
  server.stop();
});

/** Stops the server, and lets the client notice. */
async function goDown(): Promise<void> {
  server.stop();
  await sleep(50);
}

function planned(): Operation {
  const value = v1.Erasure.encode(
    v1.Erasure.fromPartial({
      plan: { interactionCount: 5, method: "UNLEARNING_METHOD_INFLUENCE" },
    }),
  ).finish();
  return Operation.fromPartial({ done: true, response: any("lethe.v1.Erasure", value) });
}

/** A watch that sends these states and ends, or fails with the last. */
function sends(...states: (v1.Erasure_State | Error)[]): (call: Watch) => void {
  return (call) => {
    for (const state of states) {
      if (state instanceof Error) {
        call.emit("error", state);
        return;
      }
      call.write(erasure(state));
    }
    call.end();
  };
}

test("readmit sends the target and resolves to the count", async () => {
  await start();
  assert.equal(await lethe.readmit("movies", { user: "ann" }), 1);
  await lethe.readmit("movies", { interactions: [{ user: "ann", item: "i1" }] });
  assert.deepEqual(server.requests("readmitSubject"), [
    { model: "models/movies", user: "ann", interactions: undefined, item: undefined },
    {
      model: "models/movies",
      user: undefined,
      interactions: { interactions: [{ user: "ann", item: "i1" }] },
      item: undefined,
    },
  ]);
});

test("unlearn makes a random request id, or takes the caller's", async () => {
  await start();
  const first = await lethe.unlearn({ model: "movies", user: "ann" });
  const second = await lethe.unlearn({ model: "movies", item: "i1" });
  const requestId = "7b0a8a4e-9d0c-4d3a-8f5e-1f1f3c0f2a11";
  const kept = await lethe.unlearn({ model: "movies", user: "ann", requestId });

  assert.match(first.requestId ?? "", UUID4);
  assert.notEqual(first.requestId, second.requestId);
  assert.equal(kept.requestId, requestId);
  assert.deepEqual(
    server.requests<v1.UnlearnRequest>("unlearn").map((request) => request.requestId),
    [first.requestId, second.requestId, requestId],
  );
  assert.equal(first.name, "erasures/e1");
});

test("a request id survives the retries", async () => {
  await start();
  server.failures.push(problem(status.UNAVAILABLE), problem(status.UNAVAILABLE));
  const { requestId } = await lethe.unlearn({ model: "movies", user: "ann" });

  const ids = server.requests<v1.UnlearnRequest>("unlearn").map((request) => request.requestId);
  assert.deepEqual(ids, [requestId, requestId, requestId]);
});

test("a request that failed is sent again under its id", async () => {
  await start();
  server.failures.push(problem(status.DEADLINE_EXCEEDED));
  const request = { model: "movies", user: "ann" };
  let requestId: string | undefined;
  await assert.rejects(lethe.unlearn(request), (failure: LetheError) => {
    requestId = failure.requestId;
    return failure instanceof DeadlineExceededError && UUID4.test(requestId ?? "");
  });
  assert.equal((await lethe.unlearn({ ...request, requestId })).requestId, requestId);

  const ids = server.requests<v1.UnlearnRequest>("unlearn").map((sent) => sent.requestId);
  assert.deepEqual(ids, [requestId, requestId]);
});

test("every target goes over the wire as such", async () => {
  await start();
  const interactions = [{ user: "ann", item: "i1" }];
  await lethe.unlearn({ model: "movies", interactions, method: "UNLEARNING_METHOD_RETRAIN" });
  await lethe.unlearn({ model: "movies", item: "i1" });

  const [pairs, item] = server.requests<v1.UnlearnRequest>("unlearn");
  assert.deepEqual(pairs?.interactions, { interactions });
  assert.equal(pairs?.method, "UNLEARNING_METHOD_RETRAIN");
  assert.deepEqual([item?.item, item?.user, item?.interactions], ["i1", undefined, undefined]);
});

test("a request without a target, or with two, is refused before anything is sent", async () => {
  await start();
  const both = { model: "movies", user: "ann", item: "i1" } as never;
  const message = "one of user, item and interactions must be set, got 2 of them";
  await assert.rejects(lethe.unlearn(both), { name: "TypeError", message });
  await assert.rejects(lethe.plan({ model: "movies" } as never), TypeError);
  assert.equal(server.seen.length, 0);
});

test("plan asks for nothing to be done", async () => {
  await start();
  const plan = await lethe.plan({ model: "movies", user: "ann" });

  assert.equal(plan.interactionCount, 5);
  assert.equal(server.requests<v1.UnlearnRequest>("unlearn")[0]?.validateOnly, true);
});

test("wait tells each new state once, through a broken stream", async () => {
  await start(
    sends(STATE_RECEIVED, STATE_SOLVING, problem(status.UNAVAILABLE)),
    sends(STATE_SOLVING, STATE_COMPLETED),
  );
  const states: string[] = [];
  const onProgress = ({ state }: v1.Erasure) => states.push(state);
  const ended = await lethe.erasure("erasures/e1").wait({ onProgress });

  assert.deepEqual(states, [STATE_RECEIVED, STATE_SOLVING, STATE_COMPLETED]);
  assert.equal(ended.state, STATE_COMPLETED);
  assert.equal(server.requests("watchErasure").length, 2);
});

test("wait does not take the end of a stream for that of the erasure", async () => {
  await start(sends(STATE_RECEIVED), sends(STATE_COMPLETED));
  assert.equal((await lethe.erasure("erasures/e1").wait()).state, STATE_COMPLETED);
});

test("a watch of another failure ends with it", async () => {
  await start(sends(problem(status.NOT_FOUND, "ERASURE_NOT_FOUND")));
  await assert.rejects(lethe.erasure("erasures/e1").wait(), { reason: "ERASURE_NOT_FOUND" });
  assert.equal(server.requests("watchErasure").length, 1);
});

test("wait rejects with the reason of a failed erasure", async () => {
  await start((call) => {
    const failureReason = "VERIFICATION_FAILED";
    call.write(erasure(STATE_FAILED, { failureReason, failureMessage: "gates" }));
    call.end();
  });
  await assert.rejects(lethe.erasure("erasures/e1").wait(), (failure: LetheError) => {
    assert.ok(failure instanceof InternalError);
    assert.equal(failure.reason, "VERIFICATION_FAILED");
    assert.equal(failure.message, "VERIFICATION_FAILED: gates (erasures/e1)");
    assert.deepEqual(failure.metadata, { erasure: "erasures/e1" });
    return true;
  });
});

test("a cancelled erasure is no failure", async () => {
  await start(sends(STATE_CANCELLED));
  assert.equal((await lethe.erasure("erasures/e1").wait()).state, STATE_CANCELLED);
});

test("waiting ends with its time, on an open stream and between streams", async () => {
  await start((call) => call.write(erasure(STATE_SOLVING)));
  const handle = lethe.erasure("erasures/e1");
  await assert.rejects(handle.wait({ timeoutMillis: 150 }), (failure: LetheError) => {
    assert.ok(failure instanceof DeadlineExceededError);
    assert.match(failure.message, /erasures\/e1 had not ended after 150 ms; it goes on/);
    return true;
  });
  await goDown();
  await assert.rejects(handle.wait({ timeoutMillis: 150 }), DeadlineExceededError);
});

test("a signal ends the waiting, on an open stream and between streams", async () => {
  await start((call) => call.write(erasure(STATE_SOLVING)));
  const handle = lethe.erasure("erasures/e1");
  for (const down of [false, true]) {
    if (down) {
      await goDown();
    }
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("enough")), 150);
    await assert.rejects(handle.wait({ signal: stop.signal }), (failure: LetheError) => {
      assert.ok(failure instanceof CancelledError);
      assert.equal((failure.cause as Error).message, "enough");
      return true;
    });
  }
});

test("leaving the loop of a watch cancels it at the server", async () => {
  let cancelled: () => void = () => {};
  const told = new Promise<void>((resolve) => {
    cancelled = resolve;
  });
  await start((call) => {
    call.on("cancelled", cancelled);
    call.write(erasure(STATE_SOLVING));
  });
  for await (const { state } of lethe.erasure("erasures/e1").watch()) {
    assert.equal(state, STATE_SOLVING);
    break;
  }
  await told;
});

test("close does not wait for a watch that nobody reads", { timeout: 60_000 }, async () => {
  await start((call) => call.write(erasure(STATE_SOLVING)));
  const watch = lethe.erasure("erasures/e1").watch();
  await watch.next();
  await lethe.close();
  await assert.rejects(watch.next(), CancelledError);
});

/** What a call of the client asks for. */
async function position(model: string, client = lethe): Promise<number | undefined> {
  await client.recommend({ model, user: "bob", n: 1 });
  return server.requests<v1.RecommendRequest>("recommend").at(-1)?.minErasurePosition;
}

test("later calls read the erasures that this client saw completed", async () => {
  await start(sends(STATE_COMPLETED));
  assert.equal(await position("movies"), 0);
  await lethe.erasure("erasures/e1").wait();
  assert.equal(await position("movies"), 7);
  assert.equal(await position("books"), 0);

  const careless = server.client({ readYourErasures: false });
  await careless.erasure("erasures/e1").wait();
  assert.equal(await position("movies", careless), 0);
  await careless.close();
});

test("who polls reads the own erasures as who waits does", async () => {
  await start();
  const handle = lethe.erasure("erasures/e1");
  await handle.now();
  assert.equal(await position("movies"), 0);
  polled = STATE_COMPLETED;
  await handle.now();
  assert.equal(await position("movies"), 7);
});

test("an erasure of nothing asks for no position", async () => {
  await start((call) => {
    call.write(erasure(STATE_COMPLETED, { interactionCount: 0 }));
    call.end();
  });
  await lethe.erasure("erasures/e1").wait();
  await lethe.recommend({ model: "movies", user: "bob", n: 1 });
  const [request] = server.requests<v1.RecommendRequest>("recommend");
  assert.equal(request?.minErasurePosition, 0);
});

test("a handle reads, approves, cancels and fetches the receipt by name", async () => {
  await start();
  const handle = lethe.erasure("erasures/e1");
  assert.equal((await handle.now()).state, STATE_SOLVING);
  assert.equal((await handle.approve()).state, STATE_RECEIVED);
  assert.equal((await handle.cancel()).state, STATE_CANCELLED);
  assert.equal((await handle.receipt()).name, "erasures/e1/receipt");
  const names = server.seen.map(({ request }) => (request as { name: string }).name);
  assert.deepEqual(names, ["erasures/e1", "erasures/e1", "erasures/e1", "erasures/e1/receipt"]);
});

test("erasures are listed of all models or of one", async () => {
  await start();
  for (const filter of [undefined, { model: "movies" }]) {
    for await (const { name } of lethe.erasures(filter)) {
      assert.equal(name, "erasures/e1");
    }
  }
  const models = server.requests<v1.ListErasuresRequest>("listErasures").map(({ model }) => model);
  assert.deepEqual(models, ["", "models/movies"]);
});

test("only completed, failed and cancelled are ends", () => {
  const ends = Object.values(v1.Erasure_State).filter(isTerminal);
  assert.deepEqual(ends, [STATE_COMPLETED, STATE_FAILED, STATE_CANCELLED]);
});

test("UNAVAILABLE is an error of a class of its own once the retries are over", async () => {
  await start();
  server.failures.push(...Array.from({ length: 4 }, () => problem(status.UNAVAILABLE)));
  await assert.rejects(lethe.unlearn({ model: "movies", user: "ann" }), UnavailableError);
});
