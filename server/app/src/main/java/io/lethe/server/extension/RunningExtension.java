package io.lethe.server.extension;

import io.lethe.server.gateway.HttpMount;

/** An extension of one server, from its start to its end. */
public interface RunningExtension extends AutoCloseable {

  /** What it adds to the gateway's port. */
  HttpMount mount();

  /** After the engine's start, before the first call. Once. */
  void start();

  /** Looks at its files again, as the server does at those of keys and roles. */
  void refresh();

  /** After the last call, before the engine's end. */
  @Override
  void close();
}
