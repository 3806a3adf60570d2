import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { status } from "@grpc/grpc-js";
import { Operation } from "../src/generated/google/longrunning/operations.js";
import { Status } from "../src/generated/google/rpc/status.js";
import {
  DeadlineExceededError,
  InternalError,
  type LetheClient,
  type LetheError,
} from "../src/index.js";
import * as v1 from "../src/v1.js";
import { any, problem, TestServer } from "./server.js";

const version = v1.ModelVersion.fromPartial({ name: "models/movies/versions/4" });
const response = any("lethe.v1.ModelVersion", v1.ModelVersion.encode(version).finish());

let server: TestServer;
let lethe: LetheClient;

/** Starts a server that tells of a training in these steps, the last for ever. */
async function start(...steps: Partial<Operation>[]): Promise<void> {
  server = await TestServer.start({
    trainModel: () => Operation.fromPartial({ name: "operations/o1" }),
    getOperation: () => {
      const step = steps.length > 1 ? steps.shift() : steps[0];
      return Operation.fromPartial({ name: "operations/o1", ...step });
    },
    cancelOperation: () => ({}),
  });
  lethe = server.client();
}

afterEach(async () => {
  await lethe.close();
  server.stop();
});

function epoch(number: number): Partial<Operation> {
  const progress = v1.TrainModelMetadata.fromPartial({ stage: "STAGE_TRAINING", epoch: number });
  const value = v1.TrainModelMetadata.encode(progress).finish();
  return { metadata: any("lethe.v1.TrainModelMetadata", value) };
}

test("a training is asked for, followed, and ends with its version", async () => {
  await start(epoch(1), epoch(2), { ...epoch(3), done: true, response });
  const options = { factors: "8" };
  const training = await lethe.train({ model: "movies", plugin: "mf", options, seed: 3 });
  const epochs: number[] = [];
  const trained = await training.wait({ onProgress: (progress) => epochs.push(progress.epoch) });

  assert.equal(training.name, "operations/o1");
  assert.deepEqual(epochs, [1, 2, 3]);
  assert.equal(trained.name, "models/movies/versions/4");
  const [request] = server.requests<v1.TrainModelRequest>("trainModel");
  const { requestId, ...rest } = request as v1.TrainModelRequest;
  assert.match(requestId, /^[0-9a-f-]{36}$/);
  assert.equal(training.requestId, requestId);
  assert.deepEqual(rest, {
    model: "models/movies",
    plugin: "mf",
    options,
    seed: 3,
    skipFinalFit: false,
    keepBeside: false,
  });
});

test("a training keeps its version beside if asked", async () => {
  await start();
  await lethe.train({ model: "movies", keepBeside: true });
  assert.equal(server.requests<v1.TrainModelRequest>("trainModel")[0]?.keepBeside, true);
});

test("plugin and final fit are the server's choice and done unless said otherwise", async () => {
  await start();
  await lethe.train({ model: "movies" });
  await lethe.train({ model: "movies", finalFit: false });
  const sent = server.requests<v1.TrainModelRequest>("trainModel");
  assert.deepEqual(
    sent.map(({ plugin, skipFinalFit }) => [plugin, skipFinalFit]),
    [
      ["", false],
      ["", true],
    ],
  );
});

test("a training that may not have been accepted can be asked for again under its id", async () => {
  await start(epoch(1));
  server.failures.push(problem(status.DEADLINE_EXCEEDED));
  const request = { model: "movies", plugin: "mf" };
  let requestId: string | undefined;
  await assert.rejects(lethe.train(request), (failure: LetheError) => {
    requestId = failure.requestId;
    return requestId !== undefined;
  });
  await lethe.train({ ...request, requestId });

  const ids = server.requests<v1.TrainModelRequest>("trainModel").map((sent) => sent.requestId);
  assert.deepEqual(ids, [requestId, requestId]);
});

test("a training that failed rejects with its reason", async () => {
  const bytes = problem(13, "PLUGIN_FAILED", { plugin: "mf" }).metadata;
  const error = Status.decode(bytes.get("grpc-status-details-bin")[0] as Buffer);
  await start({ done: true, error });
  await assert.rejects(lethe.training("operations/o1").wait(), {
    name: "InternalError",
    reason: "PLUGIN_FAILED",
  });
});

test("waiting ends with its time", async () => {
  await start(epoch(1));
  const waiting = lethe.training("operations/o1").wait({ timeoutMillis: 120 });
  await assert.rejects(waiting, DeadlineExceededError);
});

test("an operation of another kind is the server's fault", async () => {
  await start({ done: true, response: any("lethe.v1.Erasure", new Uint8Array()) });
  await assert.rejects(lethe.training("operations/o1").wait(), (failure: Error) => {
    assert.ok(failure instanceof InternalError);
    assert.match(failure.message, /holds '.*lethe\.v1\.Erasure' where a ModelVersion belongs/);
    return true;
  });
});

test("a training is cancelled by name", async () => {
  await start(epoch(1));
  await lethe.training("operations/o1").cancel();
  assert.deepEqual(server.requests("cancelOperation"), [{ name: "operations/o1" }]);
});

test("a seed beyond what a number holds exactly is refused", async () => {
  await start(epoch(1));
  const request = { model: "movies", plugin: "mf", seed: 2 ** 53 };
  await assert.rejects(lethe.train(request), RangeError);
});
