import { type Bytes, fromStrictBase64 } from "./bytes";
import { CHECKPOINT_FORMAT, type Checkpoint, checkpointOf, isSigned, lines } from "./checkpoint";
import type { LogKey } from "./ed25519";
import { includes } from "./merkle";

const CHARS_MAX = 65_536;

/** Index, path, checkpoint. */
const FORMAT = new RegExp(
  "^c2sp\\.org/tlog-proof@v1\\nindex (0|[1-9][0-9]{0,17})\\n" +
    `((?:[A-Za-z0-9+/]{43}=\\n){0,63})\\n${CHECKPOINT_FORMAT}$`,
);

/** Where a statement is in the log. */
export interface Place {
  readonly index: bigint;
  /** The log as it was when the receipt was read. */
  readonly checkpoint: Checkpoint;
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
  const [, number = "", path = "", ...note] =
    (proof.length > CHARS_MAX ? null : FORMAT.exec(proof)) ?? [];
  const checkpoint = number === "" ? undefined : checkpointOf(note);
  if (checkpoint === undefined) {
    return undefined;
  }
  const index = BigInt(number);
  const hashes = lines(path).map(fromStrictBase64);
  const proven =
    (await isSigned(checkpoint, log)) &&
    hashes.every((hash): hash is Bytes => hash !== undefined) &&
    (await includes(checkpoint, statement, index, hashes));
  return proven ? { index, checkpoint } : undefined;
}
