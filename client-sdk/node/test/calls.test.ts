import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { afterEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { status } from "@grpc/grpc-js";
import { toLetheError } from "../src/calls.js";
import {
  CancelledError,
  LetheClient as Client,
  type ClientOptions,
  DeadlineExceededError,
  type LetheClient,
  type LetheError,
  ResourceExhaustedError,
  UnauthenticatedError,
  UnavailableError,
} from "../src/index.js";
import { freePort, problem, recommended, TestServer } from "./server.js";

const ATTEMPTS_MAX = 4;
const query = { model: "movies", user: "ann", n: 1 };

let server: TestServer;
let lethe: LetheClient;

async function start(options?: ClientOptions, answer?: () => Promise<unknown>): Promise<void> {
  server = await TestServer.start({ recommend: answer ?? (() => recommended("i1")) });
  lethe = server.client(options);
}

afterEach(async () => {
  await lethe.close();
  server.stop();
});

function fail(times: number, code: status): void {
  server.failures.push(...Array.from({ length: times }, () => problem(code)));
}

function never(): Promise<never> {
  return new Promise(() => {});
}

test("a call is retried while the server is unavailable", async () => {
  await start();
  fail(2, status.UNAVAILABLE);
  assert.equal((await lethe.recommend(query)).items.length, 1);
  assert.equal(server.seen.length, 3);
});

test("a call gives up after the attempts", async () => {
  await start();
  fail(9, status.UNAVAILABLE);
  await assert.rejects(lethe.recommend(query), UnavailableError);
  assert.equal(server.seen.length, ATTEMPTS_MAX);
});

test("nothing but UNAVAILABLE is retried", async () => {
  await start();
  fail(1, status.RESOURCE_EXHAUSTED);
  await assert.rejects(lethe.recommend(query), ResourceExhaustedError);
  assert.equal(server.seen.length, 1);
});

test("a call finds a server that comes back while it has attempts left", async () => {
  await start();
  await lethe.recommend(query);
  const { port } = server;
  server.stop();
  const waiting = lethe.recommend(query);
  server = await TestServer.start({ recommend: () => recommended("i2") }, undefined, port);
  assert.equal((await waiting).items[0]?.item, "i2");
});

test("the deadline covers the retries", async () => {
  await start({ deadlineMillis: 4_000 }, async () => {
    if (server.seen.length > 1) {
      return never();
    }
    await sleep(2_000);
    throw problem(status.UNAVAILABLE);
  });
  const began = performance.now();
  await assert.rejects(lethe.recommend(query), DeadlineExceededError);
  const millis = performance.now() - began;
  // Were there a deadline for each attempt, it would be 6000 at least.
  assert.ok(millis > 3_900 && millis < 6_000, `${millis} ms`);
  assert.equal(server.seen.length, 2);
});

test("a call has the client's deadline, or its own", async () => {
  await start({ deadlineMillis: 50 }, never);
  await assert.rejects(lethe.recommend(query), DeadlineExceededError);
  const began = performance.now();
  await assert.rejects(lethe.recommend(query, { deadlineMillis: 200 }), DeadlineExceededError);
  assert.ok(performance.now() - began > 150);
});

test("a server that hangs up at the deadline was too late", () => {
  const hungUp = problem(status.CANCELLED);
  assert.ok(toLetheError(hungUp, Date.now(), undefined) instanceof DeadlineExceededError);
  assert.ok(toLetheError(hungUp, Date.now() + 60_000, undefined) instanceof CancelledError);
});

test("a deadline must be above 0", async () => {
  await start();
  assert.throws(() => server.client({ deadlineMillis: 0 }), {
    name: "RangeError",
    message: "deadlineMillis must be above 0 milliseconds, got 0",
  });
  await assert.rejects(lethe.recommend(query, { deadlineMillis: Number.NaN }), RangeError);
});

test("a signal gives a call up, before it is made and while it runs", async () => {
  await start({}, never);
  const reason = new Error("enough");
  const stop = new AbortController();
  const waiting = lethe.recommend(query, { signal: stop.signal });
  setTimeout(() => stop.abort(reason), 50);
  for (const call of [waiting, () => lethe.recommend(query, { signal: stop.signal })]) {
    await assert.rejects(call as Promise<unknown>, (failure: LetheError) => {
      assert.ok(failure instanceof CancelledError);
      assert.equal(failure.cause, reason);
      return true;
    });
  }
  assert.equal(server.seen.length, 1);
});

test("a token is asked for before every attempt, also in plain text to this machine", async () => {
  let asked = 0;
  await start({ token: async () => `t${++asked}` });
  fail(2, status.UNAVAILABLE);
  await lethe.recommend(query);
  await lethe.recommend(query);
  const sent = server.seen.map(({ headers }) => headers.get("authorization"));
  assert.deepEqual(sent, [["Bearer t1"], ["Bearer t2"], ["Bearer t3"], ["Bearer t4"]]);
});

test("a token supplier that fails fails the call, and says nothing of its own", async () => {
  await start({
    token: () => {
      throw new Error("secret");
    },
  });
  await assert.rejects(lethe.recommend(query), (failure: LetheError) => {
    assert.ok(failure instanceof UnauthenticatedError);
    assert.ok(!failure.message.includes("secret"));
    return true;
  });
  assert.equal(server.seen.length, 0);
});

test("a token never crosses the network in plain text", async () => {
  await start();
  for (const target of ["example.org:7707", "127.0.0.1.example.org:1", "10.0.0.1:7707"]) {
    assert.throws(() => new Client(target, { plaintext: true, token: () => "t" }), {
      name: "TypeError",
      message: `a token must not cross the network in plain text; the target is ${target}`,
    });
  }
});

test("how to connect is said in one way", async () => {
  await start();
  assert.throws(() => server.client({ plaintext: true, ca: "pem" }), TypeError);
  assert.throws(() => server.client({ certificate: "pem" }), TypeError);
});

test("close lets calls under way end, and takes no more", async () => {
  const gate = new EventEmitter();
  await start({}, async () => {
    await once(gate, "open");
    return recommended("i1");
  });
  const waiting = lethe.recommend(query);
  while (server.seen.length === 0) {
    await sleep(5);
  }
  const closed = lethe[Symbol.asyncDispose]();
  await assert.rejects(lethe.recommend(query), /the client is closed/);
  gate.emit("open");
  assert.equal((await waiting).items.length, 1);
  await closed;
});

test("one signal serves many calls at a time, without a warning", async () => {
  await start();
  const warnings: Error[] = [];
  const warn = (warning: Error) => warnings.push(warning);
  process.on("warning", warn);
  const { signal } = new AbortController();
  await Promise.all(Array.from({ length: 50 }, () => lethe.recommend(query, { signal })));
  await sleep(10);
  process.off("warning", warn);
  assert.deepEqual(warnings, []);
});

test("a server that is not there is UNAVAILABLE", async () => {
  await start();
  const nobody = new Client(`127.0.0.1:${await freePort()}`);
  await assert.rejects(nobody.recommend(query), UnavailableError);
  await nobody.close();
});
