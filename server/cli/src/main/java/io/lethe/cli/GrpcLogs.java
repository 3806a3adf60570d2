package io.lethe.cli;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What gRPC writes to Java's own logging beside the failures that calls end with. */
final class GrpcLogs {

  /**
   * At WARNING, with a stack trace each: streams whose callers are gone before their answers, and names
   * of servers that are not found, which calls tell in one line. Held, as the logging forgets a logger
   * that is not.
   */
  private static final List<Logger> TOLD_OTHERWISE = List.of(
      Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler"),
      Logger.getLogger("io.grpc.internal.ManagedChannelImpl"));

  private GrpcLogs() {}

  /** Leaves what is told otherwise out, from now on. */
  static void quiet() {
    // A stack trace for whatever speaks no HTTP/2 is at INFO.
    Logger.getLogger("").setLevel(Level.WARNING);
    TOLD_OTHERWISE.forEach(logger -> logger.setLevel(Level.SEVERE));
  }
}
