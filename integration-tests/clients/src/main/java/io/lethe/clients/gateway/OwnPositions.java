package io.lethe.clients.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a caller must remember to read its own erasures: one number per model. Thread-safe. */
record OwnPositions(boolean heeded, Map<String, Long> positions) {

  OwnPositions(boolean heeded) {
    this(heeded, new ConcurrentHashMap<>());
  }

  void completed(String model, long position) {
    if (heeded) {
      positions.merge(model, position, Math::max);
    }
  }

  long position(String model, long wanted) {
    return Math.max(wanted, positions.getOrDefault(model, 0L));
  }
}
