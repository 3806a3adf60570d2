package io.lethe.server.grpc.remote;

/**
 * A model of the server.
 *
 * @param state such as {@code SERVING}
 * @param activeVersion {@code models/{model}/versions/{number}}; empty unless serving
 * @param pendingErasures accepted erasures that the active version does not reflect yet
 */
public record RemoteModel(
    String name, String state, String activeVersion, String plugin, long erasurePosition,
    long pendingErasures) {

  static RemoteModel of(io.lethe.v1.Model model) {
    return new RemoteModel(
        model.getName(), model.getState().name().replace("STATE_", ""), model.getActiveVersion(),
        model.getPlugin(), model.getErasurePosition(), model.getPendingErasureCount());
  }
}
