import { lastPart } from "../formats";
import { sha256, toHex } from "../receipt/bytes";
import type { Evidence } from "./receipts";

const COLUMNS = [
  "erasure",
  "model",
  "state",
  "received",
  "contained",
  "unlearned",
  "purged",
  "due",
  "in_time",
  "interactions",
  "method",
  "assurance",
  "version_before",
  "version_after",
  "requester",
  "approver",
  "failure",
  "receipt_file",
  "receipt_sha256",
  "check",
  "log_index",
] as const;

type Row = Record<(typeof COLUMNS)[number], string>;

/** Where an erasure's receipt is in the export: in that folder, whatever the server calls the erasure. */
export function receiptPath(evidence: Evidence): string {
  return `receipts/${lastPart(evidence.erasure.name).replace(/[^A-Za-z0-9-]/g, "_")}.json`;
}

/** The table of a period (RFC 4180): a line for each request, in the order given. */
export async function indexTable(evidence: readonly Evidence[]): Promise<string> {
  const rows = await Promise.all(evidence.map(row));
  const lines = rows.map((each) => COLUMNS.map((column) => cell(each[column])).join(","));
  return [COLUMNS.join(","), ...lines].map((line) => `${line}\r\n`).join("");
}

async function row(evidence: Evidence): Promise<Row> {
  const { erasure, receipt } = evidence;
  const accepted = receipt?.found.verdict === "ACCEPTED" ? receipt.found : undefined;
  return {
    erasure: lastPart(erasure.name),
    model: lastPart(erasure.model),
    state: plain(erasure.state, "STATE_"),
    received: erasure.receiveTime ?? "",
    contained: erasure.containTime ?? "",
    unlearned: erasure.unlearnTime ?? "",
    purged: erasure.purgeTime ?? "",
    due: erasure.expireTime ?? "",
    in_time: inTime(evidence),
    interactions: erasure.interactionCount ?? "0",
    method: plain(erasure.usedMethod, "UNLEARNING_METHOD_"),
    assurance: plain(accepted?.statement.assurance, "ASSURANCE_"),
    version_before: lastPart(erasure.baseVersion),
    version_after: lastPart(erasure.unlearnedVersion),
    requester: erasure.requester ?? "",
    approver: erasure.approver ?? "",
    failure: erasure.failureReason ?? "",
    receipt_file: receipt === undefined ? "" : receiptPath(evidence),
    receipt_sha256: receipt === undefined ? "" : toHex(await sha256(receipt.file)),
    check: plain(receipt?.found.verdict, ""),
    log_index: accepted?.place?.index.toString() ?? "",
  };
}

/** Whether what was asked was done by the date due; empty while that is open, or was cancelled. */
function inTime({ erasure }: Evidence): string {
  if (erasure.state === "STATE_FAILED") {
    return "no";
  }
  if (erasure.state !== "STATE_COMPLETED" || erasure.expireTime === undefined) {
    return "";
  }
  const end = erasure.purgeTime ?? erasure.unlearnTime;
  return end !== undefined && Date.parse(end) <= Date.parse(erasure.expireTime) ? "yes" : "no";
}

/** A name of the contract in the form of a table. */
function plain(name: string | undefined, prefix: string): string {
  return (name ?? "").replace(prefix, "").toLowerCase();
}

/** Names come from elsewhere: a spreadsheet must take none for a formula. */
function cell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replace(/"/g, '""')}"` : inert;
}
