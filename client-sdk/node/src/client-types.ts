import type { ChannelCredentials, ClientOptions as StubOptions } from "@grpc/grpc-js";
import type { AppendInteractionsResponse } from "./generated/lethe/v1/interaction_service.js";
import type { TransportOptions } from "./transport.js";

/** How a client behaves. */
export interface ClientOptions extends TransportOptions {
  /** How long a call may take, its retries included; milliseconds, 5000 unless set. */
  deadlineMillis?: number | undefined;
  /**
   * Whether calls ask for a version that reflects what this client has erased; true unless set.
   * From an erasure on that `wait`, `watch` or `now` saw completed, a server that does not reflect it
   * (another one that is behind, or one set back by an old backup) answers
   * `ERASURE_POSITION_BEHIND` instead of showing what was erased.
   */
  readYourErasures?: boolean | undefined;
}

/** The scores of items for a user, in the request's order. */
export interface Scores {
  /** Null where the version does not know the item, or the item is being erased. */
  scores: (number | null)[];
  /** The version that answered, `models/{model}/versions/{version}`. */
  modelVersion: string;
  /** It reflects every erasure of its model up to this position; 0 for none. */
  erasurePosition: number;
}

/** What became of interactions that were sent to be taken in. */
export interface Appended extends AppendInteractionsResponse {
  /** The id that they were sent under. */
  requestId: string;
}

/** The class of a generated client, such as `AuditServiceClient` of `@lethe/client/v1`. */
export type StubClass<T> = new (
  address: string,
  credentials: ChannelCredentials,
  options: StubOptions,
) => T;
