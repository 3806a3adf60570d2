package io.lethe.server.gateway;

import io.grpc.Metadata;
import io.grpc.Status;
import java.io.InputStream;

/** What takes the answer of a call. One thread at a time. */
interface CallSink {

  /** A message, as bytes. */
  void message(InputStream bytes);

  /** The end: nothing comes behind it. */
  void end(Status status, Metadata trailers);
}
