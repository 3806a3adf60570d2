import { bytes, read } from "../api/calls";
import type { Checkpoint as CheckpointAnswer, ConsistencyProof, ErasurePage } from "../api/types";
import { type Bytes, equal, fromBase64, sha256, toBase64 } from "../receipt/bytes";
import { type Checkpoint, isSigned, readCheckpoint } from "../receipt/checkpoint";
import { KEY_BYTES, LogKey, SignerKey } from "../receipt/ed25519";
import { extendsTree } from "../receipt/merkle";
import { readReceipt } from "../receipt/statement";

/** What the check of a log against a checkpoint that was kept found. */
export type LogVerdict =
  /** The log begins with the one that was kept. */
  | "CONSISTENT"
  /** The proof does not lead from the one to the other. */
  | "INCONSISTENT"
  /** The log has fewer receipts than it had. */
  | "SHRUNK"
  /** The two are of logs with other names. */
  | "OTHER_LOG"
  /** The key did not sign both. */
  | "NOT_SIGNED"
  /** What was kept is no checkpoint. */
  | "UNREADABLE";

/** Verdict and what it rests on. */
export interface LogCheck {
  readonly verdict: LogVerdict;
  /** Sizes, where both could be read. */
  readonly from?: bigint;
  readonly to?: bigint;
  /** The server's answer, where it was asked for a proof. */
  readonly proof?: ConsistencyProof;
}

/** A checkpoint as it came, and read. */
export interface Note {
  readonly text: string;
  readonly checkpoint: Checkpoint;
}

/** The latest checkpoint that the server signed. */
export async function latestNote(signal: AbortSignal): Promise<Note> {
  const { checkpoint: text = "" } = await read<CheckpointAnswer>("/v1/log/checkpoint", {}, signal);
  const checkpoint = readCheckpoint(text);
  if (checkpoint === undefined) {
    throw new Error(`the server sent something else than a checkpoint: ${text.slice(0, 100)}`);
  }
  return { text, checkpoint };
}

/**
 * The key that the log is to be signed by.
 *
 * @param trusted the key, or the id of the key, that the reader trusts; undefined for the key that the
 *     latest receipt has
 * @returns the raw key; undefined where the reader trusts none and there is no receipt
 */
export async function signerOf(
  trusted: Uint8Array | undefined,
  signal: AbortSignal,
): Promise<Bytes | undefined> {
  const found = await keyOfLatestReceipt(signal);
  if (found !== undefined && trusted !== undefined && equal(await sha256(found), trusted)) {
    return found;
  }
  return trusted === undefined ? found : new Uint8Array(trusted);
}

async function keyOfLatestReceipt(signal: AbortSignal): Promise<Bytes | undefined> {
  const page = await read<ErasurePage>(
    "/v1/erasures",
    { states: ["STATE_COMPLETED"], pageSize: 1 },
    signal,
  );
  const [latest] = page.erasures ?? [];
  if (latest === undefined) {
    return undefined;
  }
  const key = readReceipt(await bytes(`/v1/${latest.name}/receipt`, signal))?.publicKey;
  return key?.length === KEY_BYTES ? new Uint8Array(key) : undefined;
}

/**
 * Checks that a log only grew since a checkpoint was kept: the key signed both, and the proof, for which
 * the server is asked, leads from the one to the other. The server is trusted with none of it.
 *
 * @param signer the raw key
 * @throws NoEd25519Error where the browser cannot check signatures
 */
export async function checkedLog(
  kept: string,
  latest: Checkpoint,
  signer: Uint8Array,
  signal: AbortSignal,
): Promise<LogCheck> {
  const older = readCheckpoint(kept);
  if (older === undefined) {
    return { verdict: "UNREADABLE" };
  }
  const sizes = { from: older.size, to: latest.size };
  if (older.origin !== latest.origin) {
    return { verdict: "OTHER_LOG" };
  }
  const log = await LogKey.of(older.origin, await SignerKey.of(signer));
  if (!(await isSigned(older, log)) || !(await isSigned(latest, log))) {
    return { verdict: "NOT_SIGNED", ...sizes };
  }
  if (older.size > latest.size) {
    return { verdict: "SHRUNK", ...sizes };
  }
  const proof = await proofOf(older.size, latest.size, signal);
  const consistent = await extendsTree(older, latest, pathOf(proof));
  return { verdict: consistent ? "CONSISTENT" : "INCONSISTENT", ...sizes, proof };
}

/** Whether the key signed a checkpoint. */
export async function isSignedBy(checkpoint: Checkpoint, signer: Uint8Array): Promise<boolean> {
  return isSigned(checkpoint, await LogKey.of(checkpoint.origin, await SignerKey.of(signer)));
}

/**
 * Whether the log that some receipts were shown in is the one of the latest checkpoint: a server that
 * keeps one log for auditors and another for receipts is found by this. Their signatures are checked
 * already.
 *
 * @returns the proofs by the size of the earlier log; undefined where one log does not begin with another
 */
export async function proofsOfOneLog(
  shown: readonly Checkpoint[],
  latest: Checkpoint,
  signal: AbortSignal,
): Promise<Map<bigint, ConsistencyProof> | undefined> {
  const proofs = new Map<bigint, ConsistencyProof>();
  const seen = new Set<string>();
  for (const each of shown) {
    if (seen.has(each.text)) {
      continue;
    }
    seen.add(each.text);
    if (each.origin !== latest.origin || each.size > latest.size) {
      return undefined;
    }
    const known = each.size === latest.size ? {} : proofs.get(each.size);
    const proof = known ?? (await proofOf(each.size, latest.size, signal));
    if (!(await extendsTree(each, latest, pathOf(proof)))) {
      return undefined;
    }
    if (each.size < latest.size) {
      proofs.set(each.size, proof);
    }
  }
  return proofs;
}

/** The server's proof that the log at one size begins with the log at a smaller one. */
function proofOf(from: bigint, to: bigint, signal: AbortSignal): Promise<ConsistencyProof> {
  return read<ConsistencyProof>(
    "/v1/log/consistencyProof",
    { oldSize: from.toString(), newSize: to.toString() },
    signal,
  );
}

/** Hashes; one that cannot be read is an empty one, which no check accepts. */
function pathOf(proof: ConsistencyProof): Bytes[] {
  return (proof.path ?? []).map((hash) => fromBase64(hash) ?? new Uint8Array());
}

/** The proof as a file, in the text in which c2sp.org/tlog-witness has a log sent to its witnesses. */
export function proofText(from: bigint, proof: ConsistencyProof, latest: Note): string {
  const path = pathOf(proof).map((hash) => `${toBase64(hash)}\n`);
  return `old ${from}\n${path.join("")}\n${latest.text}`;
}

/** Lines of a text that was pasted: whoever copies one loses or gains white space at its ends. */
export function pasted(text: string): string {
  return `${text.replace(/\r\n?/g, "\n").trim()}\n`;
}
