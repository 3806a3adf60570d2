import { counted, utcTime } from "../formats";
import { texts } from "../texts";
import type { Findings, Wanted } from "./export";
import { logSentence } from "./sentence";

const words = texts.evidence;

/** The text that comes with an export, for whoever opens it without the console. */
export function readme(wanted: Wanted, findings: Findings, time: Date): string {
  const key = findings.signer || "KEY";
  const requests = counted(findings.evidence.length, "request");
  const signed = findings.evidence.filter(({ receipt }) => receipt !== undefined);
  const receipts = counted(signed.length, "receipt");
  const lines = [
    "Evidence of erasures",
    "====================",
    "",
    `Server:  ${wanted.server}, log ${findings.latest.checkpoint.origin}`,
    `Period:  ${wanted.period.first} to ${wanted.period.last}, whole days in UTC, by the time of the request`,
    `Made:    ${utcTime(time)}, by the console of the server, in a browser`,
    `Holds:   ${requests}, and ${receipts} of how they ended`,
    "",
    "What the browser found",
    "----------------------",
    "",
    ...found(wanted, findings),
    "",
    "These lines prove nothing to you: check it yourself, as below. The key has to come from another",
    "place than this archive: 'lethe serve' prints it when it starts, and the operator publishes it.",
    "",
    "What is in this archive",
    "-----------------------",
    "",
    "index.csv                a line for each request of the period, also for those that are still open",
    "receipts/                the signed receipt of each request that was completed or failed",
    "log/checkpoint.txt       size and root of the log of all receipts, signed: keep it, and check the",
    "                         next export against it",
    "log/kept-checkpoint.txt  the earlier checkpoint that was compared with it, if one was given",
    "log/consistency*.txt     the proofs that the log only grew (RFC 9162, section 2.1.4)",
    "verify_receipt.py        checks a receipt with Python alone, without the server and without Lethe",
    "",
    "No file names a person whose data was erased; index.csv names who asked and who approved, as they",
    "sign in. A receipt has a key by which whoever has the request (its id, and whom or what it named)",
    "can check that the receipt belongs to it: keep receipts as you keep the requests.",
    "",
    "To check it offline",
    "-------------------",
    "",
    "Each receipt, with Lethe or with Python:",
    "",
    `    for file in receipts/*.json; do lethe receipt verify "$file" --key ${key}; done`,
    `    for file in receipts/*.json; do python3 verify_receipt.py "$file" ${key}; done`,
    "",
    "That the log only grew since the kept checkpoint, if one was given:",
    "",
    "    lethe receipt consistency log/kept-checkpoint.txt --proof log/consistency.txt \\",
    `        --key ${key}`,
    "",
    "Any program can that knows Ed25519 (RFC 8032) and Merkle trees (RFC 9162); the forms of the log's",
    "files are c2sp.org/tlog-checkpoint, c2sp.org/tlog-proof and c2sp.org/tlog-witness.",
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function found(wanted: Wanted, findings: Findings): string[] {
  const verdicts = new Map<string, number>();
  for (const { receipt } of findings.evidence) {
    if (receipt !== undefined) {
      const { verdict } = receipt.found;
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    }
  }
  const key = wanted.trusted === undefined ? words.keyOfReceipts : words.keyTrusted;
  return [
    ...[...verdicts].map(([verdict, number]) => `- ${counted(number, "receipt")}: ${verdict}`),
    `- key ${findings.signer || texts.none}: ${key}`,
    `- ${findings.oneLog ? words.oneLog : words.severalLogs}`,
    findings.signed === undefined
      ? `- ${words.signatureUnchecked}`
      : `- ${findings.signed ? words.signed : words.notSigned}`,
    findings.grown === undefined ? `- ${words.nothingKept}` : `- ${logSentence(findings.grown)}`,
  ];
}
