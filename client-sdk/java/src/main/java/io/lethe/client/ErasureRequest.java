package io.lethe.client;

import java.util.List;
import java.util.UUID;

/**
 * A request to forget. It carries the id under which the server does it once, however often it is
 * sent: after a failure with an unknown outcome, pass the <em>same</em> request again, and keep the
 * id on disk if your own process may die in between.
 *
 * @param model the model's id, such as {@code movies}
 * @param requestId a random (version 4) UUID
 */
public record ErasureRequest(
    String model, ForgetTarget target, UnlearningMethod method, UUID requestId) {

  public ErasureRequest {
    if (requestId.version() != 4) {
      throw new IllegalArgumentException(
          "the request id must be a UUID of version 4, this one has version "
              + requestId.version());
    }
  }

  /** Forget a user. */
  public static ErasureRequest ofUser(String model, String user) {
    return of(model, new ForgetTarget.User(user));
  }

  /** Forget an item. */
  public static ErasureRequest ofItem(String model, String item) {
    return of(model, new ForgetTarget.Item(item));
  }

  /** Forget these interactions. */
  public static ErasureRequest ofInteractions(
      String model, List<ForgetTarget.Interaction> interactions) {
    return of(model, new ForgetTarget.Interactions(interactions));
  }

  /** Forget the target by the server's choice of method, under a new request id. */
  public static ErasureRequest of(String model, ForgetTarget target) {
    return new ErasureRequest(model, target, UnlearningMethod.SERVER_CHOICE, UUID.randomUUID());
  }

  /** The same, by this method. */
  public ErasureRequest by(UnlearningMethod newMethod) {
    return new ErasureRequest(model, target, newMethod, requestId);
  }

  /** The same, under an id that was kept. */
  public ErasureRequest under(UUID keptRequestId) {
    return new ErasureRequest(model, target, method, keptRequestId);
  }
}
