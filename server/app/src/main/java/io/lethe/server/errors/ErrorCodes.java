package io.lethe.server.errors;

import io.grpc.Status;
import io.lethe.engine.ErrorKind;

/** The codes of failures: gRPC's of a kind, and HTTP's of gRPC's. */
public final class ErrorCodes {

  private ErrorCodes() {}

  /** The gRPC code of a kind, as the wire contract has it. */
  public static Status.Code of(ErrorKind kind) {
    return switch (kind) {
      case ARGUMENT_INVALID, NAME_MALFORMED, ID_MALFORMED, PAGE_SIZE_NEGATIVE, PAGE_TOKEN_INVALID,
          INTERACTION_NOT_FOUND, N_OUT_OF_RANGE, BATCH_OUT_OF_RANGE, ITEMS_OUT_OF_RANGE,
          OPTION_INVALID, REQUEST_ID_MISSING, REQUEST_ID_MALFORMED, TARGET_EMPTY, TARGET_TOO_LARGE,
          METHOD_NOT_SUPPORTED, HISTORY_NOT_SUPPORTED ->
        Status.Code.INVALID_ARGUMENT;
      case MODEL_NOT_FOUND, VERSION_NOT_FOUND, USER_NOT_FOUND, USER_CONTAINED, ITEM_NOT_FOUND,
          DATASET_NOT_FOUND, PLUGIN_NOT_FOUND, ERASURE_NOT_FOUND, OPERATION_NOT_FOUND,
          ALIAS_NOT_FOUND ->
        Status.Code.NOT_FOUND;
      case REQUEST_ID_REUSED -> Status.Code.ALREADY_EXISTS;
      case MODEL_NOT_READY, SHUTTING_DOWN, LEDGER_UNREACHABLE -> Status.Code.UNAVAILABLE;
      case VERSION_HOLDS_ERASED_DATA, RECEIPT_NOT_READY, OPERATION_NOT_CANCELLABLE,
          ERASURE_POSITION_BEHIND, ERASURE_NOT_CANCELLABLE, ERASURE_NOT_HELD, ERASURE_NOT_FAILED,
          RECEIPT_LOG_INCONSISTENT, ALIAS_BOUND_EXCEEDED, RETRAINING_ELSEWHERE ->
        Status.Code.FAILED_PRECONDITION;
      case CONCURRENT_CHANGE -> Status.Code.ABORTED;
      case CANCELLED -> Status.Code.CANCELLED;
      case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
      case PERMISSION_DENIED, APPROVER_IS_REQUESTER -> Status.Code.PERMISSION_DENIED;
      case CHECKPOINT_DAMAGED -> Status.Code.DATA_LOSS;
      case STORAGE_FULL, OVERLOADED, RATE_LIMITED, SHARE_LIMITED -> Status.Code.RESOURCE_EXHAUSTED;
      case INTERNAL_ERROR, PLUGIN_FAILED, VERIFICATION_FAILED, STORAGE_FAILED ->
        Status.Code.INTERNAL;
    };
  }

  /** The HTTP status of a kind. */
  public static int http(ErrorKind kind) {
    return http(of(kind));
  }

  /** The HTTP status of a gRPC code, as google.rpc.Code says. */
  public static int http(Status.Code code) {
    return switch (code) {
      case OK -> 200;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case CANCELLED -> 499;
      case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
    };
  }
}
