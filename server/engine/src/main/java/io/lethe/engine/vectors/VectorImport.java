package io.lethe.engine.vectors;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.publish.VersionTrainer;
import io.lethe.engine.subject.Tombstones;
import io.lethe.spi.ImportedVectors;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingProgress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/**
 * Makes versions of vectors that were trained elsewhere. What was erased has no row in the log, and so
 * takes none from the file; what other rows learned from it only the training elsewhere can leave out,
 * and whoever brings the vectors says up to which erasure it has.
 */
public record VectorImport(VectorInbox inbox, VersionTrainer trainer) {

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /**
   * Refuses vectors that may bring back what was erased.
   *
   * @param tombstones of the model, with the position of its last erasure
   * @throws LetheException of kind {@code OPTION_INVALID}, naming the position
   */
  public void check(RecommenderPlugin plugin, Map<String, String> options, Tombstones tombstones) {
    String text = options.getOrDefault(ImportedVectors.LEFT_OUT, "0");
    long leftOut;
    try {
      leftOut = Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      throw refusal(plugin, ImportedVectors.LEFT_OUT, "'%s' is not a whole number".formatted(text));
    }
    if (leftOut < tombstones.position()) {
      throw refusal(
          plugin, ImportedVectors.LEFT_OUT,
          ("%d, and the model's erasures go up to position %d: what was erased since would be in the"
              + " vectors again. Train without it, then say so by %s=%d").formatted(
                  leftOut, tombstones.position(), ImportedVectors.LEFT_OUT, tombstones.position()));
    }
    if (leftOut > tombstones.position()) {
      throw refusal(
          plugin, ImportedVectors.LEFT_OUT,
          "%d is beyond %d, the position of the model's last erasure"
              .formatted(leftOut, tombstones.position()));
    }
    digest(plugin, options);
  }

  /**
   * Makes a version's content of the vectors that the options name.
   *
   * @throws LetheException as {@link VectorInbox#read} and {@link VersionTrainer#bringIn}
   */
  public VersionTrainer.Trained bringIn(
      ModelName model, RecommenderPlugin plugin, VersionData data, TrainingConfig config,
      Consumer<TrainingProgress> progress) {
    NamedVectors named = inbox.read(model, digest(plugin, config.options()));
    VersionTrainer.Trained trained = trainer
        .bringIn(plugin, data, config, named.alignedTo(data.index()), progress);
    Map<String, Double> metrics = new HashMap<>(trained.metrics());
    metrics.put("users-left-out", (double) unknown(named.userIds(), data.index()::user));
    metrics.put("items-left-out", (double) unknown(named.itemIds(), data.index()::item));
    return new VersionTrainer.Trained(trained.content(), trained.effective(), Map.copyOf(metrics));
  }

  private static long unknown(List<String> ids, ToIntFunction<String> index) {
    return ids.stream().filter(id -> index.applyAsInt(id) == EntityIndex.UNKNOWN).count();
  }

  /** Destroys what the options name, however the import ended: it holds people's vectors. */
  public void ended(ModelName model, Map<String, String> options) {
    String digest = options.getOrDefault(ImportedVectors.FILE, "");
    if (DIGEST.matcher(digest).matches()) {
      inbox.discard(model, digest);
    }
  }

  private static String digest(RecommenderPlugin plugin, Map<String, String> options) {
    String digest = options.getOrDefault(ImportedVectors.FILE, "");
    if (!DIGEST.matcher(digest).matches()) {
      throw refusal(
          plugin, ImportedVectors.FILE,
          "is no SHA-256 of 64 hexadecimal digits: models of this plugin are trained elsewhere and"
              + " come in by 'lethe import-model'");
    }
    return digest;
  }

  private static LetheException refusal(RecommenderPlugin plugin, String option, String problem) {
    return new LetheException(
        ErrorKind.OPTION_INVALID, "option %s: %s".formatted(option, problem),
        Map.of("plugin", plugin.name(), "option", option));
  }
}
