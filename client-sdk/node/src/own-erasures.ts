import { type Erasure, Erasure_State } from "./generated/lethe/v1/erasure.js";

/**
 * The highest position, per model, of erasures that this client saw completed. Every later call
 * asks for a version that reflects it, so that no caller reads what it has just erased: not from a
 * second server that is behind, and not from one that was set back. One number per model.
 */
export class OwnErasures {
  readonly #heeded: boolean;
  readonly #positions = new Map<string, number>();

  constructor(heeded: boolean) {
    this.#heeded = heeded;
  }

  /**
   * Heeds completed erasures. One that found nothing to forget needs no version of its own, and may
   * never get one.
   */
  saw(erasure: Erasure): void {
    const completed = erasure.state === Erasure_State.STATE_COMPLETED;
    if (this.#heeded && completed && erasure.interactionCount > 0) {
      this.#positions.set(erasure.model, this.position(erasure.model, erasure.erasurePosition));
    }
  }

  /** What a call must ask for; what the caller wants comes on top. */
  position(model: string, wanted = 0): number {
    return Math.max(wanted, this.#positions.get(model) ?? 0);
  }
}
