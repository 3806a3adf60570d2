import verifier from "../../../../../../integration-tests/receipts/verify_receipt.py?raw";
import type { ConsistencyProof } from "../api/types";
import { counted } from "../formats";
import { toHex } from "../receipt/bytes";
import { NoEd25519Error } from "../receipt/ed25519";
import { texts } from "../texts";
import { archive, CHECKPOINT_PATH, type Entry } from "./archive";
import {
  checkedLog,
  isSignedBy,
  type LogCheck,
  latestNote,
  type Note,
  proofsOfOneLog,
  proofText,
  signerOf,
} from "./log";
import { type Period, REQUESTS_MAX, requestsOf } from "./period";
import { readme } from "./readme";
import { type Evidence, evidenceOf } from "./receipts";
import { indexTable, receiptPath } from "./table";

export { keptCheckpoint } from "./archive";

/** What an export is to hold. */
export interface Wanted {
  readonly period: Period;
  /** A checkpoint that the reader kept; empty for none. */
  readonly kept: string;
  /** The key, or the id of the key, that the reader trusts. */
  readonly trusted: Uint8Array | undefined;
  /** Where the server is. */
  readonly server: string;
}

/** What the checks of an export found. */
export interface Findings {
  readonly evidence: readonly Evidence[];
  /** Raw, hexadecimal; empty where there is none. */
  readonly signer: string;
  readonly latest: Note;
  /** Whether the key signed the latest checkpoint; undefined where nothing could check that. */
  readonly signed: boolean | undefined;
  /** Whether every receipt that was accepted is in the log of the latest checkpoint. */
  readonly oneLog: boolean;
  /** Of the checkpoint that was kept, if there is one and the browser could check it. */
  readonly grown: LogCheck | undefined;
}

/** A file to be kept, and what is said of it. */
export interface Export {
  readonly findings: Findings;
  readonly name: string;
  readonly file: Blob;
}

/** How far an export is, in erasures. */
export interface Progress {
  readonly done: number;
  readonly all: number;
}

/**
 * Fetches and checks the receipts of a period, checks the log, and writes all of it into one archive.
 * What is not in order is in it, too, and said.
 */
export async function exported(
  wanted: Wanted,
  told: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Export> {
  const time = new Date();
  const { erasures, more } = await requestsOf(wanted.period, signal);
  if (more) {
    throw new Error(texts.evidence.tooMany(counted(REQUESTS_MAX, "request")));
  }
  const all = erasures.length;
  const evidence = await evidenceOf(
    erasures,
    wanted.trusted,
    (done) => told({ done, all }),
    signal,
  );
  // After the receipts, so that the log that they were shown in is no larger.
  const latest = await latestNote(signal);
  const shown = evidence.flatMap(({ receipt }) =>
    receipt?.found.verdict === "ACCEPTED" && receipt.found.place !== undefined
      ? [receipt.found.place.checkpoint]
      : [],
  );
  const proofs = await proofsOfOneLog(shown, latest.checkpoint, signal);
  const signer = await signerOf(wanted.trusted, signal);
  const findings: Findings = {
    evidence,
    latest,
    signer: signer === undefined ? "" : toHex(signer),
    ...(await logFindings(wanted.kept, latest, signer, signal)),
    oneLog: proofs !== undefined,
  };
  const entries: Entry[] = [
    { path: "README.txt", content: readme(wanted, findings, time) },
    { path: "index.csv", content: await indexTable(evidence) },
    { path: "verify_receipt.py", content: verifier },
    ...logEntries(wanted.kept, findings, [...(proofs ?? [])]),
    ...evidence.flatMap((each) =>
      each.receipt === undefined
        ? []
        : [{ path: receiptPath(each), content: each.receipt.file as Uint8Array }],
    ),
  ];
  const file = new Blob(await archive(entries, time), { type: "application/zip" });
  const { first, last } = wanted.period;
  return { findings, name: `lethe-evidence-${first}-to-${last}.zip`, file };
}

async function logFindings(
  kept: string,
  latest: Note,
  signer: Uint8Array | undefined,
  signal: AbortSignal,
): Promise<Pick<Findings, "signed" | "grown">> {
  if (signer === undefined) {
    return { signed: undefined, grown: undefined };
  }
  try {
    return {
      signed: await isSignedBy(latest.checkpoint, signer),
      grown: kept === "" ? undefined : await checkedLog(kept, latest.checkpoint, signer, signal),
    };
  } catch (failure) {
    if (failure instanceof NoEd25519Error) {
      return { signed: undefined, grown: undefined };
    }
    throw failure;
  }
}

function logEntries(
  kept: string,
  { latest, grown }: Findings,
  proofs: readonly (readonly [bigint, ConsistencyProof])[],
): Entry[] {
  return [
    { path: CHECKPOINT_PATH, content: latest.text },
    ...(kept === "" ? [] : [{ path: "log/kept-checkpoint.txt", content: kept }]),
    ...(grown?.proof === undefined
      ? []
      : [
          {
            path: "log/consistency.txt",
            content: proofText(grown.from ?? 0n, grown.proof, latest),
          },
        ]),
    ...proofs.map(([size, proof]) => ({
      path: `log/consistency-from-${size}.txt`,
      content: proofText(size, proof, latest),
    })),
  ];
}
