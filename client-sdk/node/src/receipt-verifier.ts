import type { KeyObject } from "node:crypto";
import { checkLength, isSignedBy, KEY_BYTES, LogKey, publicKey, sha256 } from "./ed25519.js";
import { ReceiptStatement } from "./generated/lethe/v1/receipt.js";
import { isInLog } from "./inclusion-proof.js";
import type { Receipt } from "./receipt.js";
import { decodeStrictly } from "./strict-decoding.js";

const VERSION_BEFORE_THE_LOG = 1;
const STATEMENT_VERSION = 2;

/**
 * What is wrong with a receipt.
 *
 * - `KEY_NOT_TRUSTED`: the key in it is not one that is trusted
 * - `KEY_ID_WRONG`: the key id is not that of the key
 * - `SIGNATURE_WRONG`: the key did not sign these bytes
 * - `PROOF_WRONG`: nothing shows that the statement is in the server's log
 * - `COMMITMENT_KEY_WRONG`: the commitment key in it is not the statement's
 * - `STATEMENT_UNREADABLE`: a trusted key signed something that is no statement
 * - `STATEMENT_VERSION_UNKNOWN`: the statement's version is not known here; use a newer client
 * - `NAME_WRONG`: it goes by the name of another erasure than the one in its statement
 */
export type ReceiptDefect =
  | "KEY_NOT_TRUSTED"
  | "KEY_ID_WRONG"
  | "SIGNATURE_WRONG"
  | "PROOF_WRONG"
  | "COMMITMENT_KEY_WRONG"
  | "STATEMENT_UNREADABLE"
  | "STATEMENT_VERSION_UNKNOWN"
  | "NAME_WRONG";

/**
 * How the check of a receipt ended. `ACCEPTED`: a trusted key signed exactly this statement, and a
 * log that holds it (only statements of version 1 are from before there was a log). Anything else:
 * nothing in the receipt may be believed.
 */
export type ReceiptVerification =
  | { readonly verdict: "ACCEPTED"; readonly statement: ReceiptStatement }
  | { readonly verdict: ReceiptDefect; readonly statement?: undefined };

/**
 * Checks receipts without a server: Ed25519 (RFC 8032) over exactly the bytes that came, and the
 * statement's place in the log (RFC 9162), whose checkpoint the same key must have signed. The
 * trusted keys must have been obtained by another way than the receipts.
 */
export class ReceiptVerifier {
  /** Keys and ids of keys. */
  readonly #trusted = new Set<string>();

  /**
   * Trusts these keys and no other.
   *
   * @param publicKeys raw Ed25519 public keys, or ids of keys (their SHA-256), 32 bytes each
   * @throws RangeError if there is none, or one has another length
   */
  constructor(publicKeys: readonly Uint8Array[]) {
    if (publicKeys.length === 0) {
      throw new RangeError("a verifier needs at least one trusted key, got 0");
    }
    for (const raw of publicKeys) {
      checkLength(raw);
      this.#trusted.add(hex(raw));
    }
  }

  /** Checks a receipt; only an accepted one yields its statement. */
  verify(receipt: Receipt): ReceiptVerification {
    const raw = receipt.publicKey;
    const trusts = this.#trusted.has(hex(raw)) || this.#trusted.has(keyId(raw));
    if (raw.length !== KEY_BYTES || !trusts) {
      return { verdict: "KEY_NOT_TRUSTED" };
    }
    const key = publicKey(raw);
    if (keyId(receipt.publicKey) !== receipt.keyId) {
      return { verdict: "KEY_ID_WRONG" };
    }
    if (!isSignedBy(key, receipt.statement, receipt.signature)) {
      return { verdict: "SIGNATURE_WRONG" };
    }
    const statement = decodeStrictly(ReceiptStatement, receipt.statement);
    if (statement === undefined) {
      return { verdict: "STATEMENT_UNREADABLE" };
    }
    const verdict = defect(receipt, statement, key);
    return verdict === undefined ? { verdict: "ACCEPTED", statement } : { verdict };
  }
}

/** SHA-256 of a raw public key as 64 lower-case hexadecimal digits. */
export function keyId(raw: Uint8Array): string {
  return hex(sha256(raw));
}

/** What is wrong with a receipt whose statement a trusted key signed. */
function defect(
  receipt: Receipt,
  statement: ReceiptStatement,
  key: KeyObject,
): ReceiptDefect | undefined {
  if (receipt.name !== `${statement.erasure}/receipt`) {
    return "NAME_WRONG";
  }
  if (statement.receiptVersion === VERSION_BEFORE_THE_LOG) {
    const bare =
      receipt.commitmentKey.length === 0 && !receipt.logOrigin && !receipt.transparencyProof;
    return bare ? undefined : "PROOF_WRONG";
  }
  if (statement.receiptVersion !== STATEMENT_VERSION) {
    return "STATEMENT_VERSION_UNKNOWN";
  }
  const log = new LogKey(receipt.logOrigin, receipt.publicKey, key);
  if (!isInLog(receipt.transparencyProof, receipt.statement, log)) {
    return "PROOF_WRONG";
  }
  const destroyed = receipt.commitmentKey.length === 0;
  return destroyed || keyId(receipt.commitmentKey) === statement.commitmentKeyDigest
    ? undefined
    : "COMMITMENT_KEY_WRONG";
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
