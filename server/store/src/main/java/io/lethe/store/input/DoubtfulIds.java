package io.lethe.store.input;

import io.lethe.engine.data.InteractionColumns;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ids that may not mean what they say: two spellings of one person, of which an erasure takes only
 * the one that it names, and texts that stand for a missing value.
 */
public final class DoubtfulIds {

  private static final Set<String> MISSING = Set.of(
      "null", "nil", "none", "nan", "na", "n/a", "#n/a", "\\n", "undefined", "unknown", "missing",
      "-", "?", "(null)", "<na>");
  private static final Pattern UNSEEN = Pattern.compile("[\\s\\p{Z}\\p{C}]+");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("0*(\\d+?)(\\.0+)?");

  private DoubtfulIds() {}

  /** What is doubtful in an import, one sentence each; empty if nothing is. O(ids + rows). */
  public static List<String> warnings(InteractionColumns rows) {
    List<String> warnings = new ArrayList<>();
    review("user", rows.userIds(), rows.users(), warnings);
    review("item", rows.itemIds(), rows.items(), warnings);
    return warnings;
  }

  /**
   * What is doubtful about ids that are new to a model, held against those that it has. O(ids).
   *
   * @param known of the model
   * @param rows of an import
   */
  public static List<String> warnings(InteractionColumns known, InteractionColumns rows) {
    List<String> warnings = new ArrayList<>();
    compare("user", known.userIds(), rows.userIds(), warnings);
    compare("item", known.itemIds(), rows.itemIds(), warnings);
    return warnings;
  }

  private static void compare(
      String kind, List<String> known, List<String> ids, List<String> warnings) {
    Alike alike = new Alike(kind, "one that the model has", known);
    Set<String> same = Set.copyOf(known);
    ids.stream().filter(id -> !same.contains(id)).forEach(alike::look);
    alike.tell(warnings);
  }

  private static void review(String kind, List<String> ids, int[] column, List<String> warnings) {
    Alike alike = new Alike(kind, "an earlier one", List.of());
    for (String id : ids) {
      alike.look(id);
      alike.know(id);
    }
    alike.tell(warnings);
    for (int k = 0; k < ids.size(); k++) {
      if (MISSING.contains(ids.get(k).strip().toLowerCase(Locale.ROOT))) {
        warnings.add(
            "The %s id %s (rows: %,d) looks like a missing value. It counts as one %s."
                .formatted(kind, quoted(ids.get(k)), occurrences(column, k), kind));
      }
    }
  }

  /** Counts ids that differ from known ones by next to nothing. */
  private static final class Alike {

    private final String kind;
    private final String other;
    private final Map<String, String> known = new HashMap<>();
    private long count;
    private String example = "";

    Alike(String kind, String other, List<String> known) {
      this.kind = kind;
      this.other = other;
      known.forEach(this::know);
    }

    void know(String id) {
      known.putIfAbsent(essence(id), id);
    }

    void look(String id) {
      String first = known.get(essence(id));
      if (first != null) {
        count++;
        example = example.isEmpty() ? quoted(first) + " and " + quoted(id) : example;
      }
    }

    void tell(List<String> warnings) {
      if (count > 0) {
        warnings.add(
            ("%,d %s %s from %s only by case, blanks, invisible characters, Unicode form, leading"
                + " zeros or a trailing .0, such as %s. Each counts as a %s of its own, and erasing"
                + " one leaves the other.").formatted(
                    count, count == 1 ? kind + " id" : kind + " ids",
                    count == 1 ? "differs" : "differ", other, example, kind));
      }
    }
  }

  /** What is left of an id without what people do not see or mean. */
  private static String essence(String id) {
    String plain = UNSEEN.matcher(Normalizer.normalize(id, Normalizer.Form.NFKC)).replaceAll("");
    var number = WHOLE_NUMBER.matcher(plain);
    return number.matches() ? number.group(1) : plain.toLowerCase(Locale.ROOT);
  }

  private static long occurrences(int[] column, int id) {
    long count = 0;
    for (int at : column) {
      count += at == id ? 1 : 0;
    }
    return count;
  }

  private static String quoted(String id) {
    return BadInputException.quoted(id);
  }
}
