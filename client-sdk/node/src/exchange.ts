import type { ClientDuplexStream } from "@grpc/grpc-js";
import { toLetheError } from "./calls.js";
import { LetheError } from "./errors.js";

/** A stream of messages and their answers, for a caller that waits for these one by one. */
export class Exchange<Q, R> {
  readonly #call: ClientDuplexStream<Q, R>;
  readonly #answers: AsyncIterator<R>;
  readonly #answerMillis: number;
  readonly #signal: AbortSignal | undefined;
  readonly #left: () => void;

  /**
   * @param answerMillis how long an answer may take
   * @param left to be called when the stream is over
   */
  constructor(
    call: ClientDuplexStream<Q, R>,
    answerMillis: number,
    signal: AbortSignal | undefined,
    left: () => void,
  ) {
    this.#call = call;
    this.#answers = (call as AsyncIterable<R>)[Symbol.asyncIterator]();
    this.#answerMillis = answerMillis;
    this.#signal = signal;
    this.#left = left;
    // A stream's end follows its last answer; after closing it is of no use.
    call.on("error", () => {});
  }

  /** Sends a message; if the stream has ended, the next answer says why. */
  send(message: Q): void {
    if (this.#call.writable) {
      this.#call.write(message);
    }
  }

  /** Waits for the next answer. */
  async next(): Promise<R> {
    const { value, done } = await this.#event();
    if (done) {
      throw LetheError.of({
        status: "UNAVAILABLE",
        message: "the server ended the stream early",
      });
    }
    return value;
  }

  /** Says that no message follows, and waits for the server's end. */
  async end(): Promise<void> {
    this.#call.end();
    await this.#event();
  }

  /** Cancels what has not ended. */
  close(): void {
    this.#call.cancel();
    this.#left();
  }

  async #event(): Promise<IteratorResult<R>> {
    const deadline = Date.now() + this.#answerMillis;
    const late = setTimeout(() => this.#call.cancel(), this.#answerMillis);
    try {
      return await this.#answers.next();
    } catch (failure) {
      throw toLetheError(failure, deadline, this.#signal);
    } finally {
      clearTimeout(late);
    }
  }
}
