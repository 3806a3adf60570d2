import { bytes, read } from "../api/calls";
import type { Erasure, ErasurePage, Model, ModelVersion, VersionPage } from "../api/types";
import { lastPart, score } from "../formats";
import { type ReceiptStatement, readReceipt, readStatement } from "../receipt/statement";
import { isDenied } from "../view/parts";
import type { Part } from "./overview-data";

const VERSIONS_MAX = 1000;
const ERASURES_MAX = 1000;
/** Receipts that are read: so many updates are shown. */
const RECEIPTS = 25;

/** An erasure that changed a model, and what its receipt states. */
export interface Update {
  readonly erasure: Erasure;
  readonly statement: ReceiptStatement;
}

/** Why a training was run. */
export type TrainingCause =
  /** `TrainModel`. */
  | { readonly kind: "asked" }
  /** An erasure, which asked for a training, or whose update a check refused. */
  | { readonly kind: "erasure"; readonly erasure: string; readonly refusedBy: string }
  /** The server, by its settings `retraining.*`. */
  | { readonly kind: "server" }
  /** The caller may not read erasures, or the one in question is not among the latest. */
  | { readonly kind: "unknown" };

/** A version that a training made. */
export interface Training {
  readonly version: ModelVersion;
  readonly cause: TrainingCause;
}

/** How much of a model's budget for what erasures leave undone is used. */
export type Budget =
  /** No version answers. */
  | { readonly kind: "none" }
  /** No erasure has changed the model since its last training. */
  | { readonly kind: "whole" }
  /** The last erasure that has one states so; above 1 a training is due. */
  | { readonly kind: "used"; readonly share: number; readonly erasure: string }
  /** Erasures solved the model anew, which leaves nothing undone, or their receipts were not read. */
  | { readonly kind: "unstated" };

/** Updates between one training and the next, the oldest first, each with the share that was used then. */
export interface BudgetLine {
  /** The version that the training made; undefined where it is not known. */
  readonly training: string | undefined;
  readonly used: readonly { readonly erasure: Erasure; readonly share: number }[];
}

/** What is known of how a model forgot. */
export interface Forgetting {
  readonly active: ModelVersion | undefined;
  /** Which training the version that answers comes from. */
  readonly training: ModelVersion | undefined;
  readonly trainings: readonly Training[];
  /** Completed erasures since that training; `more` if at least so many. */
  readonly erasures: Part<{ readonly number: number; readonly more: boolean }>;
  /** The latest that changed parameters, the latest first. */
  readonly updates: Part<readonly Update[]>;
  readonly budget: Part<Budget>;
  /** How the budget went, the oldest line first. */
  readonly budgetLines: readonly BudgetLine[];
}

/** Reads it. What the caller may not read is left out. */
export async function forgettingOf(model: Model, signal: AbortSignal): Promise<Forgetting> {
  const [page, completed] = await Promise.all([
    read<VersionPage>(`/v1/${model.name}/versions`, { pageSize: VERSIONS_MAX }, signal),
    completedOf(model, signal),
  ]);
  const versions = page.modelVersions ?? [];
  const line = lineOf(versions);
  const updates = completed === "denied" ? completed : await updatesOf(completed, signal);
  return {
    active: line[0],
    training: line.at(-1),
    trainings: trainingsOf(versions, completed, updates),
    erasures: completed === "denied" ? completed : since(completed, line.at(-1)),
    updates,
    budget: updates === "denied" ? updates : budgetOf(line, updates),
    budgetLines: updates === "denied" ? [] : budgetLinesOf(versions, updates),
  };
}

async function completedOf(model: Model, signal: AbortSignal): Promise<Part<readonly Erasure[]>> {
  try {
    const query = { model: model.name, states: ["STATE_COMPLETED"], pageSize: ERASURES_MAX };
    return (await read<ErasurePage>("/v1/erasures", query, signal)).erasures ?? [];
  } catch (failure) {
    if (isDenied(failure)) {
      return "denied";
    }
    throw failure;
  }
}

/** Those whose erasure made a version; where nothing was to be forgotten nothing was measured. */
async function updatesOf(
  completed: readonly Erasure[],
  signal: AbortSignal,
): Promise<readonly Update[]> {
  const changed = completed.filter((each) => (each.unlearnedVersion ?? "") !== "");
  const read = changed.slice(0, RECEIPTS).map(async (erasure) => {
    const receipt = readReceipt(await bytes(`/v1/${erasure.name}/receipt`, signal));
    const statement = receipt === undefined ? undefined : readStatement(receipt.statement);
    return statement === undefined ? [] : [{ erasure, statement }];
  });
  return (await Promise.all(read)).flat();
}

/**
 * The version that answers and those that it came from by updates, back to the one that a training made.
 */
export function lineOf(versions: readonly ModelVersion[]): ModelVersion[] {
  const byName = new Map(versions.map((each) => [each.name, each]));
  const line: ModelVersion[] = [];
  let next = versions.find((each) => each.active);
  while (next !== undefined) {
    line.push(next);
    const updated: boolean = next.origin === "ORIGIN_INFLUENCE_UPDATE";
    next = updated ? byName.get(next.parentVersion) : undefined;
  }
  return line;
}

function since(completed: readonly Erasure[], training: ModelVersion | undefined) {
  const from = Date.parse(training?.createTime ?? "");
  const later = completed.filter((each) => Date.parse(each.unlearnTime ?? "") > from);
  return { number: later.length, more: later.length === ERASURES_MAX };
}

/** How many interactions' worth learning has left undone, a number with a fraction; not where it left none. */
export function undoneOf(model: Pick<Model, "learning">): string | undefined {
  const undone = model.learning?.undoneInteractionCount ?? 0;
  return undone > 0 ? score(undone) : undefined;
}

/** The latest update of the line that states what the budget was after it says what is used. */
export function budgetOf(line: readonly ModelVersion[], updates: readonly Update[]): Budget {
  if (line.length < 2) {
    return { kind: line.length === 0 ? "none" : "whole" };
  }
  const names = new Set(line.map((each) => each.name));
  const [last] = updates
    .filter(({ statement }) => names.has(statement.unlearnedVersion))
    .filter(({ statement }) => statement.residualBudgetUsed !== undefined)
    .sort((one, other) => other.statement.erasurePosition - one.statement.erasurePosition);
  return last === undefined
    ? { kind: "unstated" }
    : {
        kind: "used",
        share: last.statement.residualBudgetUsed as number,
        erasure: lastPart(last.erasure.name),
      };
}

/** Each training gives a whole budget back, so a line of its use ends there and another begins. */
export function budgetLinesOf(
  versions: readonly ModelVersion[],
  updates: readonly Update[],
): BudgetLine[] {
  const trainings = new Map(versions.map((each) => [each.name, each.trainingVersion]));
  const lines: { training: string | undefined; used: BudgetLine["used"] }[] = [];
  for (const { erasure, statement } of [...updates].reverse()) {
    const share = statement.residualBudgetUsed;
    if (share !== undefined) {
      const training = trainings.get(statement.unlearnedVersion);
      const last = lines.at(-1);
      const goesOn = last !== undefined && last.training === training;
      const line = goesOn ? last : { training, used: [] };
      line.used = [...line.used, { erasure, share }];
      if (!goesOn) {
        lines.push(line);
      }
    }
  }
  return lines;
}

/** Versions that trainings made, the newest first, each with its cause. */
export function trainingsOf(
  versions: readonly ModelVersion[],
  completed: Part<readonly Erasure[]>,
  updates: Part<readonly Update[]>,
): Training[] {
  const stated = updates === "denied" ? [] : updates;
  return versions
    .filter((each) => each.origin === "ORIGIN_TRAINING" || each.origin === "ORIGIN_RETRAINING")
    .map((version) => ({ version, cause: causeOf(version, completed, stated) }));
}

function causeOf(
  version: ModelVersion,
  completed: Part<readonly Erasure[]>,
  stated: readonly Update[],
): TrainingCause {
  if (version.origin === "ORIGIN_TRAINING") {
    return { kind: "asked" };
  }
  if (completed === "denied") {
    return { kind: "unknown" };
  }
  const made = completed.find(
    (each) =>
      each.unlearnedVersion === version.name && each.usedMethod === "UNLEARNING_METHOD_RETRAIN",
  );
  if (made === undefined) {
    const oldest = Date.parse(completed.at(-1)?.receiveTime ?? "");
    const before = Date.parse(version.createTime ?? "") < oldest;
    return { kind: before && completed.length === ERASURES_MAX ? "unknown" : "server" };
  }
  const receipt = stated.find((each) => each.erasure.name === made.name);
  const refusedBy = receipt?.statement.refusedBy ?? "";
  return { kind: "erasure", erasure: lastPart(made.name), refusedBy };
}
