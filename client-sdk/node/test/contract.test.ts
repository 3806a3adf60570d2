import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SERVICE_CONFIG, VERSION } from "../src/build-info.js";

const here = process.cwd();
const protos = join(here, "../../proto/src/main/protobuf/lethe/v1");

test("the stubs are those of the contract: else run ./generate", () => {
  const digest = createHash("sha256");
  for (const file of readdirSync(protos).sort()) {
    if (file.endsWith(".proto")) {
      digest.update(readFileSync(join(protos, file)));
    }
  }
  const made = readFileSync(join(here, "src/generated/CONTRACT"), "utf8").trim();
  assert.equal(made, digest.digest("hex"));
});

test("the retries are those of the clients of all languages", () => {
  const shared = readFileSync(join(here, "../shared/service-config.json"), "utf8");
  assert.deepEqual(JSON.parse(SERVICE_CONFIG), JSON.parse(shared));
});

test("the version is that of the package", () => {
  assert.equal(VERSION, JSON.parse(readFileSync(join(here, "package.json"), "utf8")).version);
});
