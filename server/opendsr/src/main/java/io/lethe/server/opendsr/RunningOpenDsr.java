package io.lethe.server.opendsr;

import io.lethe.engine.dsr.StatusCallbacks;
import io.lethe.server.access.ResponseSigner;
import io.lethe.server.extension.RunningExtension;
import io.lethe.server.gateway.HttpMount;

/** The parts of data subject requests, where a key is set up that answers are signed by. */
record RunningOpenDsr(
    OpenDsrHttp service, StatusCallbacks callbacks, HttpCallbackSender sender,
    ResponseSigner signer) implements RunningExtension {

  @Override
  public HttpMount mount() {
    return HttpMount.under(OpenDsrApi.PREFIX, calls -> service);
  }

  /** Tells what was not told before the last end. */
  @Override
  public void start() {
    callbacks.start();
  }

  @Override
  public void refresh() {
    signer.refresh();
  }

  /** What is untold is found again at the next start. */
  @Override
  public void close() {
    callbacks.close();
    sender.close();
  }
}
