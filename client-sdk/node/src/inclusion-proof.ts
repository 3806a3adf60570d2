import { type LogKey, sha256 } from "./ed25519.js";

const CHARS_MAX = 65_536;
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);
const NUMBER = "(0|[1-9][0-9]{0,17})";
const HASH = "[A-Za-z0-9+/]{43}=";

/** Index, path, text of the checkpoint, its origin, size and root, signatures. */
const FORMAT = new RegExp(
  `^c2sp\\.org/tlog-proof@v1\\nindex ${NUMBER}\\n((?:${HASH}\\n){0,63})\\n` +
    `(([^\\n]+)\\n${NUMBER}\\n(${HASH})\\n)\\n((?:\u2014 [^\\n]+\\n){1,32})$`,
);
const SIGNATURE = /^\u2014 ([^ \n]+) ([A-Za-z0-9+/]+={0,2})$/;

/**
 * Whether a statement is in a log: a proof in the text form of c2sp.org/tlog-proof, its path (RFC
 * 9162, section 2.1.3) and its signed checkpoint.
 */
export function isInLog(proof: string, statement: Uint8Array, log: LogKey): boolean {
  const parts = proof.length > CHARS_MAX ? null : FORMAT.exec(proof);
  if (parts === null) {
    return false;
  }
  const [, index, path, checkpoint, origin, size, root, signatures] = parts as unknown as string[];
  const hashes = lines(path as string).map(decode);
  const wanted = decode(root as string);
  return (
    origin === log.origin &&
    isSigned(checkpoint as string, signatures as string, log) &&
    wanted !== undefined &&
    hashes.every((hash): hash is Buffer => hash !== undefined) &&
    leads(BigInt(index as string), BigInt(size as string), sha256(LEAF, statement), hashes, wanted)
  );
}

/** Signatures of others are none of our business; every one of the log's must be right. */
function isSigned(text: string, signatures: string, log: LogKey): boolean {
  let signed = false;
  for (const line of lines(signatures)) {
    const [, name, base64] = SIGNATURE.exec(line) ?? [];
    if (name === undefined || base64 === undefined) {
      return false;
    }
    const bytes = decode(base64);
    if (name === log.origin && bytes?.subarray(0, log.id.length).equals(log.id)) {
      if (!log.signed(text, bytes)) {
        return false;
      }
      signed = true;
    }
  }
  return signed;
}

function leads(
  index: bigint,
  size: bigint,
  leaf: Buffer,
  path: readonly Buffer[],
  root: Buffer,
): boolean {
  if (index >= size) {
    return false;
  }
  let [node, last, hash] = [index, size - 1n, leaf];
  for (const sibling of path) {
    if (last === 0n) {
      return false;
    }
    if (node % 2n === 1n || node === last) {
      hash = sha256(NODE, sibling, hash);
      while (node % 2n === 0n && node !== 0n) {
        node /= 2n;
        last /= 2n;
      }
    } else {
      hash = sha256(NODE, hash, sibling);
    }
    node /= 2n;
    last /= 2n;
  }
  return last === 0n && hash.equals(root);
}

/** Lines that each end with a line feed. */
function lines(text: string): string[] {
  return text.split("\n").slice(0, -1);
}

/** Undefined for base 64 that no encoder writes. */
function decode(base64: string): Buffer | undefined {
  const bytes = Buffer.from(base64, "base64");
  return bytes.toString("base64") === base64 ? bytes : undefined;
}
