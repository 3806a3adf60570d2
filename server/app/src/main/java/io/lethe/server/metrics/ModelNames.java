package io.lethe.server.metrics;

import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.observe.EngineEvent;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Names of models that there are or were while the server runs, untrained ones among them. Looks into
 * memory only: callers make names up. Thread-safe.
 */
final class ModelNames implements Predicate<String> {

  private final Engine engine;
  /** Of models that had interactions when the server started, or were given some since. */
  private final Set<String> withInteractions = ConcurrentHashMap.newKeySet();

  private ModelNames(Engine engine) {
    this.engine = engine;
  }

  /** Those of an engine, from now on. */
  static ModelNames of(Engine engine) {
    ModelNames names = new ModelNames(engine);
    engine.events().listen(names::happened);
    engine.directory()
        .models()
        .keySet()
        .forEach(model -> names.withInteractions.add(model.value()));
    return names;
  }

  private void happened(EngineEvent event) {
    if (event instanceof EngineEvent.Appended(String model, int _)) {
      withInteractions.add(model);
    }
  }

  @Override
  public boolean test(String name) {
    return withInteractions.contains(name) || engine.registry()
        .models()
        .keySet()
        .stream()
        .map(ModelName::value)
        .anyMatch(name::equals);
  }
}
