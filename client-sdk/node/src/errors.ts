import { type ServiceError, status as StatusCode } from "@grpc/grpc-js";
import type { AppendSummary } from "./batches.js";
import { ErrorInfo } from "./generated/google/rpc/error_details.js";
import { Status } from "./generated/google/rpc/status.js";
import type { Erasure } from "./generated/lethe/v1/erasure.js";
import { ErrorReason } from "./generated/lethe/v1/errors.js";
import { REASON_STATUS } from "./generated/reason-status.js";

const DOMAIN = "lethe.io";
const DETAILS_KEY = "grpc-status-details-bin";

/** The name of a gRPC status, such as `NOT_FOUND`. */
export type StatusName = keyof typeof StatusCode;

/** What a `LetheError` is made of. */
export interface LetheErrorInit {
  status: StatusName;
  /** For people; never holds a user's or an item's id. */
  message: string;
  reason?: string | undefined;
  metadata?: Readonly<Record<string, string>> | undefined;
  cause?: unknown;
}

/**
 * A call that failed. Decide by `reason` where it is set, else by `status` or by class; the message
 * is for people.
 */
export class LetheError extends Error {
  /** The gRPC status. */
  readonly status: StatusName;
  /**
   * The name of an `ErrorReason`, or empty when the failure did not come from Lethe itself: a
   * deadline, a broken connection. A newer server may send names that this client does not know.
   */
  readonly reason: string;
  /** What the reason's description says comes with it; never a user's or an item's id. */
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * The id of the failed `unlearn`, `train` or `appendInteractions`, or of the failed batch of
   * `appendAll`: sent again under it, the work is done once. Of an import, its id.
   */
  requestId: string | undefined;
  /** What a failed `appendAll` took in before the batch that failed, or what of an import is in. */
  appended: AppendSummary | undefined;

  constructor(init: LetheErrorInit) {
    super(message(init), init.cause === undefined ? undefined : { cause: init.cause });
    this.name = new.target.name;
    this.status = init.status;
    this.reason = init.reason ?? "";
    this.metadata = Object.freeze({ ...init.metadata });
  }

  /** The error of the class that fits the status. */
  static of(init: LetheErrorInit): LetheError {
    return new (CLASSES[init.status] ?? LetheError)(init);
  }

  /** What a call by a generated stub ended with, as this client's own calls would tell it. */
  static from(failure: ServiceError): LetheError {
    return LetheError.of({
      status: statusName(failure.code),
      message: failure.details,
      cause: failure,
      ...errorInfo(details(failure)),
    });
  }

  /** The failure of a long-running operation. */
  static ofStatus(failure: Status): LetheError {
    return LetheError.of({
      status: statusName(failure.code),
      message: failure.message,
      ...errorInfo(failure),
    });
  }

  /** The failure of an erasure. */
  static ofErasure(erasure: Erasure): LetheError {
    // The names of reasons newer than this client are not on the wire.
    const known = erasure.failureReason !== ErrorReason.UNRECOGNIZED;
    const reason = known ? erasure.failureReason : "";
    return LetheError.of({
      status: REASON_STATUS[reason] ?? "UNKNOWN",
      message: `${erasure.failureMessage} (${erasure.name})`,
      reason,
      metadata: { erasure: erasure.name },
    });
  }
}

/** Has the failure of a request tell under which id it may be sent again. */
export async function underRequestId<T>(requestId: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (failure) {
    if (failure instanceof LetheError) {
      failure.requestId = requestId;
    }
    throw failure;
  }
}

/** The caller gave the call up; `cause` is the reason of the signal. */
export class CancelledError extends LetheError {}
/** An argument is out of its bounds or malformed. */
export class InvalidArgumentError extends LetheError {}
/** Time ran out; what was asked for may have been done all the same. */
export class DeadlineExceededError extends LetheError {}
/** There is no such model, version, user, item or erasure. */
export class NotFoundError extends LetheError {}
/** The request id came before with another payload. */
export class AlreadyExistsError extends LetheError {}
/** The principal may not do this. */
export class PermissionDeniedError extends LetheError {}
/** The call proves no identity that the server takes. */
export class UnauthenticatedError extends LetheError {}
/** The server is full, or the principal asked for too much in too short a time. */
export class ResourceExhaustedError extends LetheError {}
/** The state of the model or the erasure does not allow it. */
export class FailedPreconditionError extends LetheError {}
/** Something changed underneath the call. */
export class AbortedError extends LetheError {}
/** The server broke one of its own rules, or a plugin one of theirs. */
export class InternalError extends LetheError {}
/** The server cannot be reached or does not answer yet, after all retries. */
export class UnavailableError extends LetheError {}
/** A checkpoint is damaged. */
export class DataLossError extends LetheError {}

const CLASSES: Partial<Record<StatusName, new (init: LetheErrorInit) => LetheError>> = {
  CANCELLED: CancelledError,
  INVALID_ARGUMENT: InvalidArgumentError,
  DEADLINE_EXCEEDED: DeadlineExceededError,
  NOT_FOUND: NotFoundError,
  ALREADY_EXISTS: AlreadyExistsError,
  PERMISSION_DENIED: PermissionDeniedError,
  UNAUTHENTICATED: UnauthenticatedError,
  RESOURCE_EXHAUSTED: ResourceExhaustedError,
  FAILED_PRECONDITION: FailedPreconditionError,
  ABORTED: AbortedError,
  INTERNAL: InternalError,
  UNAVAILABLE: UnavailableError,
  DATA_LOSS: DataLossError,
};

function statusName(code: number): StatusName {
  return (StatusCode[code] as StatusName | undefined) ?? "UNKNOWN";
}

function message(init: LetheErrorInit): string {
  const kind = init.reason || init.status;
  return init.message === "" ? kind : `${kind}: ${init.message}`;
}

function details(failure: ServiceError): Status | undefined {
  const bytes = failure.metadata?.get(DETAILS_KEY)[0];
  return bytes instanceof Uint8Array ? readable(() => Status.decode(bytes)) : undefined;
}

function errorInfo(status: Status | undefined): {
  reason?: string;
  metadata?: ErrorInfo["metadata"];
} {
  for (const detail of status?.details ?? []) {
    if (detail.typeUrl.endsWith("/google.rpc.ErrorInfo")) {
      const info = readable(() => ErrorInfo.decode(detail.value));
      if (info?.domain === DOMAIN) {
        return { reason: info.reason, metadata: info.metadata };
      }
    }
  }
  return {};
}

/** A garbled detail must not hide the failure it came with. */
function readable<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
