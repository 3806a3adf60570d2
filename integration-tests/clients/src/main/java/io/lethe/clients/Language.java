package io.lethe.clients;

import java.util.Locale;

/** Who is tested: the clients, and the JSON gateway as any HTTP caller uses it. */
public enum Language {
  /** client-sdk/java. */
  JAVA,
  /** client-sdk/python. */
  PYTHON,
  /** client-sdk/node. */
  NODE,
  /** client-sdk/go. */
  GO,
  /** JSON over HTTP. */
  GATEWAY;

  /** As folders, users and reports name it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
