import assert from "node:assert/strict";
import { test } from "node:test";
import { status } from "@grpc/grpc-js";
import { Status } from "../src/generated/google/rpc/status.js";
import { REASON_STATUS } from "../src/generated/reason-status.js";
import { ErrorReason, InvalidArgumentError, LetheError, NotFoundError } from "../src/index.js";
import { any, problem, raw } from "./server.js";

test("an error carries status, reason, metadata and cause", () => {
  const cause = problem(status.NOT_FOUND, "USER_NOT_FOUND", { model: "movies" });
  const failure = LetheError.from(cause);

  assert.ok(failure instanceof NotFoundError && failure instanceof LetheError);
  assert.equal(failure.name, "NotFoundError");
  assert.equal(failure.status, "NOT_FOUND");
  assert.equal(failure.reason, ErrorReason.USER_NOT_FOUND);
  assert.deepEqual(failure.metadata, { model: "movies" });
  assert.equal(failure.message, "USER_NOT_FOUND: in words");
  assert.equal(failure.cause, cause);
});

test("a reason that this client does not know passes through", () => {
  const failure = LetheError.from(problem(status.INVALID_ARGUMENT, "MOON_IS_FULL"));
  assert.ok(failure instanceof InvalidArgumentError);
  assert.equal(failure.reason, "MOON_IS_FULL");
});

test("what is not from Lethe has no reason", () => {
  const elsewhere = problem(status.NOT_FOUND, "USER_NOT_FOUND", {}, "example.org");
  const garbled = raw(status.NOT_FOUND, [any("google.rpc.ErrorInfo", Buffer.of(255))]);
  const other = raw(status.NOT_FOUND, [any("google.rpc.RetryInfo", Buffer.of())]);
  for (const failure of [elsewhere, garbled, other, problem(status.NOT_FOUND)]) {
    const read = LetheError.from(failure);
    assert.deepEqual([read.status, read.reason, read.metadata], ["NOT_FOUND", "", {}]);
    assert.equal(read.message, "NOT_FOUND: in words");
  }
});

test("garbled status details do not hide the failure", () => {
  const failure = problem(status.NOT_FOUND, "USER_NOT_FOUND");
  failure.metadata.set("grpc-status-details-bin", Buffer.of(255, 255));
  assert.equal(LetheError.from(failure).status, "NOT_FOUND");
});

test("a status without a class of its own is a LetheError all the same", () => {
  const failure = LetheError.from(problem(status.UNIMPLEMENTED));
  assert.deepEqual([failure.name, failure.status], ["LetheError", "UNIMPLEMENTED"]);
  assert.equal(LetheError.from(problem(99 as status)).status, "UNKNOWN");
});

test("an operation's failure reads like a call's", () => {
  const { metadata } = problem(status.ABORTED, "CONCURRENT_CHANGE", { model: "movies" });
  const bytes = metadata.get("grpc-status-details-bin")[0] as Buffer;
  const failure = LetheError.ofStatus(Status.decode(bytes));
  assert.deepEqual(
    [failure.name, failure.reason, failure.metadata],
    ["AbortedError", "CONCURRENT_CHANGE", { model: "movies" }],
  );
});

test("every reason has a status", () => {
  const without = Object.keys(ErrorReason).filter((reason) => !(reason in REASON_STATUS));
  assert.deepEqual(without, ["ERROR_REASON_UNSPECIFIED", "UNRECOGNIZED"]);
  for (const name of Object.values(REASON_STATUS)) {
    assert.ok(name !== undefined && name in status, name);
  }
});
