package io.lethe.engine.subject;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What is to be forgotten. Contains personal data: never logged. */
public sealed interface ErasureTarget {

  /** Longest id, bytes of UTF-8. */
  int ID_BYTES_MAX = 256;

  /** Most pairs in one target, interactions. */
  int PAIRS_MAX = 10_000;

  /** Which kind of target; tells nothing about whom. */
  Kind kind();

  /** The kinds. */
  enum Kind {
    USER,
    ITEM,
    INTERACTIONS
  }

  /** A user: all their interactions and their row. */
  record User(String id) implements ErasureTarget {
    public User {
      checkId("user", id);
    }

    @Override
    public Kind kind() {
      return Kind.USER;
    }

    @Override
    public String toString() {
      return "User[]";
    }
  }

  /** An item: all its interactions and its row. */
  record Item(String id) implements ErasureTarget {
    public Item {
      checkId("item", id);
    }

    @Override
    public Kind kind() {
      return Kind.ITEM;
    }

    @Override
    public String toString() {
      return "Item[]";
    }
  }

  /**
   * Some interactions.
   *
   * @param pairs distinct, in the request's order; repeats are taken out
   */
  record Interactions(List<Pair> pairs) implements ErasureTarget {
    public Interactions {
      if (pairs.isEmpty()) {
        throw new LetheException(ErrorKind.TARGET_EMPTY, "0 interactions to forget; at least 1");
      }
      if (pairs.size() > PAIRS_MAX) {
        throw new LetheException(
            ErrorKind.TARGET_TOO_LARGE,
            pairs.size() + " interactions in one request; at most " + PAIRS_MAX,
            Map.of("interactions", String.valueOf(pairs.size()), "max", String.valueOf(PAIRS_MAX)));
      }
      pairs = pairs.stream().distinct().toList();
    }

    @Override
    public Kind kind() {
      return Kind.INTERACTIONS;
    }

    @Override
    public String toString() {
      return "Interactions[" + pairs.size() + " pairs]";
    }
  }

  /** What a user did with an item. */
  record Pair(String user, String item) {
    public Pair {
      checkId("interactions.user", user);
      checkId("interactions.item", item);
    }

    @Override
    public String toString() {
      return "Pair[]";
    }
  }

  /**
   * Checks an external id.
   *
   * @throws LetheException of kind {@code ID_MALFORMED} naming the field, never the id
   */
  static void checkId(String field, String id) {
    if (isId(id)) {
      return;
    }
    int bytes = id.getBytes(StandardCharsets.UTF_8).length;
    throw new LetheException(
        ErrorKind.ID_MALFORMED,
        "%s is an id of %d bytes; 1 to %d are allowed".formatted(field, bytes, ID_BYTES_MAX),
        Map.of("field", field));
  }

  /** Whether it may be an external id: 1 to {@link #ID_BYTES_MAX} bytes of UTF-8. */
  static boolean isId(String id) {
    int length = id.length();
    // A char is three bytes at most: two of them make one of four.
    return length > 0 && (length <= ID_BYTES_MAX / 3
        || id.getBytes(StandardCharsets.UTF_8).length <= ID_BYTES_MAX);
  }
}
