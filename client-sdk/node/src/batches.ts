import { LetheError } from "./errors.js";
import type {
  AppendInteractionsResponse_Outcome as AppendOutcome,
  InteractionRow,
} from "./generated/lethe/v1/interaction_service.js";

/** How many rows one request may hold. */
const ROWS_MAX = 10_000;

/** How many interactions were taken in, of any number that were sent. */
export interface AppendSummary {
  /** Those of the batches that the server has answered: the first so many of all. */
  rowCount: number;
  /** How many of those had each outcome; what none had is left out. */
  outcomes: Partial<Record<AppendOutcome, number>>;
}

/** Sends rows by batches, one after the other. */
export class Batches {
  readonly #send: (rows: InteractionRow[]) => Promise<{ outcomes: AppendOutcome[] }>;
  readonly #summary: AppendSummary = { rowCount: 0, outcomes: {} };
  #rows: InteractionRow[] = [];

  constructor(send: (rows: InteractionRow[]) => Promise<{ outcomes: AppendOutcome[] }>) {
    this.#send = send;
  }

  /** Takes a row, and sends the batch that it fills. */
  async add(row: InteractionRow): Promise<void> {
    this.#rows.push(row);
    if (this.#rows.length === ROWS_MAX) {
      await this.#flush();
    }
  }

  /** Sends what is left. */
  async end(): Promise<AppendSummary> {
    if (this.#rows.length > 0) {
      await this.#flush();
    }
    return this.#summary;
  }

  async #flush(): Promise<void> {
    try {
      const { outcomes } = await this.#send(this.#rows);
      this.#summary.rowCount += this.#rows.length;
      for (const outcome of outcomes) {
        this.#summary.outcomes[outcome] = (this.#summary.outcomes[outcome] ?? 0) + 1;
      }
      this.#rows = [];
    } catch (failure) {
      if (failure instanceof LetheError) {
        failure.appended = this.#summary;
      }
      throw failure;
    }
  }
}
