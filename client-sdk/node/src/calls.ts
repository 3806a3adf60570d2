import { type Client, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { LetheError } from "./errors.js";
import { Exchange } from "./exchange.js";
import { type Cancellable, Signals } from "./signals.js";

/** How long a call may take unless told otherwise, its retries included; milliseconds. */
export const DEADLINE_DEFAULT_MILLIS = 5_000;
const LOADING_MILLIS = 60_000;
/** How long `close` lets calls under way go on; milliseconds. */
const CLOSE_GRACE_MILLIS = 5_000;

/** How one call is made; what is left out is the client's. */
export interface CallOptions {
  /** Gives the call up: it ends with a `CancelledError` whose `cause` is the signal's reason. */
  signal?: AbortSignal | undefined;
  /** How long the call may take, its retries included; milliseconds. */
  deadlineMillis?: number | undefined;
}

/** A method as the generated stubs define it. */
export interface Method<Q, R> {
  path: string;
  requestSerialize(request: Q): Buffer;
  responseDeserialize(bytes: Buffer): R;
}

/** Makes calls: each with a deadline, each failure as a `LetheError`. */
export class Calls {
  readonly #client: Client;
  readonly #deadlineMillis: number;
  readonly #signals = new Signals();
  readonly #underWay = new Set<Cancellable>();
  #idle: (() => void) | undefined;
  #closed = false;

  constructor(client: Client, deadlineMillis = DEADLINE_DEFAULT_MILLIS) {
    this.#client = client;
    this.#deadlineMillis = positive("deadlineMillis", deadlineMillis);
  }

  /** A call for which the server loads plugins, one after the other; one that hangs takes 10 s. */
  unaryThatLoads<Q, R>(method: Method<Q, R>, request: Q, options: CallOptions = {}): Promise<R> {
    const deadlineMillis = options.deadlineMillis ?? this.#deadlineMillis + LOADING_MILLIS;
    return this.unary(method, request, { ...options, deadlineMillis });
  }

  async unary<Q, R>(method: Method<Q, R>, request: Q, options: CallOptions = {}): Promise<R> {
    const millis = positive("deadlineMillis", options.deadlineMillis ?? this.#deadlineMillis);
    const deadline = Date.now() + millis;
    this.#checkOpen(options.signal);
    return new Promise((resolve, reject) => {
      const call = this.#client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        new Metadata(),
        { deadline },
        (failure, answer) => {
          left();
          if (failure) {
            reject(toLetheError(failure, deadline, options.signal));
          } else {
            resolve(answer as R);
          }
        },
      );
      const left = this.#enter(call, options.signal);
    });
  }

  /** Reads a stream until it ends, fails, or the caller leaves the loop, which cancels it. */
  async *stream<Q, R>(
    method: Method<Q, R>,
    request: Q,
    deadline: Date | number,
    signal?: AbortSignal,
  ): AsyncGenerator<R, void, undefined> {
    this.#checkOpen(signal);
    const call = this.#client.makeServerStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      new Metadata(),
      { deadline },
    );
    const left = this.#enter(call, signal);
    // After the caller has left, the only failure to come is the cancellation below.
    call.on("error", () => {});
    try {
      yield* call as AsyncIterable<R>;
    } catch (failure) {
      throw toLetheError(failure, deadline, signal);
    } finally {
      call.cancel();
      left();
    }
  }

  /** Opens a stream both ways; the caller closes it. */
  exchange<Q, R>(method: Method<Q, R>, options: CallOptions): Exchange<Q, R> {
    const millis = positive("deadlineMillis", options.deadlineMillis ?? this.#deadlineMillis);
    this.#checkOpen(options.signal);
    const call = this.#client.makeBidiStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      new Metadata(),
    );
    return new Exchange<Q, R>(call, millis, options.signal, this.#enter(call, options.signal));
  }

  /** How long a call with these options may take; milliseconds. */
  deadlineMillis(options: CallOptions): number {
    return options.deadlineMillis ?? this.#deadlineMillis;
  }

  /** Takes no more calls, gives those under way a few seconds to end, and disconnects. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#underWay.size > 0) {
      await new Promise<void>((resolve) => {
        const grace = setTimeout(resolve, CLOSE_GRACE_MILLIS);
        this.#idle = () => {
          clearTimeout(grace);
          resolve();
        };
      });
    }
    for (const call of this.#underWay) {
      call.cancel();
    }
    this.#client.close();
  }

  /** Books a call; what comes back is to be called when it has ended. */
  #enter(call: Cancellable, signal: AbortSignal | undefined): () => void {
    if (signal) {
      this.#signals.add(signal, call);
    }
    this.#underWay.add(call);
    return () => {
      if (signal) {
        this.#signals.remove(signal, call);
      }
      this.#underWay.delete(call);
      if (this.#underWay.size === 0) {
        this.#idle?.();
      }
    };
  }

  #checkOpen(signal: AbortSignal | undefined): void {
    if (this.#closed) {
      throw LetheError.of({ status: "CANCELLED", message: "the client is closed" });
    }
    if (signal?.aborted) {
      throw aborted(signal);
    }
  }
}

/** What a call was given up with. */
export function aborted(signal: AbortSignal): LetheError {
  return LetheError.of({
    status: "CANCELLED",
    message: "the caller gave the call up",
    cause: signal.reason,
  });
}

/** The same number, if it is one above 0. */
export function positive(name: string, value: number): number {
  if (!(value > 0)) {
    throw new RangeError(`${name} must be above 0 milliseconds, got ${value}`);
  }
  return value;
}

/** What a call failed with, as the caller sees it. */
export function toLetheError(
  failure: unknown,
  deadline: Date | number,
  signal: AbortSignal | undefined,
): unknown {
  if (signal?.aborted) {
    return aborted(signal);
  }
  if (!isServiceError(failure)) {
    return failure;
  }
  if (failure.code === status.CANCELLED && Date.now() >= Number(deadline)) {
    // The server knows the deadline, and hangs up at it: sometimes before this side's timer rings.
    const { message } = failure;
    return LetheError.of({ status: "DEADLINE_EXCEEDED", message, cause: failure });
  }
  return LetheError.from(failure);
}

function isServiceError(failure: unknown): failure is ServiceError {
  return failure instanceof Error && "code" in failure && "details" in failure;
}
