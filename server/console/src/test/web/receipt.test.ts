import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { toHex } from "../../main/web/receipt/bytes";
import { readReceipt } from "../../main/web/receipt/statement";
import { readKey, verify } from "../../main/web/receipt/verifier";

// Browsers have it; Node has it only from 19 on.
globalThis.crypto ??= webcrypto as Crypto;

const folder = join(process.cwd(), "../../integration-tests/receipts/fixtures");
const listed = JSON.parse(readFileSync(join(folder, "verdicts.json"), "utf8"));
const genuine = Object.keys(listed.verdicts).filter((name) => listed.verdicts[name] === "genuine");

function file(name: string): Uint8Array {
  return readFileSync(join(folder, name));
}

async function verdict(bytes: Uint8Array, trusted: Uint8Array | undefined): Promise<string> {
  const receipt = readReceipt(bytes);
  if (receipt === undefined) {
    return "unreadable";
  }
  switch ((await verify(receipt, trusted)).verdict) {
    case "ACCEPTED":
      return "genuine";
    case "STATEMENT_VERSION_UNKNOWN":
    case "STATEMENT_UNREADABLE":
      return "unreadable";
    default:
      return "forged";
  }
}

test("the browser's verifier has the verdicts of all others on the shared fixtures", async () => {
  for (const trusted of [readKey(listed.key), readKey(listed.keyId)]) {
    assert.ok(trusted !== undefined);
    const found: Record<string, string> = {};
    for (const name of Object.keys(listed.verdicts)) {
      found[name] = await verdict(file(name), trusted);
    }
    assert.deepEqual(found, listed.verdicts);
  }
  assert.ok(Object.keys(listed.verdicts).length > 40);
});

test("a genuine receipt yields its statement and its place in the log", async () => {
  const receipt = readReceipt(file(genuine[0] as string));
  assert.ok(receipt !== undefined);
  const verification = await verify(receipt, undefined);
  assert.equal(verification.verdict, "ACCEPTED");
  assert.equal(`${verification.statement.erasure}/receipt`, receipt.name);
  assert.ok(
    verification.place === undefined ||
      verification.place.index < verification.place.checkpoint.size,
  );
});

test("without a trusted key a receipt must hold together by itself, and whose key it is stays open", async () => {
  const receipt = readReceipt(file(genuine[0] as string));
  assert.ok(receipt !== undefined);
  const own = receipt.publicKey;
  assert.equal((await verify(receipt, undefined)).verdict, "ACCEPTED");
  const stranger = own.map((each, k) => (k === 0 ? each ^ 1 : each));
  assert.equal((await verify(receipt, stranger)).verdict, "KEY_NOT_TRUSTED");
  const statement = receipt.statement.map((each, k) => (k === 9 ? each ^ 1 : each));
  assert.equal((await verify({ ...receipt, statement }, undefined)).verdict, "SIGNATURE_WRONG");
});

test("a key is read as hexadecimal digits or base64, and nothing else is a key", () => {
  const key = readKey(` ${listed.key}\n`);
  assert.ok(key !== undefined);
  assert.equal(toHex(key), listed.key);
  assert.deepEqual(readKey(Buffer.from(key).toString("base64")), key);
  for (const none of ["", "abc", `${listed.key}0`, "<script>", "AAAA"]) {
    assert.equal(readKey(none), undefined, none);
  }
});
