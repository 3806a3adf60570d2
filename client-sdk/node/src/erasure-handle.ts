import { isDeepStrictEqual } from "node:util";
import type { CallOptions, Calls } from "./calls.js";
import { LetheError, type StatusName } from "./errors.js";
import { type Erasure, Erasure_State } from "./generated/lethe/v1/erasure.js";
import { UnlearningServiceService as Unlearning } from "./generated/lethe/v1/unlearning_service.js";
import type { OwnErasures } from "./own-erasures.js";
import { Pause, WAIT_DEFAULT_MILLIS, type WaitOptions } from "./pause.js";
import { Receipt } from "./receipt.js";

/** After these a watch is opened again, as long as there is time left. */
const BROKEN: readonly StatusName[] = ["UNAVAILABLE", "DEADLINE_EXCEEDED"];

/** How to wait for an erasure. */
export interface ErasureWaitOptions extends WaitOptions {
  /** Told of each new state, the last included. */
  onProgress?: ((erasure: Erasure) => void) | undefined;
}

/**
 * An accepted erasure: from here on, what it names is not served. Holds nothing but names and needs
 * not be closed; `LetheClient.erasure` makes another from the name.
 */
export class ErasureHandle {
  /** `erasures/{id}`; keep it to ask again later. */
  readonly name: string;
  /** The id it was requested under; undefined on a handle made from a name. */
  readonly requestId: string | undefined;
  readonly #calls: Calls;
  readonly #own: OwnErasures;

  /** Made by `LetheClient.unlearn` and `LetheClient.erasure`. */
  constructor(calls: Calls, own: OwnErasures, name: string, requestId?: string) {
    this.#calls = calls;
    this.#own = own;
    this.name = name;
    this.requestId = requestId;
  }

  /** How it fares now. */
  async now(options?: CallOptions): Promise<Erasure> {
    const now = await this.#calls.unary(Unlearning.getErasure, { name: this.name }, options);
    this.#own.saw(now);
    return now;
  }

  /**
   * Lets it be carried out, if it is held; approving again changes nothing.
   *
   * @returns it as it is then
   * @throws LetheError with reason `APPROVER_IS_REQUESTER` or `ERASURE_NOT_HELD`
   */
  approve(options?: CallOptions): Promise<Erasure> {
    return this.#calls.unary(Unlearning.approveErasure, { name: this.name }, options);
  }

  /**
   * Takes it back, if its solving has not begun: what it names is served again. Cancelling again
   * changes nothing.
   *
   * @returns it as it is then
   * @throws LetheError with reason `ERASURE_NOT_CANCELLABLE` or `PERMISSION_DENIED`
   */
  cancel(options?: CallOptions): Promise<Erasure> {
    return this.#calls.unary(Unlearning.cancelErasure, { name: this.name }, options);
  }

  /**
   * Takes it up as a new erasure, if it failed; retrying again gives the same one.
   *
   * @returns the new erasure as it is then
   * @throws LetheError with reason `ERASURE_NOT_FAILED` or `PERMISSION_DENIED`
   */
  retry(options?: CallOptions): Promise<Erasure> {
    return this.#calls.unary(Unlearning.retryErasure, { name: this.name }, options);
  }

  /**
   * Its receipt.
   *
   * @throws LetheError with reason `RECEIPT_NOT_READY` before it has ended
   */
  async receipt(options?: CallOptions): Promise<Receipt> {
    const name = `${this.name}/receipt`;
    return Receipt.of(await this.#calls.unary(Unlearning.getReceipt, { name }, options));
  }

  /**
   * Waits until it is completed or taken back, through broken connections and restarts of the
   * server.
   *
   * @returns it as it ended, completed or cancelled
   * @throws LetheError with its reason if it failed; a `DeadlineExceededError` after the timeout; a
   *     `CancelledError` if the signal ends the waiting
   */
  async wait(options: ErasureWaitOptions = {}): Promise<Erasure> {
    let last: Erasure | undefined;
    const timeoutMillis = options.timeoutMillis ?? WAIT_DEFAULT_MILLIS;
    for await (const erasure of this.watch({ ...options, timeoutMillis })) {
      last = erasure;
      options.onProgress?.(erasure);
    }
    if (last === undefined) {
      throw new Error("a watch that saw an end has seen an erasure");
    }
    if (last.state === Erasure_State.STATE_FAILED) {
      throw LetheError.ofErasure(last);
    }
    return last;
  }

  /**
   * It as it is, then again whenever its state changes; ends after a terminal state, and goes on
   * through broken connections and restarts of the server. A slow reader may miss states in
   * between, never the last. Leaving the loop ends the watch.
   *
   * @param options without a timeout, the watch lasts as long as the erasure
   * @throws LetheError as `wait`, but a failed erasure is a last state like the others
   */
  async *watch(options: WaitOptions = {}): AsyncGenerator<Erasure, void, undefined> {
    const pause = new Pause(this.name, options, Number.POSITIVE_INFINITY);
    let last: Erasure | undefined;
    while (true) {
      try {
        for await (const erasure of this.#states(pause.deadline, options.signal)) {
          // A new stream begins with the state the broken one ended with.
          if (!isDeepStrictEqual(erasure, last)) {
            last = erasure;
            yield erasure;
          }
        }
        if (last !== undefined && isTerminal(last.state)) {
          return;
        }
      } catch (failure) {
        if (!(failure instanceof LetheError && BROKEN.includes(failure.status))) {
          throw failure;
        }
      }
      await pause.untilNextLook();
    }
  }

  /** Follows one stream, to a terminal state or as far as it goes. */
  async *#states(deadline: number, signal?: AbortSignal): AsyncGenerator<Erasure> {
    const stream = this.#calls.stream(
      Unlearning.watchErasure,
      { name: this.name },
      deadline,
      signal,
    );
    for await (const erasure of stream) {
      this.#own.saw(erasure);
      yield erasure;
      if (isTerminal(erasure.state)) {
        return;
      }
    }
  }
}

/** Whether nothing follows. A state that this client does not know is no end. */
export function isTerminal(state: Erasure_State): boolean {
  return (
    state === Erasure_State.STATE_COMPLETED ||
    state === Erasure_State.STATE_FAILED ||
    state === Erasure_State.STATE_CANCELLED
  );
}
