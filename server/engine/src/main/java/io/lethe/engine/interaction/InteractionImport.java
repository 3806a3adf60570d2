package io.lethe.engine.interaction;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.event.EventWeights;
import io.lethe.engine.model.ModelName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Any number of interactions that come in parts and go on where they stopped. Each part is an append,
 * whose request id is made of the import's id and the part's first position: so the parts form a chain,
 * from which the ledger of appends itself tells how far the import came, and no part is taken in twice,
 * whoever sends it again. Confined.
 */
public final class InteractionImport {

  private static final int UUID_BYTES = 16;
  /** A UUID of a form that no caller may choose: version 8 (RFC 9562). */
  private static final long VERSION_BITS = 0xF000L;
  private static final long VERSION = 0x8000L;
  private static final long VARIANT_BITS = 0xC000_0000_0000_0000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final Source source;
  private final Function<AppendOrder, List<AppendOutcome>> appends;
  private final InstantSource clock;
  private final Map<AppendOutcome, Long> counts = new EnumMap<>(AppendOutcome.class);
  private long position;

  /**
   * Whose rows they are.
   *
   * @param importId the caller's, kept over interruptions
   * @param repeats the value of a pair that comes more than once
   * @param weights by which the rows' values are multiplied
   */
  public record Source(ModelName model, UUID importId, Repeats repeats, EventWeights weights) {

    /** Without weights. */
    public Source(ModelName model, UUID importId, Repeats repeats) {
      this(model, importId, repeats, EventWeights.NONE);
    }
  }

  /** Goes on where the import stopped: one look-up for each part that came before. */
  InteractionImport(
      Source source, Function<UUID, List<AppendOutcome>> known,
      Function<AppendOrder, List<AppendOutcome>> appends, InstantSource clock) {
    this.source = source;
    this.appends = appends;
    this.clock = clock;
    List<AppendOutcome> part = known.apply(partId(position));
    while (!part.isEmpty()) {
      count(part);
      part = known.apply(partId(position));
    }
  }

  /** How many rows, from the first on, are durable: where the next row belongs. */
  public long position() {
    return position;
  }

  /** What became of the rows below {@link #position}; what none had is left out. */
  public Map<AppendOutcome, Long> counts() {
    return Collections.unmodifiableMap(counts);
  }

  /**
   * A row that could not be taken in.
   *
   * @param position in the import, from 0
   * @param reason without ids
   */
  public record Refused(long position, String reason) {}

  /**
   * Takes a part in; those of its rows that came before are passed over. When this returns, the rows are
   * synced to disk. O(rows).
   *
   * @param first the position of the first row
   * @param rows at most {@value AppendOrder#ROWS_MAX}
   * @return rows of the part that were refused now, each by itself
   * @throws LetheException of kind {@code ARGUMENT_INVALID} if rows before the first are missing, or the
   *     model gets too many event types; as
   *     {@link InteractionIntake#append} else
   */
  public List<Refused> take(long first, List<AppendOrder.Row> rows) {
    if (first < 0 || first > position) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID,
          "position is %d; the import has %d rows so far, and goes on at row %d at the latest"
              .formatted(first, position, position),
          Map.of("field", "position"));
    }
    if (first + rows.size() <= position) {
      return List.of();
    }
    List<AppendOrder.Row> fresh = rows.subList(Math.toIntExact(position - first), rows.size());
    Instant before = clock.instant();
    List<AppendOutcome> outcomes = appends.apply(
        new AppendOrder(
            source.model(), partId(position), fresh, source.repeats(), source.weights(),
            AppendOrder.BadRows.LEFT_OUT));
    List<Refused> refused = refused(fresh, outcomes, before);
    count(outcomes);
    return refused;
  }

  private List<Refused> refused(
      List<AppendOrder.Row> rows, List<AppendOutcome> outcomes, Instant before) {
    List<Refused> refused = new ArrayList<>();
    for (int k = 0; k < outcomes.size(); k++) {
      if (outcomes.get(k) == AppendOutcome.REFUSED) {
        refused.add(
            new Refused(
                position + k,
                rows.get(k)
                    .misfit("", source.weights(), before)
                    .map(LetheException::getMessage)
                    .orElse("the sum with the pair's value is no finite number")));
      }
    }
    return refused;
  }

  private void count(List<AppendOutcome> part) {
    part.forEach(outcome -> counts.merge(outcome, 1L, Long::sum));
    position += part.size();
  }

  private UUID partId(long first) {
    MessageDigest digest = sha256();
    digest.update("lethe-import".getBytes(StandardCharsets.UTF_8));
    digest.update(
        ByteBuffer.allocate(UUID_BYTES)
            .putLong(source.importId().getMostSignificantBits())
            .putLong(source.importId().getLeastSignificantBits())
            .flip());
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(first).flip());
    ByteBuffer hash = ByteBuffer
        .wrap(digest.digest(source.model().value().getBytes(StandardCharsets.UTF_8)));
    long high = (hash.getLong() & ~VERSION_BITS) | VERSION;
    long low = (hash.getLong() & ~VARIANT_BITS) | VARIANT;
    return new UUID(high, low);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
