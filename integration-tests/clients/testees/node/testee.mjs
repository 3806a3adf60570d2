// The Node client, as the harness drives it: one JSON request per line in, one JSON answer per line
// out, in any order. ../../README.md has the protocol.
import { createInterface } from "node:readline";
import { LetheError } from "@lethe/client";
import { clientOf, closeClient } from "./clients.mjs";
import { operations } from "./operations.mjs";

async function answer({ id, op, client, args = {} }) {
  try {
    const operation = operations[op];
    if (operation === undefined) {
      throw new TypeError(`no operation '${op}'`);
    }
    return { id, ok: await operation(args, () => clientOf(client)) };
  } catch (failure) {
    return { id, error: told(failure) };
  }
}

function told(failure) {
  const read = isOfStub(failure) ? LetheError.from(failure) : failure;
  const { status, reason, metadata, message } = read;
  return { type: read.constructor.name, status, reason, metadata, message };
}

/** Whether gRPC raised it, rather than the client. */
function isOfStub(failure) {
  return typeof failure.code === "number" && "details" in failure;
}

operations.close = async (_, client) => {
  await closeClient(client());
  return {};
};

for await (const line of createInterface({ input: process.stdin })) {
  answer(JSON.parse(line)).then((done) => process.stdout.write(`${JSON.stringify(done)}\n`));
}
