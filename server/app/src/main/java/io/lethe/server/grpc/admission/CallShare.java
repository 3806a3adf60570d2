package io.lethe.server.grpc.admission;

import java.util.function.BooleanSupplier;

/**
 * What a call that was taken may use, as soon as more of it is known than its method: whose it is, and
 * how much work it asks for. Of the call that this thread works on; calls of transports without
 * admission may use anything.
 */
public final class CallShare {

  /** Answers of a batch that weigh as much as a call of their own. */
  private static final int ANSWERS_OF_A_CALL = 1_000;

  private CallShare() {}

  /**
   * Counts the call as a principal's.
   *
   * @return false if the principal has as many calls of this kind under way as one may have
   */
  public static boolean takeAs(String principal) {
    Admission admission = Admission.OF_CALL.get();
    return admission == null || admission.assign(principal);
  }

  /**
   * Tells of the call, from any thread, whether the server waits for its caller and not the call for
   * the server: nothing of it waits for a thread or runs.
   */
  public static BooleanSupplier waitsForCaller() {
    Admission admission = Admission.OF_CALL.get();
    return admission == null ? () -> true : admission::isIdle;
  }

  /**
   * Counts the call as so many calls as its answers are worth.
   *
   * @param answers that it asks for, users times items
   * @return false if that is more than the server, or this principal, may have under way now
   */
  public static boolean takeFor(long answers) {
    Admission admission = Admission.OF_CALL.get();
    long worth = 1 + answers / ANSWERS_OF_A_CALL;
    return admission == null || admission.weigh((int) Math.min(worth, Integer.MAX_VALUE));
  }
}
