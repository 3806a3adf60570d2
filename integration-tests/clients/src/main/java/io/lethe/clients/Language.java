package io.lethe.clients;

import java.util.Locale;

/** Who is tested: the clients, and the JSON gateway as any HTTP caller uses it. */
public enum Language {
  /** client-sdk/java. */
  JAVA,
  /** client-sdk/python. */
  PYTHON,
  /** The same package's client for asyncio, in the same installation. */
  PYTHON_ASYNCIO,
  /** client-sdk/node. */
  NODE,
  /** client-sdk/go. */
  GO,
  /** JSON over HTTP. */
  GATEWAY;

  /** As folders, users and reports name it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name of the folder that it is installed in. */
  String folder() {
    return (this == PYTHON_ASYNCIO ? PYTHON : this).id();
  }

  /** Arguments of its program. */
  String options() {
    return this == PYTHON_ASYNCIO ? "--asyncio" : "";
  }

  /** Whether a README of its own tells how to begin with it. */
  boolean hasQuickstart() {
    return this != PYTHON_ASYNCIO;
  }
}
