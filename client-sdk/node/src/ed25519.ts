import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";

/** Bytes of a raw Ed25519 public key. */
export const KEY_BYTES = 32;
/** What RFC 8410 puts before them in X.509 form. */
const X509_PREFIX = Buffer.from("302a300506032b6570032100", "hex");
/** The kind of signature in c2sp.org/signed-note. */
const NOTE_KIND_ED25519 = 1;
const NOTE_ID_BYTES = 4;

/**
 * Reads a raw Ed25519 public key.
 *
 * @throws RangeError if it has not 32 bytes
 */
export function publicKey(raw: Uint8Array): KeyObject {
  checkLength(raw);
  return createPublicKey({
    key: Buffer.concat([X509_PREFIX, raw]),
    format: "der",
    type: "spki",
  });
}

/** @throws RangeError for what has not as many bytes as a key, or the id of one */
export function checkLength(raw: Uint8Array): void {
  if (raw.length !== KEY_BYTES) {
    throw new RangeError(`an Ed25519 public key has ${KEY_BYTES} bytes, got ${raw.length}`);
  }
}

/** Whether a key signed exactly these bytes; a signature of the wrong length is a wrong one. */
export function isSignedBy(key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  return verify(null, bytes, key, signature);
}

/** SHA-256 of some bytes, one after the other. */
export function sha256(...parts: Uint8Array[]): Buffer {
  const digest = createHash("sha256");
  for (const part of parts) {
    digest.update(part);
  }
  return digest.digest();
}

/** A server's key by the name of its log (c2sp.org/signed-note). */
export class LogKey {
  /** The log's name. */
  readonly origin: string;
  /** Bytes before the signature in a line of this key's. */
  readonly id: Buffer;
  readonly #key: KeyObject;

  constructor(origin: string, raw: Uint8Array, key: KeyObject) {
    this.origin = origin;
    this.#key = key;
    const name = Buffer.from(`${origin}\n`);
    this.id = sha256(name, Buffer.of(NOTE_KIND_ED25519), raw).subarray(0, NOTE_ID_BYTES);
  }

  /** Whether the bytes of a line are this key's signature of a text, after the key's id. */
  signed(text: string, line: Buffer): boolean {
    return isSignedBy(this.#key, Buffer.from(text), line.subarray(NOTE_ID_BYTES));
  }
}
