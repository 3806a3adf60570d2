package io.lethe.evaluation.strategy;

import io.lethe.evaluation.strategy.InfluenceSystem.Formulation;
import io.lethe.kernels.Kernels;
import io.lethe.unlearning.Effort;
import io.lethe.unlearning.InfluenceUnlearner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The methods to compare, by name. Immutable. */
public final class Strategies {

  private static final String LETHE = "lethe-";
  private static final Set<String> SHARD_OPTIONS = Set.of("shards", "epochs");
  private static final int EPOCHS = 5;
  private static final int EPOCHS_MAX = 100_000;
  private static final int SHARDS = 10;
  private static final int SHARDS_MAX = 1000;
  private static final double STEP_SIZE_MAX = 1e12;
  private static final int AUTOMATIC = -1;
  private static final String SHARED = "shared";

  /** Above a share of 1 shared blocks never move. */
  private static final double SHARED_MAX = 2;

  private final Kernels kernels;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** How one is made. */
  private interface Maker {
    Strategy make(String name, StrategyOptions options);
  }

  private record Entry(String description, Set<String> options, Maker maker) {}

  /**
   * The catalogue.
   *
   * @param unlearner behind Lethe's own strategies
   * @param kernels for solvers and aggregators
   */
  public Strategies(InfluenceUnlearner unlearner, Kernels kernels) {
    this.kernels = kernels;
    addControls();
    addPeers();
    add(
        LETHE + "refit", "the model's own refit, of families that have one", Set.of(),
        (name, options) -> new RefitStrategy(name));
    for (Effort effort : Effort.values()) {
      add(
          LETHE + effort.name().toLowerCase(Locale.ROOT),
          "Lethe's influence update with effort " + effort, Set.of(SHARED),
          (name, options) -> new InfluenceStrategy(
              name, effort,
              options.values().containsKey(SHARED)
                  ? unlearner.movingShared(options.real(SHARED, 0, 0, SHARED_MAX))
                  : unlearner));
    }
  }

  private void addControls() {
    add("nothing", "does nothing (control)", Set.of(), (name, options) -> new DoNothing(name));
    add(
        "row-drop", "zeroes the rows without data and moves nothing else (control)", Set.of(),
        (name, options) -> new RowDrop(name));
    add(
        "retrain", "trains again on what is retained, coupled to the original", Set.of(),
        (name, options) -> new Retrain(name, 0));
    add(
        "retrain-other-seed", "the same with another seed: the noise floor", Set.of(),
        (name, options) -> new Retrain(name, 1));
    add(
        "warm-start", "trains on from the original on what is retained, for a few epochs",
        Set.of("epochs"),
        (name, options) -> new WarmStart(name, options.integer("epochs", EPOCHS, 1, EPOCHS_MAX)));
  }

  private void addPeers() {
    add(
        "sisa", "SISA: shards by hash, mean of their predictions", SHARD_OPTIONS,
        (name, options) -> new Sisa(name, shards(options)));
    addEraser(
        "sisa-attention", "SISA as IFRU's authors ran it: an attention aggregator on the shards",
        false);
    addEraser("receraser", "RecEraser: balanced partition, attention aggregator", true);
    addAdam("scif", "SCIF as in IFRU's published code: average labels, plus sign", 0, Scif::system);
    addAdam(
        "ifru-published", "IFRU as published: Adam on p, best step by validation AUC", AUTOMATIC,
        Formulations::published);
    addAdam(
        "ifru-repaired", "IFRU through the propagation, on retained data and the new graph",
        AUTOMATIC, Formulations::repaired);
  }

  private void addEraser(String name, String description, boolean balanced) {
    add(
        name, description, SHARD_OPTIONS,
        (full, options) -> new RecEraser(full, shards(options), balanced, kernels));
  }

  private static ShardOptions shards(StrategyOptions options) {
    return new ShardOptions(
        options.integer("shards", SHARDS, 1, SHARDS_MAX),
        options.integer("epochs", 0, 0, EPOCHS_MAX));
  }

  private void addAdam(String name, String description, int hops, Formulation formulation) {
    add(
        name, description, Set.of("if-lr", "hops", "pruned"),
        (full, options) -> new AdamInfluence(
            full, formulation,
            new AdamOptions(
                options.real("if-lr", 0, 0, STEP_SIZE_MAX),
                options.integer("hops", hops, AUTOMATIC, 10),
                options.real("pruned", AUTOMATIC, AUTOMATIC, 1)),
            kernels));
  }

  private void add(String name, String description, Set<String> options, Maker maker) {
    entries.put(name, new Entry(description, options, maker));
  }

  /** All names, controls first, Lethe's own last. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** One line for people. */
  public String description(String name) {
    return entry(name).description();
  }

  /**
   * A strategy, called as it is asked for.
   *
   * @param name one of {@link #names}, or with options: {@code ifru-published:if-lr=300,hops=1}
   * @throws IllegalArgumentException if there is no such strategy or option, or a value is out of
   *     bounds
   */
  public Strategy named(String name) {
    StrategyOptions options = StrategyOptions.parse(name);
    Entry entry = entry(options.strategy());
    return entry.maker().make(name, options.only(entry.options()));
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "no strategy '%s'; there are %s".formatted(name, String.join(", ", names())));
    }
    return entry;
  }
}
