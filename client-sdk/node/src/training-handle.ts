import { unpack } from "./any.js";
import type { CallOptions, Calls } from "./calls.js";
import { LetheError } from "./errors.js";
import { OperationsService as Operations } from "./generated/google/longrunning/operations.js";
import { ModelVersion } from "./generated/lethe/v1/model.js";
import { TrainModelMetadata } from "./generated/lethe/v1/model_service.js";
import { Pause, type WaitOptions } from "./pause.js";

/** How to wait for a training. */
export interface TrainingWaitOptions extends WaitOptions {
  /** Told now and then how it fares. */
  onProgress?: ((progress: TrainModelMetadata) => void) | undefined;
}

/** An accepted training. Holds nothing but its name. */
export class TrainingHandle {
  /** `operations/{id}`; keep it to ask again later. */
  readonly name: string;
  /** The id it was requested under; undefined on a handle made from a name. */
  readonly requestId: string | undefined;
  readonly #calls: Calls;

  /** Made by `LetheClient.train` and `LetheClient.training`. */
  constructor(calls: Calls, name: string, requestId?: string) {
    this.#calls = calls;
    this.name = name;
    this.requestId = requestId;
  }

  /** Asks the server to stop; the model stays as it was. */
  async cancel(options?: CallOptions): Promise<void> {
    await this.#calls.unary(Operations.cancelOperation, { name: this.name }, options);
  }

  /**
   * Waits until the version is trained and active.
   *
   * @throws LetheError with its reason if it failed; a `DeadlineExceededError` after the timeout; a
   *     `CancelledError` if the signal ends the waiting
   */
  async wait(options: TrainingWaitOptions = {}): Promise<ModelVersion> {
    const pause = new Pause(this.name, options);
    const { signal } = options;
    while (true) {
      const request = { name: this.name };
      const operation = await this.#calls.unary(Operations.getOperation, request, { signal });
      if (operation.metadata !== undefined) {
        options.onProgress?.(unpack(operation.metadata, "TrainModelMetadata", TrainModelMetadata));
      }
      if (operation.error !== undefined) {
        throw LetheError.ofStatus(operation.error);
      }
      if (operation.done) {
        return unpack(operation.response, "ModelVersion", ModelVersion);
      }
      await pause.untilNextLook();
    }
  }
}
