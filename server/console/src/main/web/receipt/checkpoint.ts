import { type Bytes, equal, fromStrictBase64 } from "./bytes";
import type { LogKey } from "./ed25519";

const CHARS_MAX = 65_536;
const NUMBER = "(0|[1-9][0-9]{0,17})";
const HASH = "[A-Za-z0-9+/]{43}=";

/** A checkpoint without anything around it: its text with origin, size and root, and signatures. */
export const CHECKPOINT_FORMAT = `(([^\\n]+)\\n${NUMBER}\\n(${HASH})\\n)\\n((?:\u2014 [^\\n]+\\n){1,32})`;
const WHOLE = new RegExp(`^${CHECKPOINT_FORMAT}$`);
const SIGNATURE = /^\u2014 ([^ \n]+) ([A-Za-z0-9+/]+={0,2})$/;

/** A log's size and root, as a server signed them. */
export interface Checkpoint {
  /** What the signatures cover. */
  readonly text: string;
  /** The log's name. */
  readonly origin: string;
  /** Leaves. */
  readonly size: bigint;
  /** SHA-256, 32 bytes. */
  readonly root: Bytes;
  /** Lines, unchecked. */
  readonly signatures: string;
}

/** Reads a note in the form of c2sp.org/tlog-checkpoint; undefined if it is none. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  const parts = note.length > CHARS_MAX ? null : WHOLE.exec(note);
  return parts === null ? undefined : checkpointOf(parts.slice(1));
}

/** Of the groups of `CHECKPOINT_FORMAT`. */
export function checkpointOf(groups: readonly (string | undefined)[]): Checkpoint | undefined {
  const [text = "", origin = "", size = "", top = "", signatures = ""] = groups;
  const root = fromStrictBase64(top);
  return root === undefined ? undefined : { text, origin, size: BigInt(size), root, signatures };
}

/** Signatures of others are none of our business; every one of the log's must be right. */
export async function isSigned(checkpoint: Checkpoint, log: LogKey): Promise<boolean> {
  if (checkpoint.origin !== log.origin) {
    return false;
  }
  let signed = false;
  for (const line of lines(checkpoint.signatures)) {
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
      if (!(await log.signed(checkpoint.text, bytes))) {
        return false;
      }
      signed = true;
    }
  }
  return signed;
}

/** Lines that each end with a line feed. */
export function lines(text: string): string[] {
  return text.split("\n").slice(0, -1);
}
