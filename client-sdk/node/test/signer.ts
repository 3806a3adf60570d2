import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { sha256 } from "../src/ed25519.js";
import { keyId, Receipt } from "../src/index.js";
import * as v1 from "../src/v1.js";

export const LOG = "example.org/log";
const X509_PREFIX_BYTES = 12;

/** Signs receipts as a server does, with a key of its own. */
export class Signer {
  readonly publicKey: Buffer;
  readonly #privateKey: KeyObject;

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    this.#privateKey = privateKey;
    const encoded = publicKey.export({ format: "der", type: "spki" });
    this.publicKey = encoded.subarray(X509_PREFIX_BYTES);
  }

  sign(bytes: Uint8Array): Buffer {
    return sign(null, bytes, this.#privateKey);
  }

  /** As before there was a log. */
  bare(statement: Uint8Array, name = "erasures/e1/receipt"): v1.Receipt {
    return {
      name,
      statement,
      signature: this.sign(statement),
      publicKey: this.publicKey,
      keyId: keyId(this.publicKey),
      commitmentKey: new Uint8Array(),
      logOrigin: "",
      transparencyProof: "",
    };
  }

  /** Under a commitment key, and the second leaf of a log of three. */
  logged(unfinished: v1.ReceiptStatement, commitmentKey = new Uint8Array(32)): v1.Receipt {
    const statement = v1.ReceiptStatement.encode({
      ...unfinished,
      commitmentKeyDigest: keyId(commitmentKey),
    }).finish();
    const first = leaf(Buffer.from("first"));
    const third = leaf(Buffer.from("third"));
    const root = node(node(first, leaf(statement)), third);
    const checkpoint = `${LOG}\n3\n${root.toString("base64")}\n`;
    const noteId = sha256(Buffer.from(`${LOG}\n\u0001`), this.publicKey).subarray(0, 4);
    const line = Buffer.concat([noteId, this.sign(Buffer.from(checkpoint))]).toString("base64");
    return {
      ...this.bare(statement),
      commitmentKey,
      logOrigin: LOG,
      transparencyProof:
        `c2sp.org/tlog-proof@v1\nindex 1\n${first.toString("base64")}\n` +
        `${third.toString("base64")}\n\n${checkpoint}\n\u2014 ${LOG} ${line}\n`,
    };
  }
}

/** What a receipt states, with some of it changed. */
export function statement(changes: Partial<v1.ReceiptStatement> = {}): v1.ReceiptStatement {
  return v1.ReceiptStatement.fromPartial({
    receiptVersion: 2,
    erasure: "erasures/e1",
    model: "models/movies",
    assurance: v1.Assurance.ASSURANCE_APPROXIMATE,
    forgottenInteractionCount: 7,
    ...changes,
  });
}

/** A receipt with some of it changed. */
export function altered(receipt: v1.Receipt, changes: Partial<v1.Receipt>): Receipt {
  return Receipt.of({ ...receipt, ...changes });
}

function leaf(data: Uint8Array): Buffer {
  return sha256(Buffer.of(0), data);
}

function node(left: Buffer, right: Buffer): Buffer {
  return sha256(Buffer.of(1), left, right);
}
