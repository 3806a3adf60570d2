package io.lethe.engine.subject;

import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.model.ModelName;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.function.ToLongFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 over what is personal, under the installation's secret: the same subject always gives
 * the same digest, and nobody without the secret can tell whose it is. Thread-safe.
 */
public final class SubjectDigests {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * Digests under a secret.
   *
   * @param secret copied
   */
  public SubjectDigests(byte[] secret) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** What a target leaves behind for ever: one digest per user, item or pair. */
  public List<String> tombstones(ModelName model, ErasureTarget target) {
    Digester digester = new Digester(model);
    return switch (target) {
      case ErasureTarget.User user -> List.of(digester.user(user.id()));
      case ErasureTarget.Item item -> List.of(digester.item(item.id()));
      case ErasureTarget.Interactions some ->
        some.pairs().stream().map(pair -> digester.pair(pair.user(), pair.item())).toList();
    };
  }

  /**
   * Which rows of a log were erased once and must not come back; row {@code k} has place {@code k}.
   * O(distinct ids), and one digest per row where anything of the model was erased.
   */
  public IntPredicate erased(ModelName model, InteractionColumns rows, Tombstones tombstones) {
    return before(model, rows, tombstones, tombstones::placeOf, row -> row);
  }

  /**
   * Which rows that come in were erased once and must not come back; cost as above.
   *
   * @param times when each happened, in milliseconds of the epoch, or {@link
   *     InteractionColumns#UNKNOWN_TIME}
   */
  public IntPredicate erased(
      ModelName model, InteractionColumns rows, Tombstones tombstones, IntToLongFunction times) {
    return before(model, rows, tombstones, tombstones::timeOf, times);
  }

  private IntPredicate before(
      ModelName model, InteractionColumns rows, Tombstones tombstones,
      ToLongFunction<String> countsFrom, IntToLongFunction age) {
    if (tombstones.isEmpty()) {
      return row -> false;
    }
    Digester digester = new Digester(model);
    long[] users = each(rows.userIds(), id -> countsFrom.applyAsLong(digester.user(id)));
    long[] items = each(rows.itemIds(), id -> countsFrom.applyAsLong(digester.item(id)));
    return row -> {
      int user = rows.users()[row];
      int item = rows.items()[row];
      if (user == InteractionColumns.PURGED) {
        return false;
      }
      long own = age.applyAsLong(row);
      return own < users[user] || own < items[item] || own < countsFrom
          .applyAsLong(digester.pair(rows.userIds().get(user), rows.itemIds().get(item)));
    };
  }

  /**
   * What of some data was erased once, as targets that name it again: users and items first, then the
   * interactions that none of them covers. O(ids), and one digest per row that is not covered.
   *
   * @param rows interactions, purged ones not counted
   * @param place each row's place in the log
   * @param further ids that may be there without an interaction; empty ones do not count
   * @param furtherPlace the place that counts for them
   */
  public List<ErasureTarget> erasedAmong(
      ModelName model, InteractionColumns rows, IntToLongFunction place, EntityIds further,
      long furtherPlace, Tombstones tombstones) {
    if (tombstones.isEmpty()) {
      return List.of();
    }
    Digester digester = new Digester(model);
    ToLongFunction<String> userFrom = id -> tombstones.placeOf(digester.user(id));
    ToLongFunction<String> itemFrom = id -> tombstones.placeOf(digester.item(id));
    Set<String> users = early(
        rows.userIds(), rows.users(), place, further.users(), furtherPlace, userFrom);
    Set<String> items = early(
        rows.itemIds(), rows.items(), place, further.items(), furtherPlace, itemFrom);
    Set<ErasureTarget.Pair> pairs = new LinkedHashSet<>();
    for (int row = 0; row < rows.size(); row++) {
      if (rows.users()[row] != InteractionColumns.PURGED) {
        String user = rows.userIds().get(rows.users()[row]);
        String item = rows.itemIds().get(rows.items()[row]);
        if (!users.contains(user) && !items.contains(item)
            && place.applyAsLong(row) < tombstones.placeOf(digester.pair(user, item))) {
          pairs.add(new ErasureTarget.Pair(user, item));
        }
      }
    }
    return targets(users, items, List.copyOf(pairs));
  }

  /** The ids of one side that never count again, or that are there from before they did. */
  private static Set<String> early(
      List<String> ids, int[] column, IntToLongFunction place, List<String> further,
      long furtherPlace, ToLongFunction<String> countsFrom) {
    long[] from = each(ids, id -> id.isEmpty() ? 0 : countsFrom.applyAsLong(id));
    Set<String> early = new LinkedHashSet<>();
    for (int k = 0; k < from.length; k++) {
      if (from[k] == Tombstones.NEVER) {
        early.add(ids.get(k));
      }
    }
    for (int row = 0; row < column.length; row++) {
      if (column[row] != InteractionColumns.PURGED && place.applyAsLong(row) < from[column[row]]) {
        early.add(ids.get(column[row]));
      }
    }
    further.stream()
        .filter(id -> !id.isEmpty() && furtherPlace < countsFrom.applyAsLong(id))
        .forEach(early::add);
    return early;
  }

  private static List<ErasureTarget> targets(
      Set<String> users, Set<String> items, List<ErasureTarget.Pair> pairs) {
    List<ErasureTarget> targets = new ArrayList<>();
    users.forEach(id -> targets.add(new ErasureTarget.User(id)));
    items.forEach(id -> targets.add(new ErasureTarget.Item(id)));
    for (int from = 0; from < pairs.size(); from += ErasureTarget.PAIRS_MAX) {
      int to = Math.min(pairs.size(), from + ErasureTarget.PAIRS_MAX);
      targets.add(new ErasureTarget.Interactions(pairs.subList(from, to)));
    }
    return targets;
  }

  private static long[] each(List<String> ids, ToLongFunction<String> number) {
    return ids.stream().mapToLong(number).toArray();
  }

  /**
   * The digest of a request's payload. Every field is preceded by its length, so that no two payloads
   * have the same bytes.
   *
   * @param fields of the payload, in a fixed order
   */
  public String payload(List<String> fields) {
    return new Digester().of(fields);
  }

  /** One keyed hash in use; confined to one thread. */
  private final class Digester {

    private static final int BYTES_AT_FIRST = 256;

    private final Mac mac = mac();
    private final String model;
    private byte[] message = new byte[BYTES_AT_FIRST];
    private int length;

    Digester(ModelName model) {
      this.model = model.value();
    }

    Digester() {
      this.model = "";
    }

    private Mac mac() {
      try {
        Mac fresh = Mac.getInstance(ALGORITHM);
        fresh.init(key);
        return fresh;
      } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
        throw new IllegalStateException("this JDK cannot do " + ALGORITHM, impossible);
      }
    }

    String user(String id) {
      return add("user").add(model).add(id).digest();
    }

    String item(String id) {
      return add("item").add(model).add(id).digest();
    }

    String pair(String user, String item) {
      return add("pair").add(model).add(user).add(item).digest();
    }

    String of(List<String> fields) {
      fields.forEach(this::add);
      return digest();
    }

    private Digester add(String field) {
      byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
      int end = length + Integer.BYTES + bytes.length;
      if (end > message.length) {
        message = Arrays.copyOf(message, 2 * end);
      }
      message[length] = (byte) (bytes.length >>> 24);
      message[length + 1] = (byte) (bytes.length >>> 16);
      message[length + 2] = (byte) (bytes.length >>> 8);
      message[length + 3] = (byte) bytes.length;
      System.arraycopy(bytes, 0, message, length + Integer.BYTES, bytes.length);
      length = end;
      return this;
    }

    /** Of what was added; begins a new message. */
    private String digest() {
      mac.update(message, 0, length);
      length = 0;
      return HexFormat.of().formatHex(mac.doFinal());
    }
  }
}
