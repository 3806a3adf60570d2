import { CallError, read } from "../api/calls";
import type {
  Checkpoint,
  Erasure,
  ErasureState,
  ErasurePage as Erasures,
  Health,
  Model,
  ModelPage,
  ModelVersion,
  OperationPage,
  VersionPage,
} from "../api/types";
import { modelPart, share } from "../formats";
import { texts } from "../texts";
import { isDenied } from "../view/parts";

const DUE_DAYS = 7;
const DAY_MILLIS = 86_400_000;
/** More than so many are told as "more than". */
const COUNTED_MAX = 100;
const LATEST = 6;
const MODELS_WITH_VERSIONS = 20;
const VERSIONS_EACH = 5;
/** Trainings come before erasures in their list, and those under way first: these are enough. */
const OPERATIONS = 20;

/** States of erasures that neither wait nor have ended. */
export const UNDER_WAY: readonly ErasureState[] = [
  "STATE_RECEIVED",
  "STATE_SOLVING",
  "STATE_VERIFYING",
  "STATE_RETRAINING",
  "STATE_PUBLISHING",
  "STATE_LIVE",
];

/** Something that the caller's role may not see, where it may not. */
export type Part<T> = T | "denied";

/** How many; `more` if more than were counted. */
export interface Amount {
  readonly number: number;
  readonly more: boolean;
}

/** All that the page shows. */
export interface Overview {
  readonly serving: boolean;
  readonly models: readonly Model[];
  readonly versions: readonly ModelVersion[];
  readonly held: Part<Amount>;
  readonly failed: Part<Amount>;
  readonly late: Part<Amount>;
  readonly due: Part<Amount>;
  readonly underWay: Part<Amount>;
  readonly latest: Part<readonly Erasure[]>;
  readonly receipts: Part<string>;
  readonly trainings: Part<readonly string[]>;
}

/** Reads all of it; what the caller may not read is left out. */
export async function overview(signal: AbortSignal): Promise<Overview> {
  const now = Date.now();
  const [serving, models] = await Promise.all([isServing(signal), allModels(signal)]);
  const until = (days: number) => new Date(now + days * DAY_MILLIS).toISOString();
  const [versions, held, failed, late, due, underWay, latest, receipts, trainings] =
    await Promise.all([
      latestVersions(models, signal),
      allowed(amount({ states: ["STATE_HELD"] }, signal)),
      allowed(amount({ states: ["STATE_FAILED"] }, signal)),
      allowed(amount({ dueBefore: until(0) }, signal)),
      allowed(amount({ dueBefore: until(DUE_DAYS) }, signal)),
      allowed(amount({ states: UNDER_WAY }, signal)),
      allowed(read<Erasures>("/v1/erasures", { pageSize: LATEST }, signal)),
      allowed(read<Checkpoint>("/v1/log/checkpoint", {}, signal)),
      allowed(trainingsUnderWay(signal)),
    ]);
  return {
    serving,
    models,
    versions,
    held,
    failed,
    late,
    due,
    underWay,
    latest: latest === "denied" ? latest : (latest.erasures ?? []),
    // The second line of a checkpoint is the log's size.
    receipts: receipts === "denied" ? receipts : (receipts.checkpoint?.split("\n")[1] ?? "0"),
    trainings,
  };
}

async function allowed<T>(part: Promise<T>): Promise<Part<T>> {
  try {
    return await part;
  } catch (failure) {
    if (isDenied(failure)) {
      return "denied";
    }
    throw failure;
  }
}

async function isServing(signal: AbortSignal): Promise<boolean> {
  try {
    return (await read<Health>("/healthz", {}, signal)).status === "SERVING";
  } catch (failure) {
    if (failure instanceof CallError && failure.status === 503) {
      return false;
    }
    throw failure;
  }
}

/** All pages of them: a server has few models. */
export async function allModels(signal: AbortSignal): Promise<Model[]> {
  const models: Model[] = [];
  let pageToken = "";
  do {
    const page = await read<ModelPage>("/v1/models", { pageSize: 1000, pageToken }, signal);
    models.push(...(page.models ?? []));
    pageToken = page.nextPageToken ?? "";
  } while (pageToken !== "");
  return models;
}

async function amount(
  query: { states?: readonly string[]; dueBefore?: string },
  signal: AbortSignal,
): Promise<Amount> {
  const page = await read<Erasures>("/v1/erasures", { ...query, pageSize: COUNTED_MAX }, signal);
  return { number: page.erasures?.length ?? 0, more: (page.nextPageToken ?? "") !== "" };
}

async function latestVersions(models: readonly Model[], signal: AbortSignal) {
  const pages = await Promise.all(
    models
      .slice(0, MODELS_WITH_VERSIONS)
      .map((model) =>
        read<VersionPage>(`/v1/${model.name}/versions`, { pageSize: VERSIONS_EACH }, signal),
      ),
  );
  return pages
    .flatMap((page) => page.modelVersions ?? [])
    .sort((one, other) => (other.createTime ?? "").localeCompare(one.createTime ?? ""))
    .slice(0, LATEST);
}

async function trainingsUnderWay(signal: AbortSignal): Promise<string[]> {
  const query = { pageSize: OPERATIONS };
  const page = await read<OperationPage>("/v1/operations", query, signal);
  return (page.operations ?? [])
    .filter((each) => !each.done && String(each.metadata?.["@type"]).endsWith("TrainModelMetadata"))
    .map((each) =>
      texts.overview.trainingOf(
        modelPart(String(each.metadata?.model)),
        share(Number(each.metadata?.fraction ?? 0)),
      ),
    );
}
