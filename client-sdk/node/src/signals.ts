/** What an `AbortSignal` gives up. */
export interface Cancellable {
  cancel(): void;
}

/**
 * The calls that each signal gives up when it aborts. One listener per signal, however many calls
 * share it: Node warns of a leak at the eleventh.
 */
export class Signals {
  readonly #calls = new Map<AbortSignal, Set<Cancellable>>();

  /** Gives the call up when the signal aborts, until it is removed. */
  add(signal: AbortSignal, call: Cancellable): void {
    const calls = this.#calls.get(signal);
    if (calls !== undefined) {
      calls.add(call);
      return;
    }
    this.#calls.set(signal, new Set([call]));
    signal.addEventListener("abort", this.#abort);
  }

  /** The call has ended. */
  remove(signal: AbortSignal, call: Cancellable): void {
    const calls = this.#calls.get(signal);
    calls?.delete(call);
    if (calls?.size === 0) {
      this.#calls.delete(signal);
      signal.removeEventListener("abort", this.#abort);
    }
  }

  readonly #abort = (event: Event): void => {
    for (const call of this.#calls.get(event.target as AbortSignal) ?? []) {
      call.cancel();
    }
  };
}
