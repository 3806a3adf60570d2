package io.lethe.server.wiring;

import io.lethe.engine.dsr.StatusCallbacks;
import io.lethe.server.access.ResponseSigner;
import io.lethe.server.opendsr.HttpCallbackSender;
import io.lethe.server.opendsr.OpenDsrApi;

/** The parts of data subject requests, where a key is set up that answers are signed by. */
record OpenDsr(
    OpenDsrApi api, StatusCallbacks callbacks, HttpCallbackSender sender,
    ResponseSigner signer) implements AutoCloseable {

  /** After the engine's start: tells what was not told before the last end. */
  void start() {
    callbacks.start();
  }

  /** Before the engine's end. What is untold is found again at the next start. */
  @Override
  public void close() {
    callbacks.close();
    sender.close();
  }
}
