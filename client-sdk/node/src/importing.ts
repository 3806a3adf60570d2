import { randomUUID } from "node:crypto";
import type { CallOptions, Calls } from "./calls.js";
import { LetheError, type StatusName } from "./errors.js";
import type { Exchange } from "./exchange.js";
import {
  type AppendInteractionsResponse_Outcome as AppendOutcome,
  ImportInteractionsRequest,
  ImportInteractionsResponse,
  InteractionRow,
  InteractionServiceService as Interactions,
  type RefusedInteraction,
  Repeats,
} from "./generated/lethe/v1/interaction_service.js";
import type { AppendAllRequest } from "./interaction-requests.js";
import { Pause } from "./pause.js";
import { modelName } from "./requests.js";

const ROWS_MAX = 10_000;
/** Half of what a server takes unless it is told otherwise. */
const BYTES_MAX = 2 * 1024 * 1024;
/** Messages on their way, so that the server never waits for the next. */
const AHEAD = 4;
/** How many refused interactions a summary names. */
const REFUSED_MAX = 100;
const PASSING: ReadonlySet<StatusName> = new Set(["UNAVAILABLE", "DEADLINE_EXCEEDED"]);
const CUT: ReadonlySet<StatusName> = new Set(["CANCELLED", "UNKNOWN", "INTERNAL"]);

/** Any number of interactions to take in by a stream. */
export interface ImportRequest extends AppendAllRequest {
  /**
   * A random (version 4) UUID, to go on with an import within 24 hours of its beginning: of the same
   * interactions, those that the server has are passed over. A new one unless set.
   */
  importId?: string | undefined;
}

/** What became of an import's interactions, those of earlier calls with its id included. */
export interface ImportSummary {
  /** How many the server has dealt with: the first so many of all. */
  rowCount: number;
  /** How many of those had each outcome; what none had is left out. */
  outcomes: Partial<Record<AppendOutcome, number>>;
  /** Some of those that could not be stored, at most 100 of this call. */
  refused: RefusedInteraction[];
  /** What another call goes on by. */
  importId: string;
}

type Stream = Exchange<ImportInteractionsRequest, ImportInteractionsResponse>;

/** Sends rows by one stream after the other, until the server has them all. */
export class ImportSender {
  readonly #calls: Calls;
  readonly #options: CallOptions;
  readonly #head: ImportInteractionsRequest;
  readonly #rows: AsyncIterator<InteractionRow> | Iterator<InteractionRow>;
  readonly #refused: RefusedInteraction[] = [];
  #sent: ImportInteractionsRequest[] = [];
  #last = ImportInteractionsResponse.fromPartial({});
  #read = 0;

  constructor(calls: Calls, request: ImportRequest, options: CallOptions) {
    this.#calls = calls;
    this.#options = options;
    this.#head = ImportInteractionsRequest.fromPartial({
      model: modelName(request.model),
      importId: request.importId ?? randomUUID(),
      repeats: request.repeats ?? Repeats.REPEATS_UNSPECIFIED,
      eventWeights: { ...request.eventWeights },
    });
    this.#rows = iterator(request.interactions);
  }

  async send(): Promise<ImportSummary> {
    let pause: Pause | undefined;
    for (;;) {
      const before = this.#last.position;
      try {
        await this.#stream();
        return this.#summary();
      } catch (failure) {
        // Patience begins with a failure: rows that come slowly are no fault of the server's.
        if (pause === undefined || this.#last.position > before) {
          pause = this.#pause();
        }
        await this.#wait(failure, pause);
      }
    }
  }

  #pause(): Pause {
    return new Pause("the import", {
      timeoutMillis: this.#calls.deadlineMillis(this.#options),
      signal: this.#options.signal,
    });
  }

  /** Waits until another stream may go on; throws the failure if none may. */
  async #wait(failure: unknown, pause: Pause): Promise<void> {
    if (!(failure instanceof LetheError)) {
      throw failure;
    }
    if (passing(failure) && !this.#options.signal?.aborted) {
      try {
        await pause.untilNextLook();
        return;
      } catch (over) {
        if (!(over instanceof LetheError) || over.status !== "DEADLINE_EXCEEDED") {
          throw over;
        }
      }
    }
    const { rowCount, outcomes, importId } = this.#summary();
    failure.appended = { rowCount, outcomes };
    failure.requestId = importId;
    throw failure;
  }

  /** One stream, to the end of the rows. */
  async #stream(): Promise<void> {
    const stream: Stream = this.#calls.exchange(Interactions.importInteractions, this.#options);
    try {
      stream.send(this.#head);
      this.#answered(await stream.next());
      while (this.#read < this.#last.position && !(await this.#rows.next()).done) {
        this.#read++;
      }
      for (const message of this.#sent) {
        stream.send(message);
      }
      while (await this.#fill(stream)) {
        this.#answered(await stream.next());
      }
      await stream.end();
    } finally {
      stream.close();
    }
  }

  /** Whether answers are still to come. */
  async #fill(stream: Stream): Promise<boolean> {
    while (this.#sent.length < AHEAD) {
      const message = await this.#message();
      if (message.interactions.length === 0) {
        break;
      }
      this.#sent.push(message);
      stream.send(message);
    }
    return this.#sent.length > 0;
  }

  /** Reads rows for the next message. */
  async #message(): Promise<ImportInteractionsRequest> {
    const interactions: InteractionRow[] = [];
    for (let bytes = 0; bytes < BYTES_MAX && interactions.length < ROWS_MAX; ) {
      const result = this.#rows.next();
      const { value, done } = result instanceof Promise ? await result : result;
      if (done) {
        break;
      }
      const row = InteractionRow.fromPartial(value);
      bytes += Buffer.byteLength(row.user) + Buffer.byteLength(row.item) + ROW_BYTES;
      interactions.push(row);
    }
    const message = { ...this.#head, position: this.#read, interactions };
    this.#read += interactions.length;
    return message;
  }

  #answered(answer: ImportInteractionsResponse): void {
    this.#last = answer;
    const named = answer.refusedInteractions.slice(0, REFUSED_MAX - this.#refused.length);
    this.#refused.push(...named);
    this.#sent = this.#sent.filter(
      ({ position, interactions }) => position + interactions.length > answer.position,
    );
  }

  #summary(): ImportSummary {
    const { position, stored, replaced, unchanged, older, suppressed, ignored, refused } =
      this.#last;
    const counts: [AppendOutcome, number][] = [
      ["OUTCOME_STORED", stored],
      ["OUTCOME_REPLACED", replaced],
      ["OUTCOME_UNCHANGED", unchanged],
      ["OUTCOME_OLDER", older],
      ["OUTCOME_SUPPRESSED", suppressed],
      ["OUTCOME_IGNORED", ignored],
      ["OUTCOME_REFUSED", refused],
    ];
    return {
      rowCount: position,
      outcomes: Object.fromEntries(counts.filter(([, count]) => count > 0)),
      refused: this.#refused,
      importId: this.#head.importId,
    };
  }
}

/** What a row has beside its ids, at most. */
const ROW_BYTES = 106;

function iterator(
  rows: Iterable<InteractionRow> | AsyncIterable<InteractionRow>,
): AsyncIterator<InteractionRow> | Iterator<InteractionRow> {
  return Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
}

/** Whether another stream may go on: the server is not there, or this one was cut. */
function passing(failure: LetheError): boolean {
  return (
    PASSING.has(failure.status) ||
    failure.reason === "OVERLOADED" ||
    (CUT.has(failure.status) && failure.reason === "")
  );
}
