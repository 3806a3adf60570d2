import { length, utcTime } from "../formats";
import { texts } from "../texts";
import type { ReceiptStatement } from "./statement";

/** What a statement says, in sentences for people who do not run servers. */
export interface ReceiptWords {
  /** What came of the request, in one sentence. */
  readonly outcome: string;
  /** What may be said about the influence on the model. */
  readonly assurance: string;
  /** How the model was made to forget; empty where nothing was to be taken out. */
  readonly method: string;
  /** Names and values of what was measured, as `lethe receipt verify` has them. */
  readonly measured: [string, string][];
}

export function receiptWords(statement: ReceiptStatement): ReceiptWords {
  const said = texts.assurances;
  const known = statement.assurance in said.outcome ? statement.assurance : "UNRECOGNIZED";
  const assurance = known as keyof typeof said.outcome;
  return {
    outcome: said.outcome[assurance],
    assurance: meaning(statement, assurance),
    method: leftAsItWas(statement) ? "" : said.effort[statement.effort],
    measured: measured(statement),
  };
}

function meaning(statement: ReceiptStatement, assurance: keyof typeof texts.assurances.outcome) {
  const said = texts.assurances;
  switch (assurance) {
    case "ASSURANCE_APPROXIMATE":
      return Object.values(statement.residue ?? {}).some((figure) => figure !== undefined)
        ? said.approximateMeasured
        : said.approximateNothingMoved;
    case "ASSURANCE_NOT_LEARNED":
      return statement.unlearnedVersion === "" ? said.notLearnedNoVersion : said.notLearnedLater;
    default:
      return said.meaning[assurance];
  }
}

/** Whether nothing was to be taken out of the model that answers. */
function leftAsItWas(statement: ReceiptStatement): boolean {
  return (
    statement.assurance === "ASSURANCE_NOT_LEARNED" ||
    statement.assurance === "ASSURANCE_TRAINED_ELSEWHERE"
  );
}

/** When what was done, and whether that was in time. */
export function times(statement: ReceiptStatement): [string, string][] {
  const words = texts.receipt;
  const learned = !leftAsItWas(statement);
  const rows: [string, Date | undefined][] = [
    [words.receiveTime, statement.receiveTime],
    [words.containTime, statement.containTime],
    [words.unlearnTime, learned ? statement.unlearnTime : undefined],
    [words.purgeTime, statement.purgeTime],
  ];
  const told = rows.flatMap(([name, at]): [string, string][] =>
    at === undefined ? [] : [[name, utcTime(at)]],
  );
  return statement.expireTime === undefined
    ? told
    : [...told, [words.due, due(statement, statement.expireTime)]];
}

function due(statement: ReceiptStatement, expires: Date): string {
  const end = statement.purgeTime ?? statement.unlearnTime;
  if (end === undefined) {
    return utcTime(expires);
  }
  const left = expires.getTime() - end.getTime();
  return left < 0
    ? texts.receipt.dueLate(utcTime(expires), length(-left))
    : texts.receipt.dueBefore(utcTime(expires), length(left));
}

function measured(statement: ReceiptStatement): [string, string][] {
  const residue = Object.entries(statement.residue ?? {}).filter(
    (entry): entry is [string, number] => typeof entry[1] === "number",
  );
  const gates = statement.gates.map((gate): [string, string] => [
    `gate ${gate.gate}`,
    `${figure(gate.measured)}, ${gate.lowerBound ? "at least" : "at most"} ${figure(gate.bound)}`,
  ]);
  const damping: [string, string][] =
    statement.damping === undefined ? [] : [["damping", figure(statement.damping)]];
  return [
    ...residue.map(([name, value]): [string, string] => [spaced(name), figure(value)]),
    ...damping,
    ...gates,
  ];
}

function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}
