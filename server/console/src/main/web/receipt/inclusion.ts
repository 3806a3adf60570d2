import { type Bytes, equal, fromStrictBase64, sha256 } from "./bytes";
import type { LogKey } from "./ed25519";

const CHARS_MAX = 65_536;
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const NUMBER = "(0|[1-9][0-9]{0,17})";
const HASH = "[A-Za-z0-9+/]{43}=";

/** Index, path, text of the checkpoint, its origin, size and root, signatures. */
const FORMAT = new RegExp(
  `^c2sp\\.org/tlog-proof@v1\\nindex ${NUMBER}\\n((?:${HASH}\\n){0,63})\\n` +
    `(([^\\n]+)\\n${NUMBER}\\n(${HASH})\\n)\\n((?:\u2014 [^\\n]+\\n){1,32})$`,
);
const SIGNATURE = /^\u2014 ([^ \n]+) ([A-Za-z0-9+/]+={0,2})$/;

/** Where a statement is in the log. */
export interface Place {
  readonly index: bigint;
  readonly size: bigint;
}

/**
 * Looks a statement up in a proof in the text form of c2sp.org/tlog-proof: its path (RFC 9162, section
 * 2.1.3) and its signed checkpoint. Undefined if the proof does not show that the log holds it.
 */
export async function placeInLog(
  proof: string,
  statement: Uint8Array,
  log: LogKey,
): Promise<Place | undefined> {
  const parts = proof.length > CHARS_MAX ? null : FORMAT.exec(proof);
  if (parts === null) {
    return undefined;
  }
  const [, number, path, checkpoint, origin, count, top, signatures] = parts as unknown as string[];
  const hashes = lines(path as string).map(fromStrictBase64);
  const root = fromStrictBase64(top as string);
  const place = { index: BigInt(number as string), size: BigInt(count as string) };
  const proven =
    origin === log.origin &&
    (await isSigned(checkpoint as string, signatures as string, log)) &&
    root !== undefined &&
    hashes.every((hash): hash is Bytes => hash !== undefined) &&
    (await leads(place, await sha256(LEAF, statement), hashes, root));
  return proven ? place : undefined;
}

/** Signatures of others are none of our business; every one of the log's must be right. */
async function isSigned(text: string, signatures: string, log: LogKey): Promise<boolean> {
  let signed = false;
  for (const line of lines(signatures)) {
    const [, name, base64] = SIGNATURE.exec(line) ?? [];
    if (name === undefined || base64 === undefined) {
      return false;
    }
    const bytes = fromStrictBase64(base64);
    if (
      name === log.origin &&
      bytes !== undefined &&
      equal(bytes.subarray(0, log.id.length), log.id)
    ) {
      if (!(await log.signed(text, bytes))) {
        return false;
      }
      signed = true;
    }
  }
  return signed;
}

async function leads(
  place: Place,
  leaf: Bytes,
  path: readonly Bytes[],
  root: Bytes,
): Promise<boolean> {
  if (place.index >= place.size) {
    return false;
  }
  let [node, last, hash] = [place.index, place.size - 1n, leaf];
  for (const sibling of path) {
    if (last === 0n) {
      return false;
    }
    if (node % 2n === 1n || node === last) {
      hash = await sha256(NODE, sibling, hash);
      while (node % 2n === 0n && node !== 0n) {
        node /= 2n;
        last /= 2n;
      }
    } else {
      hash = await sha256(NODE, hash, sibling);
    }
    node /= 2n;
    last /= 2n;
  }
  return last === 0n && equal(hash, root);
}

/** Lines that each end with a line feed. */
function lines(text: string): string[] {
  return text.split("\n").slice(0, -1);
}
