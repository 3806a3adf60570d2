package io.lethe.server.grpc.admission;

import io.grpc.Metadata;

/**
 * Tells on the transport's thread whose share of the places a call counts to until it is known whose
 * it is. Quick: looks at no signature, and never throws.
 */
@FunctionalInterface
public interface Sharers {

  /** Calls count to no share: the server asks no caller who it is. */
  String NOBODY = "";

  /** Callers who have shown no proof of who they are before share one share; no principal's name. */
  String STRANGERS = "?";

  /** The name of a principal who is known, {@link #STRANGERS}, or {@link #NOBODY}. */
  String of(Metadata headers);
}
