import { type AppendSummary, Batches } from "./batches.js";
import type { CallOptions, Calls } from "./calls.js";
import type { Appended } from "./client-types.js";
import { underRequestId } from "./errors.js";
import { InteractionServiceService as Interactions } from "./generated/lethe/v1/interaction_service.js";
import { type ImportRequest, ImportSender, type ImportSummary } from "./importing.js";
import {
  type AppendAllRequest,
  type AppendRequest,
  appendRequest,
  type HeldInteraction,
  heldRow,
} from "./interaction-requests.js";
import { pages } from "./pages.js";
import { modelName } from "./requests.js";

/** The calls of a client that take interactions in or show them. */
export abstract class InteractionCalls {
  readonly #calls: Calls;

  protected constructor(calls: Calls) {
    this.#calls = calls;
  }

  /**
   * Has a model take in 1 to 10000 interactions, all of them or none. When this resolves, they are on
   * the server's disk, and the next `recommend` leaves them out. What was ever erased from the model
   * is not taken in: its outcome is `OUTCOME_SUPPRESSED`. Needs the role `ingest`. A `LetheError` has
   * the `requestId` to send the request again under.
   */
  async appendInteractions(request: AppendRequest, options?: CallOptions): Promise<Appended> {
    const message = appendRequest(request);
    const { requestId } = message;
    return underRequestId(requestId, async () => {
      const answer = await this.#calls.unary(Interactions.appendInteractions, message, options);
      return { ...answer, requestId };
    });
  }

  /**
   * Has a model take in any number of interactions, in their order, by batches of at most 10000 with
   * a request id each. The first batch that fails ends it: the `LetheError` has the summary of what
   * was taken in before, and the batch's `requestId`. After a failure with an unknown outcome, send
   * that batch again by `appendInteractions` under that id, then go on.
   *
   * @param options for each batch
   */
  async appendAll(request: AppendAllRequest, options?: CallOptions): Promise<AppendSummary> {
    const { model, repeats, eventWeights } = request;
    const batches = new Batches((interactions) =>
      this.appendInteractions({ model, interactions, repeats, eventWeights }, options),
    );
    for await (const row of request.interactions) {
      await batches.add(row);
    }
    return batches.end();
  }

  /**
   * Has a model take in any number of interactions by a stream, in their order; one that is
   * cut goes on by itself. Beyond 5,000,000 that no version has learned the server takes no more,
   * `MODEL_NOT_READY`: a training makes room, and the import goes on under its id. An interaction that cannot be stored is
   * refused by itself. When this resolves, all others are on the server's disk. Needs the role
   * `ingest`. A `LetheError` has the summary of what is in, and the import's id as `requestId`.
   *
   * @param options its deadline is that within which something new must be on the server's disk
   */
  async importInteractions(request: ImportRequest, options?: CallOptions): Promise<ImportSummary> {
    return new ImportSender(this.#calls, request, options ?? {}).send();
  }

  /**
   * All interactions of a user that the server holds for a model, by item; pages are fetched as the
   * list is read. One that is being erased is held until it is purged. Needs the role `audit`.
   *
   * @param options for each page
   */
  interactionsOfUser(
    model: string,
    user: string,
    options?: CallOptions,
  ): AsyncGenerator<HeldInteraction, void> {
    return pages(async (pageToken) => {
      const request = { model: modelName(model), user, pageSize: 0, pageToken };
      const page = await this.#calls.unary(Interactions.listInteractions, request, options);
      return { items: page.interactions.map(heldRow), nextPageToken: page.nextPageToken };
    });
  }
}
