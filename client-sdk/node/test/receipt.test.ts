import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { keyId, Receipt, type ReceiptDefect, ReceiptVerifier } from "../src/index.js";
import * as v1 from "../src/v1.js";
import { altered, LOG, Signer, statement } from "./signer.js";

const signer = new Signer();
const verifier = new ReceiptVerifier([new Signer().publicKey, signer.publicKey]);
const genuine = signer.logged(statement());

function verdict(receipt: Receipt): string {
  return verifier.verify(receipt).verdict;
}

function encoded(changes: Partial<v1.ReceiptStatement>): Uint8Array {
  return v1.ReceiptStatement.encode(statement(changes)).finish();
}

test("a genuine receipt yields its statement, also after it was stored", () => {
  const stored = Receipt.parse(Receipt.of(genuine).toBytes());
  const verification = verifier.verify(stored);
  assert.equal(verification.verdict, "ACCEPTED");
  assert.equal(verification.statement.forgottenInteractionCount, 7);
  assert.equal(verification.statement.assurance, "ASSURANCE_APPROXIMATE");
});

test("an assurance that is newer than this client is no forgery", () => {
  for (const [number, name] of [
    [4, "ASSURANCE_EXACT"],
    [99, "UNRECOGNIZED"],
  ] as const) {
    // Field 14 once more, as a varint: the last one counts.
    const newer = Buffer.concat([encoded({ receiptVersion: 1 }), Buffer.of(14 << 3, number)]);
    const verification = verifier.verify(Receipt.of(signer.bare(newer)));
    assert.equal(verification.verdict, "ACCEPTED");
    assert.equal(verification.statement.assurance, name);
  }
});

const other = new Signer();
const cases: [string, Partial<v1.Receipt>, ReceiptDefect][] = [
  ["its name", { name: "erasures/e2/receipt" }, "NAME_WRONG"],
  ["its statement", { statement: encoded({ erasurePosition: 9 }) }, "SIGNATURE_WRONG"],
  ["its signature", { signature: other.sign(genuine.statement) }, "SIGNATURE_WRONG"],
  ["the signature's length", { signature: genuine.signature.subarray(1) }, "SIGNATURE_WRONG"],
  ["no signature", { signature: new Uint8Array() }, "SIGNATURE_WRONG"],
  ["its key", { publicKey: other.publicKey, keyId: keyId(other.publicKey) }, "KEY_NOT_TRUSTED"],
  ["its key's id", { keyId: keyId(other.publicKey) }, "KEY_ID_WRONG"],
  ["its commitment key", { commitmentKey: new Uint8Array(31) }, "COMMITMENT_KEY_WRONG"],
  ["its log", { logOrigin: "example.org/other" }, "PROOF_WRONG"],
  ["no log", { logOrigin: "", transparencyProof: "" }, "PROOF_WRONG"],
  ["no proof", { transparencyProof: "" }, "PROOF_WRONG"],
  [
    "the proof of another key's log",
    { transparencyProof: other.logged(statement()).transparencyProof },
    "PROOF_WRONG",
  ],
  [
    "the proof of another statement",
    { transparencyProof: signer.logged(statement({ erasurePosition: 9 })).transparencyProof },
    "PROOF_WRONG",
  ],
  [
    "another place in the log",
    { transparencyProof: genuine.transparencyProof.replace("index 1", "index 0") },
    "PROOF_WRONG",
  ],
  [
    "a signature of the log's that is wrong beside one that is right",
    { transparencyProof: genuine.transparencyProof + forged() },
    "PROOF_WRONG",
  ],
  ["a later version", signer.bare(encoded({ receiptVersion: 3 })), "STATEMENT_VERSION_UNKNOWN"],
  ["signed nonsense", signer.bare(Buffer.from("no statement")), "STATEMENT_UNREADABLE"],
  [
    "a signed zero tag",
    signer.bare(Buffer.concat([encoded({}), Buffer.of(0)])),
    "STATEMENT_UNREADABLE",
  ],
  ["signed bytes that are no text", signer.bare(Buffer.of(0x12, 1, 0xff)), "STATEMENT_UNREADABLE"],
];

for (const [what, changes, defect] of cases) {
  test(`a receipt with ${what} changed is ${defect}`, () => {
    assert.equal(verdict(altered(genuine, changes)), defect);
  });
}

/** The log's last line with one bit of the signature changed. */
function forged(): string {
  const line = genuine.transparencyProof.trimEnd().split("\n").at(-1) as string;
  const [dash, name, base64] = line.split(" ") as [string, string, string];
  const bytes = Buffer.from(base64, "base64");
  bytes[10] = (bytes[10] as number) ^ 1;
  return `${dash} ${name} ${bytes.toString("base64")}\n`;
}

test("no flipped bit and no cut of the stored bytes says something else", () => {
  const kept = Receipt.of(genuine);
  // The holder may take the commitment key away; what else is accepted says what it said.
  const same = [kept, Receipt.of({ ...genuine, commitmentKey: new Uint8Array() })];
  const bytes = kept.toBytes();
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Uint8Array.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
    const receipt = accepted(flipped);
    assert.ok(
      receipt === undefined ||
        same.some((each) => isDeepStrictEqual(each.toBytes(), receipt.toBytes())),
      `bit ${bit}`,
    );
  }
  for (let length = 0; length < bytes.length; length++) {
    assert.equal(accepted(bytes.subarray(0, length)), undefined, `cut at ${length}`);
  }
});

function accepted(bytes: Uint8Array): Receipt | undefined {
  try {
    const receipt = Receipt.parse(bytes);
    return verdict(receipt) === "ACCEPTED" ? receipt : undefined;
  } catch (failure) {
    assert.ok(failure instanceof TypeError);
    return undefined;
  }
}

test("every verifier has the same verdict on the shared fixtures", () => {
  const folder = join(process.cwd(), "../../integration-tests/receipts/fixtures");
  const listed = JSON.parse(readFileSync(join(folder, "verdicts.json"), "utf8"));
  for (const key of [listed.key, listed.keyId]) {
    const trusting = new ReceiptVerifier([Buffer.from(key, "hex")]);
    const found = Object.keys(listed.verdicts).map((name) => [
      name,
      fileVerdict(readFileSync(join(folder, name)), trusting),
    ]);
    assert.deepEqual(Object.fromEntries(found), listed.verdicts);
    assert.ok(found.length > 40);
  }
});

function fileVerdict(bytes: Uint8Array, trusting: ReceiptVerifier): string {
  let receipt: Receipt;
  try {
    receipt = Receipt.parse(bytes);
  } catch (failure) {
    assert.ok(failure instanceof TypeError);
    return "unreadable";
  }
  switch (trusting.verify(receipt).verdict) {
    case "ACCEPTED":
      return "genuine";
    case "STATEMENT_VERSION_UNKNOWN":
    case "STATEMENT_UNREADABLE":
      return "unreadable";
    default:
      return "forged";
  }
}

test("what may be missing or added is accepted", () => {
  const witness = `${genuine.transparencyProof}\u2014 witness.example AAAAAAAA\n`;
  assert.equal(verdict(altered(genuine, { transparencyProof: witness })), "ACCEPTED");
  assert.equal(verdict(altered(genuine, { commitmentKey: new Uint8Array() })), "ACCEPTED");
});

test("a field of a newer server in the statement is no defect", () => {
  const newer = Buffer.concat([encoded({ receiptVersion: 1 }), Buffer.from([0xc2, 0x3e, 1, 65])]);
  assert.equal(verdict(Receipt.of(signer.bare(newer))), "ACCEPTED");
});

test("a receipt from before the log is accepted without a proof only", () => {
  const bare = signer.bare(encoded({ receiptVersion: 1 }));
  assert.equal(verdict(Receipt.of(bare)), "ACCEPTED");
  assert.equal(verdict(altered(bare, { logOrigin: LOG })), "PROOF_WRONG");
});

test("the published test vector's signature holds", () => {
  // RFC 8032, section 7.1, test 1: the empty message. It has no receipt version, and to find that
  // out the verifier must have accepted the signature.
  const key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
  const signature =
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555" +
    "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";
  const publicKey = Buffer.from(key, "hex");
  const vector = altered(genuine, {
    name: "/receipt",
    statement: new Uint8Array(),
    signature: Buffer.from(signature, "hex"),
    publicKey,
    keyId: keyId(publicKey),
  });
  const { verdict } = new ReceiptVerifier([publicKey]).verify(vector);
  assert.equal(verdict, "STATEMENT_VERSION_UNKNOWN");
});

test("keys of another length are refused", () => {
  assert.throws(() => new ReceiptVerifier([new Uint8Array(31)]), {
    name: "RangeError",
    message: "an Ed25519 public key has 32 bytes, got 31",
  });
  assert.throws(() => new ReceiptVerifier([]), RangeError);
});
