import { bytes, CallError } from "../api/calls";
import type { Erasure } from "../api/types";
import type { Bytes } from "../receipt/bytes";
import { NoEd25519Error } from "../receipt/ed25519";
import { readReceipt } from "../receipt/statement";
import { type Verification, verify } from "../receipt/verifier";

/** Calls at a time. */
const AT_ONCE = 6;

/** What a receipt's check found; `UNREADABLE` is no receipt, `UNCHECKED` a browser without Ed25519. */
export type Found = Verification | { readonly verdict: "UNREADABLE" | "UNCHECKED" };

/** An erasure, and its receipt where it has one. */
export interface Evidence {
  readonly erasure: Erasure;
  readonly receipt?: {
    /** As the server sent it. */
    readonly file: Bytes;
    readonly found: Found;
  };
}

/** Whether an erasure has ended in a way that a receipt tells of. */
export function hasReceipt(erasure: Erasure): boolean {
  return erasure.state === "STATE_COMPLETED" || erasure.state === "STATE_FAILED";
}

/**
 * Fetches the receipts of erasures and checks each of them.
 *
 * @param trusted the key, or the id of the key, that the reader trusts
 * @param told how many erasures are done
 * @returns in the order of the erasures
 */
export async function evidenceOf(
  erasures: readonly Erasure[],
  trusted: Uint8Array | undefined,
  told: (done: number) => void,
  signal: AbortSignal,
): Promise<Evidence[]> {
  const evidence: Evidence[] = [];
  let [next, done] = [0, 0];
  const worker = async () => {
    while (next < erasures.length) {
      const k = next++;
      const erasure = erasures[k] as Erasure;
      evidence[k] = hasReceipt(erasure) ? await withReceipt(erasure, trusted, signal) : { erasure };
      told(++done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return evidence;
}

async function withReceipt(
  erasure: Erasure,
  trusted: Uint8Array | undefined,
  signal: AbortSignal,
): Promise<Evidence> {
  const file = await fetched(erasure, signal);
  return file === undefined
    ? { erasure }
    : { erasure, receipt: { file, found: await checked(file, erasure, trusted) } };
}

/** Undefined for a failed erasure whose receipt is not signed yet. */
async function fetched(erasure: Erasure, signal: AbortSignal): Promise<Bytes | undefined> {
  try {
    return await bytes(`/v1/${erasure.name}/receipt`, signal);
  } catch (failure) {
    if (failure instanceof CallError && failure.reason === "RECEIPT_NOT_READY") {
      return undefined;
    }
    throw failure;
  }
}

/** A genuine receipt of another erasure is none of this one. */
async function checked(
  file: Bytes,
  erasure: Erasure,
  trusted: Uint8Array | undefined,
): Promise<Found> {
  const receipt = readReceipt(file);
  if (receipt === undefined) {
    return { verdict: "UNREADABLE" };
  }
  if (receipt.name !== `${erasure.name}/receipt`) {
    return { verdict: "NAME_WRONG" };
  }
  try {
    return await verify(receipt, trusted);
  } catch (failure) {
    if (failure instanceof NoEd25519Error) {
      return { verdict: "UNCHECKED" };
    }
    throw failure;
  }
}
