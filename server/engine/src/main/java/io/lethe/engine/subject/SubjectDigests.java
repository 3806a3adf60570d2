package io.lethe.engine.subject;

import io.lethe.engine.model.InteractionColumns;
import io.lethe.engine.model.ModelName;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
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

    private final Mac mac;
    private final String model;

    Digester(ModelName model) {
      this.mac = mac();
      this.model = model.value();
    }

    Digester() {
      this.mac = mac();
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
      return of(List.of("user", model, id));
    }

    String item(String id) {
      return of(List.of("item", model, id));
    }

    String pair(String user, String item) {
      return of(List.of("pair", model, user, item));
    }

    String of(List<String> fields) {
      for (String field : fields) {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        mac.update((byte) (bytes.length >>> 24));
        mac.update((byte) (bytes.length >>> 16));
        mac.update((byte) (bytes.length >>> 8));
        mac.update((byte) bytes.length);
        mac.update(bytes);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    }
  }
}
