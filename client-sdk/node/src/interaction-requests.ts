import { randomUUID } from "node:crypto";
import {
  AppendInteractionsRequest,
  type InteractionRow,
  Repeats,
} from "./generated/lethe/v1/interaction_service.js";
import { modelName } from "./requests.js";

/** Interactions to take in. */
export interface AppendRequest {
  /** The model's id, existing or not. */
  model: string;
  /** 1 to 10000, in the order in which they happened; a value is 1 unless set. */
  interactions: readonly InteractionRow[];
  /** The value of a pair that is taken in more than once; the latest unless set. */
  repeats?: Repeats | undefined;
  /**
   * By event type what values are multiplied by, 0 to 1000000, before `repeats` decides, such as
   * `{ view: 1, purchase: 5 }`. Interactions of weight 0 are `OUTCOME_IGNORED`, those of another event
   * type refused; those without one have weight 1. Unless set, each weighs 1.
   */
  eventWeights?: Readonly<Record<string, number>> | undefined;
  /** A random (version 4) UUID under which they are taken in once; a new one unless set. */
  requestId?: string | undefined;
  /**
   * Whether to wait, up to 10 seconds, until the model has learned them, too, if its family learns
   * between trainings: `learned` of the answer tells. Take a longer deadline.
   */
  learnAtOnce?: boolean | undefined;
}

/** Any number of interactions to take in. */
export interface AppendAllRequest {
  /** The model's id, existing or not. */
  model: string;
  /** In the order in which they happened; read as they are sent. */
  interactions: Iterable<InteractionRow> | AsyncIterable<InteractionRow>;
  /** The value of a pair that is taken in more than once; the latest unless set. */
  repeats?: Repeats | undefined;
  /**
   * By event type what values are multiplied by, 0 to 1000000, before `repeats` decides, such as
   * `{ view: 1, purchase: 5 }`. Interactions of weight 0 are `OUTCOME_IGNORED`, those of another event
   * type refused; those without one have weight 1. Unless set, each weighs 1.
   */
  eventWeights?: Readonly<Record<string, number>> | undefined;
}

export function appendRequest(request: AppendRequest): AppendInteractionsRequest {
  return AppendInteractionsRequest.fromPartial({
    model: modelName(request.model),
    interactions: [...request.interactions],
    repeats: request.repeats ?? Repeats.REPEATS_UNSPECIFIED,
    requestId: request.requestId ?? randomUUID(),
    learnAtOnce: request.learnAtOnce ?? false,
    eventWeights: { ...request.eventWeights },
  });
}

/** An interaction as the server holds it. */
export interface HeldInteraction {
  user: string;
  item: string;
  value: number;
  /** When it happened, to the millisecond; missing where that is unknown. */
  time?: Date;
  /** What kind of event it was, such as `view`; missing where it has none. `value` has its weight. */
  eventType?: string;
}

export function heldRow({ user, item, value, time, eventType }: InteractionRow): HeldInteraction {
  const held = { user, item, value: value ?? 1 };
  return { ...held, ...(time && { time }), ...(eventType && { eventType }) };
}
