import { randomUUID } from "node:crypto";
import {
  type CatalogItem,
  DeleteItemsRequest,
  UpdateItemsRequest,
} from "./generated/lethe/v1/catalog_service.js";
import { type Erasure_State, UnlearningMethod } from "./generated/lethe/v1/erasure.js";
import { SetAliasRequest, TrainModelRequest } from "./generated/lethe/v1/model_service.js";
import {
  BatchRecommendRequest,
  Fallback,
  RecommendForItemsRequest,
  RecommendRequest,
  ScoreRequest,
  SimilarItemsRequest,
  type WeightedItem,
} from "./generated/lethe/v1/recommendation_service.js";
import {
  type Interaction,
  ListErasuresRequest,
  ReadmitSubjectRequest,
  UnlearnRequest,
} from "./generated/lethe/v1/unlearning_service.js";
import type { OwnErasures } from "./own-erasures.js";

const INT32_MAX = 2 ** 31 - 1;

/** What every request for recommendations may say. */
interface Reading {
  /** The model's id, such as `movies`. */
  model: string;
  /**
   * The answer must reflect every erasure up to this position, as `Erasure.erasurePosition` names
   * it; 0 leaves it to the client, see `ClientOptions.readYourErasures`.
   */
  minErasurePosition?: number | undefined;
  /**
   * The alias whose version answers, such as `canary`. Unless set, the one whose share the user is
   * in, or the active version; for batches and for what names no user the active version.
   */
  alias?: string | undefined;
}

/** What to recommend to a user. */
export interface RecommendQuery extends Reading {
  user: string;
  /** How many items, 1 to 1000. */
  n: number;
  /** Items that must not come back, at most 10000. */
  excludeItems?: readonly string[] | undefined;
  /** True to let items come back that the user has interacted with. */
  includeSeen?: boolean | undefined;
  /** What answers if the model does not know the user; an error unless set. */
  fallback?: Fallback | undefined;
  /** Only items that pass come back: a condition in CEL, such as `attributes.price < 20`. */
  filter?: string | undefined;
  /** The only items that may come back, at most 10000; any unless set. */
  allowItems?: readonly string[] | undefined;
  /**
   * How many of the user's own interactions each item names that carry its score, 0 to 5; with them
   * `n` is at most 20.
   */
  because?: number | undefined;
}

/** What to recommend to several users. */
export interface BatchRecommendQuery extends Reading {
  /** 1 to 256; users times `n` at most 50000. */
  users: readonly string[];
  /** How many items for each, 1 to 1000. */
  n: number;
  /** True to let items come back that the user has interacted with. */
  includeSeen?: boolean | undefined;
  /** What answers for users that the model does not know; their outcome says so unless set. */
  fallback?: Fallback | undefined;
  /** Only items that pass come back: a condition in CEL, such as `attributes.price < 20`. */
  filter?: string | undefined;
}

/** What to recommend for a history: a session, a visitor without an account. */
export interface ItemsQuery extends Reading {
  /** 1 to 1000; a value is 1 unless set. What the model does not know is passed over. */
  items: readonly WeightedItem[];
  /** How many items, 1 to 1000. */
  n: number;
  /** Items that must not come back, at most 10000. */
  excludeItems?: readonly string[] | undefined;
  /** True to let items of the history come back. */
  includeGiven?: boolean | undefined;
  /** Only items that pass come back: a condition in CEL, such as `attributes.price < 20`. */
  filter?: string | undefined;
  /** The only items that may come back, at most 10000; any unless set. */
  allowItems?: readonly string[] | undefined;
}

/** Which items go with an item. */
export interface SimilarItemsQuery extends Reading {
  item: string;
  /** How many items, 1 to 1000. */
  n: number;
  /** Items that must not come back, at most 10000. */
  excludeItems?: readonly string[] | undefined;
  /** Only items that pass come back: a condition in CEL, such as `attributes.price < 20`. */
  filter?: string | undefined;
  /** The only items that may come back, at most 10000; any unless set. */
  allowItems?: readonly string[] | undefined;
}

/** What an item is: all but its id may be left out, and it is available unless it says otherwise. */
export type CatalogEntry = Pick<CatalogItem, "item"> & Partial<CatalogItem>;

/** A field of an entry that an update may be about alone. */
export type CatalogField = "categories" | "attributes" | "available" | "listed_time";

/** What an alias is to be; what is left out it keeps. */
export interface AliasChange {
  /** The version's name, `models/{model}/versions/{version}`. */
  modelVersion?: string | undefined;
  /** The share of the users, 0 to 10000; a new alias has 0 unless set. */
  basisPoints?: number | undefined;
}

/** What to score. */
export interface ScoreQuery extends Reading {
  user: string;
  /** 1 to 1000. */
  items: readonly string[];
}

/** What to forget: a user, an item, or 1 to 10000 interactions. */
export type ForgetTarget =
  | { user: string; item?: never; interactions?: never }
  | { item: string; user?: never; interactions?: never }
  | { interactions: readonly Interaction[]; user?: never; item?: never };

/**
 * A request to forget. The server does what comes under one request id once, however often it is
 * sent: to send the same request again after a failure with an unknown outcome, pass the
 * `requestId` of the `LetheError`, or one of your own that you kept.
 */
export type ErasureRequest = ForgetTarget & {
  /** The model's id, such as `movies`. */
  model: string;
  /** The server's choice unless set. */
  method?: UnlearningMethod | undefined;
  /** A random (version 4) UUID; a new one unless set. */
  requestId?: string | undefined;
};

/** Which erasures a list has: those that every filter admits. */
export interface ErasureFilter {
  /** The model's id. */
  model?: string | undefined;
  requestId?: string | undefined;
  /** The principal that asked. */
  requester?: string | undefined;
  /** Any of these. */
  states?: Erasure_State[] | undefined;
  /** To be completed before that, and neither completed nor cancelled. */
  dueBefore?: Date | undefined;
}

export function listErasuresRequest(filter: ErasureFilter): ListErasuresRequest {
  return ListErasuresRequest.fromPartial({
    model: filter.model === undefined ? "" : modelName(filter.model),
    requestId: filter.requestId ?? "",
    requester: filter.requester ?? "",
    states: filter.states ?? [],
    dueBefore: filter.dueBefore,
  });
}

/** A training to run on the interactions imported for the model. */
export interface TrainingRequest {
  /** The model's id, existing or not. */
  model: string;
  /** The plugin that trains, such as `ease`; the server's choice, by the data's size, unless set. */
  plugin?: string | undefined;
  /** The plugin's own options; what is left out has the plugin's default. */
  options?: Readonly<Record<string, string>> | undefined;
  /** Same data, options and seed: same parameters. 0 unless set. */
  seed?: number | undefined;
  /**
   * Whether the model is trained again on all interactions, held-out ones included, at what they
   * chose. True unless set.
   */
  finalFit?: boolean | undefined;
  /** True to keep the version beside the active one: for an alias, or to be activated. */
  keepBeside?: boolean | undefined;
  /** A random (version 4) UUID under which it is run once; a new one unless set. */
  requestId?: string | undefined;
}

/** The model's resource name; that there is such an id is the server's to say. */
export function modelName(model: string): string {
  return `models/${model}`;
}

export function recommendRequest(query: RecommendQuery, own: OwnErasures): RecommendRequest {
  return RecommendRequest.fromPartial({
    ...reading(query, own),
    user: query.user,
    n: whole("n", query.n, INT32_MAX),
    excludeItems: [...(query.excludeItems ?? [])],
    includeSeen: query.includeSeen ?? false,
    fallback: query.fallback ?? Fallback.FALLBACK_UNSPECIFIED,
    filter: query.filter ?? "",
    allowItems: [...(query.allowItems ?? [])],
    because: query.because ?? 0,
  });
}

export function batchRequest(query: BatchRecommendQuery, own: OwnErasures): BatchRecommendRequest {
  return BatchRecommendRequest.fromPartial({
    ...reading(query, own),
    users: [...query.users],
    n: whole("n", query.n, INT32_MAX),
    includeSeen: query.includeSeen ?? false,
    fallback: query.fallback ?? Fallback.FALLBACK_UNSPECIFIED,
    filter: query.filter ?? "",
  });
}

export function itemsRequest(query: ItemsQuery, own: OwnErasures): RecommendForItemsRequest {
  return RecommendForItemsRequest.fromPartial({
    ...reading(query, own),
    items: [...query.items],
    n: whole("n", query.n, INT32_MAX),
    excludeItems: [...(query.excludeItems ?? [])],
    includeGiven: query.includeGiven ?? false,
    filter: query.filter ?? "",
    allowItems: [...(query.allowItems ?? [])],
  });
}

export function similarRequest(query: SimilarItemsQuery, own: OwnErasures): SimilarItemsRequest {
  return SimilarItemsRequest.fromPartial({
    ...reading(query, own),
    item: query.item,
    n: whole("n", query.n, INT32_MAX),
    excludeItems: [...(query.excludeItems ?? [])],
    filter: query.filter ?? "",
    allowItems: [...(query.allowItems ?? [])],
  });
}

export function updateItemsRequest(
  model: string,
  items: readonly CatalogEntry[],
  fields: readonly CatalogField[] | undefined,
): UpdateItemsRequest {
  return UpdateItemsRequest.fromPartial({
    model: modelName(model),
    items: [...items],
    updateMask: fields && [...fields],
  });
}

export function deleteItemsRequest(model: string, items: readonly string[]): DeleteItemsRequest {
  return DeleteItemsRequest.fromPartial({ model: modelName(model), items: [...items] });
}

export function scoreRequest(query: ScoreQuery, own: OwnErasures): ScoreRequest {
  return ScoreRequest.fromPartial({
    ...reading(query, own),
    user: query.user,
    items: [...query.items],
  });
}

export function unlearnRequest(request: ErasureRequest, validateOnly: boolean): UnlearnRequest {
  const { user, item, interactions, method, requestId } = request;
  const targets = [user, item, interactions].filter((target) => target !== undefined).length;
  if (targets !== 1) {
    throw new TypeError(`one of user, item and interactions must be set, got ${targets} of them`);
  }
  return UnlearnRequest.fromPartial({
    model: modelName(request.model),
    user,
    item,
    interactions: interactions && { interactions: [...interactions] },
    method: method ?? UnlearningMethod.UNLEARNING_METHOD_UNSPECIFIED,
    requestId: requestId ?? randomUUID(),
    validateOnly,
  });
}

export function readmitRequest(model: string, target: ForgetTarget): ReadmitSubjectRequest {
  return ReadmitSubjectRequest.fromPartial(unlearnRequest({ ...target, model }, false));
}

export function trainRequest(request: TrainingRequest): TrainModelRequest {
  return TrainModelRequest.fromPartial({
    model: modelName(request.model),
    plugin: request.plugin ?? "",
    options: { ...request.options },
    seed: whole("seed", request.seed ?? 0),
    skipFinalFit: !(request.finalFit ?? true),
    keepBeside: request.keepBeside ?? false,
    requestId: request.requestId ?? randomUUID(),
  });
}

export function aliasName(model: string, alias: string): string {
  return `${modelName(model)}/aliases/${alias}`;
}

export function setAliasRequest(
  model: string,
  alias: string,
  change: AliasChange,
): SetAliasRequest {
  const { modelVersion, basisPoints } = change;
  return SetAliasRequest.fromPartial({
    name: aliasName(model, alias),
    modelVersion: modelVersion ?? "",
    basisPoints:
      basisPoints === undefined ? undefined : whole("basisPoints", basisPoints, INT32_MAX),
  });
}

function reading(query: Reading, own: OwnErasures) {
  const model = modelName(query.model);
  const wanted = whole("minErasurePosition", query.minErasurePosition ?? 0);
  const alias = query.alias ?? "";
  return { model, minErasurePosition: own.position(model, wanted), alias };
}

/** The same number, if the wire can carry it; the server judges its bounds. */
function whole(name: string, value: number, max = Number.MAX_SAFE_INTEGER): number {
  if (!Number.isInteger(value) || Math.abs(value) > max) {
    throw new RangeError(`${name} must be a whole number from -${max} to ${max}, got ${value}`);
  }
  return value;
}
