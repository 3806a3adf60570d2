package io.lethe.server.grpc.admission;

import io.grpc.Status;

/** Told of every call when it is over, whether it was taken or turned away; not of health checks. */
public interface CallMeter {

  /** Measures nothing. */
  CallMeter NONE = (method, model, code, nanos) -> {};

  /**
   * A call is over. Called once for each, on any thread; quick, never throws.
   *
   * @param method as the caller wrote it, such as {@code lethe.v1.ModelService/GetModel}
   * @param model as the caller wrote it, such as {@code models/movies}; empty where no message was read
   * @param nanos since it came
   */
  void over(String method, String model, Status.Code code, long nanos);
}
