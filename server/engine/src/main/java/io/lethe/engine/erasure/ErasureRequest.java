package io.lethe.engine.erasure;

import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.util.UUID;

/**
 * A request to forget.
 *
 * @param requestId made by the caller; the same one on each retry
 * @param requester the principal that asks, as it was authenticated; never a data subject
 */
public record ErasureRequest(
    UUID requestId, ModelName model, ErasureTarget target, ErasureMethod method, String requester) {

  /** Whoever works on the server's own machine, where nobody has to say who they are. */
  public static final String OPERATOR = "operator";

  /** The server itself, of what was erased before and came back with a backup. */
  public static final String RESTORE = "restore";

  /** By the operator. */
  public ErasureRequest(
      UUID requestId, ModelName model, ErasureTarget target, ErasureMethod method) {
    this(requestId, model, target, method, OPERATOR);
  }
}
