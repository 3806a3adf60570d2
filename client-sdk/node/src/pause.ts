import { setTimeout as sleep } from "node:timers/promises";
import { aborted, positive } from "./calls.js";
import { LetheError } from "./errors.js";

/** How long an erasure or a training is waited for unless told otherwise; milliseconds. */
export const WAIT_DEFAULT_MILLIS = 600_000;

const FIRST_MILLIS = 50;
const LONGEST_MILLIS = 2_000;

/** How to wait; when the time is over, what was waited for goes on at the server all the same. */
export interface WaitOptions {
  /** For how long at most; milliseconds, 10 minutes unless said otherwise, or `Infinity`. */
  timeoutMillis?: number | undefined;
  /** Ends the waiting with a `CancelledError`. */
  signal?: AbortSignal | undefined;
}

/** Waits between looks at the server: longer each time, up to a bound. One wait at a time. */
export class Pause {
  readonly #what: string;
  readonly #timeoutMillis: number;
  readonly #signal: AbortSignal | undefined;
  readonly #end: number;
  #nextMillis = FIRST_MILLIS;

  /**
   * @param what for the message when the time is over
   * @param defaultMillis for how long, where the options do not say
   */
  constructor(what: string, options: WaitOptions, defaultMillis = WAIT_DEFAULT_MILLIS) {
    this.#what = what;
    this.#timeoutMillis = positive("timeoutMillis", options.timeoutMillis ?? defaultMillis);
    this.#signal = options.signal;
    this.#end = performance.now() + this.#timeoutMillis;
  }

  /** When the time is over, as gRPC wants it: milliseconds since 1970. */
  get deadline(): number {
    return Date.now() + this.#left;
  }

  /** Waits; throws when the time is over or the waiting was given up. */
  async untilNextLook(): Promise<void> {
    const millis = Math.min(this.#nextMillis, Math.max(this.#left, 0));
    this.#nextMillis = Math.min(2 * this.#nextMillis, LONGEST_MILLIS);
    try {
      await sleep(millis, undefined, this.#signal ? { signal: this.#signal } : {});
    } catch (failure) {
      throw this.#signal?.aborted ? aborted(this.#signal) : failure;
    }
    if (this.#left <= 0) {
      throw LetheError.of({
        status: "DEADLINE_EXCEEDED",
        message: `${this.#what} had not ended after ${this.#timeoutMillis} ms; it goes on`,
      });
    }
  }

  get #left(): number {
    return this.#end - performance.now();
  }
}
