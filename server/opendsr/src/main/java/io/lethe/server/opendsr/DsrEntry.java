package io.lethe.server.opendsr;

/** What is decided about a call by its head, before its body is read. */
sealed interface DsrEntry {

  /** Nothing is done, whatever the body. */
  record Refused(DsrAnswer answer) implements DsrEntry {}

  /** The caller's role allows the call. */
  record Allowed(DsrRoute route, DsrCallers.Caller caller) implements DsrEntry {}
}
