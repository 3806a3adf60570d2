import { equal, fromBase64, sha256, toHex } from "./bytes";
import { KEY_BYTES, LogKey, SignerKey } from "./ed25519";
import { type Place, placeInLog } from "./inclusion";
import { type Message, type ReceiptStatement, readStatement } from "./statement";

const VERSION_BEFORE_THE_LOG = 1;
const STATEMENT_VERSION = 2;

/** What is wrong with a receipt, by the names that Lethe's other verifiers have for it. */
export type Defect =
  | "KEY_NOT_TRUSTED"
  | "KEY_ID_WRONG"
  | "SIGNATURE_WRONG"
  | "PROOF_WRONG"
  | "COMMITMENT_KEY_WRONG"
  | "STATEMENT_UNREADABLE"
  | "STATEMENT_VERSION_UNKNOWN"
  | "NAME_WRONG";

/** How the check of a receipt ended; nothing in one that was not accepted may be believed. */
export type Verification =
  | {
      readonly verdict: "ACCEPTED";
      readonly statement: ReceiptStatement;
      /** Absent in receipts from before there was a log. */
      readonly place: Place | undefined;
    }
  | { readonly verdict: Defect };

/**
 * Checks a receipt without the server: Ed25519 (RFC 8032) over exactly the bytes that came, and the
 * statement's place in the log (RFC 9162), whose checkpoint the same key must have signed.
 *
 * @param trusted the key, or the id of the key, that the reader trusts; undefined for the key in the
 *     receipt: then the check shows that nothing was changed since it was signed, not who signed it
 * @throws NoEd25519Error where the browser cannot check signatures
 */
export async function verify(
  receipt: Message,
  trusted: Uint8Array | undefined,
): Promise<Verification> {
  const raw = receipt.publicKey;
  const id = await sha256(raw);
  if (raw.length !== KEY_BYTES || !(isTrusted(trusted, raw) || isTrusted(trusted, id))) {
    return { verdict: "KEY_NOT_TRUSTED" };
  }
  if (toHex(id) !== receipt.keyId) {
    return { verdict: "KEY_ID_WRONG" };
  }
  const key = await SignerKey.of(raw);
  if (!(await key.signed(receipt.statement, receipt.signature))) {
    return { verdict: "SIGNATURE_WRONG" };
  }
  const statement = readStatement(receipt.statement);
  return statement === undefined
    ? { verdict: "STATEMENT_UNREADABLE" }
    : await lookedUp(receipt, statement, key);
}

function isTrusted(trusted: Uint8Array | undefined, key: Uint8Array): boolean {
  return trusted === undefined || equal(trusted, key);
}

async function lookedUp(
  receipt: Message,
  statement: ReceiptStatement,
  key: SignerKey,
): Promise<Verification> {
  if (receipt.name !== `${statement.erasure}/receipt`) {
    return { verdict: "NAME_WRONG" };
  }
  if (statement.receiptVersion === VERSION_BEFORE_THE_LOG) {
    const bare =
      receipt.commitmentKey.length === 0 && !receipt.logOrigin && !receipt.transparencyProof;
    return bare ? { verdict: "ACCEPTED", statement, place: undefined } : { verdict: "PROOF_WRONG" };
  }
  if (statement.receiptVersion !== STATEMENT_VERSION) {
    return { verdict: "STATEMENT_VERSION_UNKNOWN" };
  }
  const log = await LogKey.of(receipt.logOrigin, key);
  const place = await placeInLog(receipt.transparencyProof, receipt.statement, log);
  if (place === undefined) {
    return { verdict: "PROOF_WRONG" };
  }
  const destroyed = receipt.commitmentKey.length === 0;
  return destroyed || toHex(await sha256(receipt.commitmentKey)) === statement.commitmentKeyDigest
    ? { verdict: "ACCEPTED", statement, place }
    : { verdict: "COMMITMENT_KEY_WRONG" };
}

/** The key, or id of one, that a person typed: 64 hexadecimal digits or base64 of 32 bytes. */
export function readKey(text: string): Uint8Array | undefined {
  const typed = text.trim();
  if (/^[0-9a-fA-F]{64}$/.test(typed)) {
    return Uint8Array.from(typed.match(/../g) as string[], (each) => Number.parseInt(each, 16));
  }
  const bytes = fromBase64(typed);
  return bytes?.length === KEY_BYTES ? bytes : undefined;
}
