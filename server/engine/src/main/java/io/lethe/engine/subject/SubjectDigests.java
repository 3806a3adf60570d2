package io.lethe.engine.subject;

import io.lethe.engine.model.EntityIds;
import io.lethe.engine.model.InteractionColumns;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
   * Which rows were erased once and must not come back. O(distinct ids), and one digest per row where
   * single interactions of the model were erased.
   */
  public IntPredicate erased(ModelName model, InteractionColumns rows, Set<String> tombstones) {
    if (tombstones.isEmpty()) {
      return row -> false;
    }
    Digester digester = new Digester(model);
    boolean[] users = flags(rows.userIds(), id -> tombstones.contains(digester.user(id)));
    boolean[] items = flags(rows.itemIds(), id -> tombstones.contains(digester.item(id)));
    return row -> {
      int user = rows.users()[row];
      int item = rows.items()[row];
      return user != InteractionColumns.PURGED && (users[user] || items[item] || tombstones
          .contains(digester.pair(rows.userIds().get(user), rows.itemIds().get(item))));
    };
  }

  /**
   * What of some data was erased once, as targets that name it again: users and items first, then the
   * interactions that none of them covers. O(ids), and one digest per row that is not covered.
   *
   * @param rows interactions, purged ones not counted
   * @param further ids that may be there without an interaction; empty ones do not count
   */
  public List<ErasureTarget> erasedAmong(
      ModelName model, InteractionColumns rows, EntityIds further, Set<String> tombstones) {
    if (tombstones.isEmpty()) {
      return List.of();
    }
    Digester digester = new Digester(model);
    Set<String> users = new LinkedHashSet<>();
    Set<String> items = new LinkedHashSet<>();
    Stream.concat(rows.userIds().stream(), further.users().stream())
        .filter(id -> !id.isEmpty() && tombstones.contains(digester.user(id)))
        .forEach(users::add);
    Stream.concat(rows.itemIds().stream(), further.items().stream())
        .filter(id -> !id.isEmpty() && tombstones.contains(digester.item(id)))
        .forEach(items::add);
    Set<ErasureTarget.Pair> pairs = new LinkedHashSet<>();
    for (int row = 0; row < rows.size(); row++) {
      if (rows.users()[row] != InteractionColumns.PURGED) {
        String user = rows.userIds().get(rows.users()[row]);
        String item = rows.itemIds().get(rows.items()[row]);
        if (!users.contains(user) && !items.contains(item)
            && tombstones.contains(digester.pair(user, item))) {
          pairs.add(new ErasureTarget.Pair(user, item));
        }
      }
    }
    return targets(users, items, List.copyOf(pairs));
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

  private static boolean[] flags(List<String> ids, java.util.function.Predicate<String> wanted) {
    boolean[] flags = new boolean[ids.size()];
    IntStream.range(0, flags.length).forEach(k -> flags[k] = wanted.test(ids.get(k)));
    return flags;
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
