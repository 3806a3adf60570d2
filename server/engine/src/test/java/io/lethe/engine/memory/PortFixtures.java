package io.lethe.engine.memory;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.Repeats.Dated;
import io.lethe.engine.data.TrainingFacts;
import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.ErasureEffort;
import io.lethe.engine.erasure.ErasureFacts.Extent;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureMeasures;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureOutcome;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureStep;
import io.lethe.engine.erasure.ErasureSubmission;
import io.lethe.engine.erasure.LoggedReceipt;
import io.lethe.engine.erasure.Receipt;
import io.lethe.engine.interaction.ColumnsBuilder;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionCounts;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.transparency.LogCheckpoint;
import io.lethe.engine.transparency.MerkleTree;
import io.lethe.engine.transparency.TreeHash;
import io.lethe.engine.work.Phase;
import io.lethe.unlearning.UnlearningReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Values for the contract tests of ports. */
public final class PortFixtures {

  /** A model. */
  public static final ModelName MOVIES = new ModelName("movies");
  /** Another one. */
  public static final ModelName BOOKS = new ModelName("books-2");
  /** A moment with more than millisecond precision. */
  public static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

  private PortFixtures() {}

  public static VersionManifest manifest(ModelName model, long number, long position) {
    VersionId parent = number > 1 ? new VersionId(model, number - 1) : null;
    return new VersionManifest(
        new VersionId(model, number), parent,
        parent == null ? VersionOrigin.TRAINING : VersionOrigin.INFLUENCE_UPDATE,
        NOON.plusSeconds(number), "mf", "0.1.0", number > 1 ? "%064x".formatted(number) : "",
        new TrainingFacts(-7, Map.of("factors", "8", "l2", "1.0E-4"), 100, 0.1, 42),
        new VersionCounts(3, 4, 90, 56), position,
        Map.of("validation-auc", 0.75, "loss", 0.1 + number / 3.0));
  }

  public static VersionRecord version(ModelName model, long number, long position) {
    String digest = "%064x".formatted(number * 31 + position);
    return new VersionRecord(manifest(model, number, position), digest, false);
  }

  public static ErasureSubmission submission(long seed, ModelName model, ErasureTarget target) {
    return new ErasureSubmission(
        new ErasureId(new UUID(1, seed)),
        new ErasureRequest(new UUID(2, seed), model, target, ErasureMethod.AUTO),
        "%064x".formatted(seed), List.of("%064x".formatted(1000 + seed)), NOON.plusMillis(seed),
        NOON.plusMillis(seed + 1), NOON.plusMillis(seed).plus(Duration.ofDays(30)),
        new Extent(12, 90), null, false);
  }

  /** One that waits for an approval. */
  public static ErasureSubmission held(long seed, ModelName model, ErasureTarget target) {
    return submission(seed, model, target).held(true);
  }

  public static ErasureStep.Live live(ErasureId id, VersionId base, VersionId unlearned) {
    return new ErasureStep.Live(
        id, NOON.plusMillis(1), NOON.plusMillis(5),
        new ErasureOutcome(
            base, "%064x".formatted(1), unlearned, "%064x".formatted(2), "mf", "0.1.0",
            ErasureMethod.INFLUENCE, ErasureEffort.FAST, Assurance.APPROXIMATE, 12, 3, 13, 1, 104,
            measures(), true),
        List.of(new Phase("solve", Duration.ofNanos(1_234_567))));
  }

  /** Numbers in every field, and two that were not measured. */
  public static ErasureMeasures measures() {
    return new ErasureMeasures(
        new ErasureMeasures.Update(
            new UnlearningReport.Step(1.5, 1e-300, 0.1, 2, -3, 4, 5),
            new UnlearningReport.Losses(0.6, 0.7, 0.8, 0.9, 1), Double.NaN, 1.1,
            new UnlearningReport.Renewal(12, Double.NaN, -1.3),
            new UnlearningReport.Residue(1.4, 15, 1.6, 1.7, 1.8)),
        new ErasureMeasures.Refit(3e-13, 1e-8),
        List.of(
            new ErasureMeasures.Gate("relative-step-norm", 0.1, 0.95, false),
            new ErasureMeasures.Gate("utility-lost", Double.NaN, Double.NaN, true)));
  }

  public static LoggedReceipt completed(ErasureId id) {
    ErasureStep.Completed step = new ErasureStep.Completed(
        id, NOON.plusMillis(6), NOON.plusMillis(9),
        List.of(
            new Phase("solve", Duration.ofNanos(1_234_567)),
            new Phase("purge", Duration.ofSeconds(2, 5))),
        receipt());
    return new LoggedReceipt(step, filled(32, 6), step.purged());
  }

  /** A receipt that nobody signed. */
  public static Receipt receipt() {
    return new Receipt(new byte[]{1, 2, -3}, filled(64, 4), filled(32, 5));
  }

  /** A log of that receipt, so many times. */
  public static LogCheckpoint receiptTree(int size) {
    MerkleTree tree = new MerkleTree();
    for (int k = 0; k < size; k++) {
      tree.append(TreeHash.ofLeaf(receipt().statement()));
    }
    return new LogCheckpoint("log.test", tree.head());
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** Rows from triples of user, item, value. */
  public static InteractionColumns rows(Object... triples) {
    List<String> users = new ArrayList<>();
    List<String> items = new ArrayList<>();
    int n = triples.length / 3;
    int[] user = new int[n];
    int[] item = new int[n];
    float[] value = new float[n];
    for (int k = 0; k < n; k++) {
      user[k] = index(users, (String) triples[3 * k]);
      item[k] = index(items, (String) triples[3 * k + 1]);
      value[k] = ((Number) triples[3 * k + 2]).floatValue();
    }
    return new InteractionColumns(users, items, user, item, value);
  }

  private static int index(List<String> ids, String id) {
    if (!ids.contains(id)) {
      ids.add(id);
    }
    return ids.indexOf(id);
  }

  /** Rows from fours of user, item, value, time in milliseconds of the epoch. */
  public static InteractionColumns timedRows(Object... fours) {
    ColumnsBuilder rows = new ColumnsBuilder(fours.length / 4);
    for (int k = 0; k < fours.length; k += 4) {
      rows.add(
          (String) fours[k], (String) fours[k + 1],
          new Dated(((Number) fours[k + 2]).floatValue(), ((Number) fours[k + 3]).longValue()));
    }
    return rows.build();
  }

  /** Rows from fours of user, item, value, event type. */
  public static InteractionColumns typedRows(Object... fours) {
    ColumnsBuilder rows = new ColumnsBuilder(fours.length / 4);
    for (int k = 0; k < fours.length; k += 4) {
      rows.add(
          (String) fours[k], (String) fours[k + 1],
          new Dated(
              ((Number) fours[k + 2]).floatValue(), InteractionColumns.UNKNOWN_TIME,
              (String) fours[k + 3]));
    }
    return rows.build();
  }

  /** As {@link #timedText}, with {@code #} and the event type of what has one. */
  public static List<String> typedText(InteractionColumns rows) {
    List<String> text = timedText(rows);
    for (int k = 0; k < rows.size(); k++) {
      if (!rows.events().at(k).isEmpty()) {
        text.set(k, text.get(k) + "#" + rows.events().at(k));
      }
    }
    return text;
  }

  /** As {@link #text}, with {@code @} and the time of what has one. */
  public static List<String> timedText(InteractionColumns rows) {
    List<String> text = text(rows);
    for (int k = 0; k < rows.size(); k++) {
      if (rows.time(k) != InteractionColumns.UNKNOWN_TIME) {
        text.set(k, text.get(k) + "@" + rows.time(k));
      }
    }
    return text;
  }

  /** Rows as text, for comparison: {@code user/item=value}, or {@code -} for a purged row. */
  public static List<String> text(InteractionColumns rows) {
    List<String> text = new ArrayList<>();
    for (int k = 0; k < rows.size(); k++) {
      text.add(
          rows.users()[k] == InteractionColumns.PURGED
              ? "-"
              : rows.userIds().get(rows.users()[k]) + "/" + rows.itemIds().get(rows.items()[k])
                  + "=" + rows.values()[k]);
    }
    return text;
  }
}
