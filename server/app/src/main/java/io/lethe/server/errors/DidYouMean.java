package io.lethe.server.errors;

import java.util.Collection;
import java.util.Comparator;

/** The known word that an unknown one was meant to be, perhaps. */
public final class DidYouMean {

  /** So many characters of a word stand for one that may be wrong, besides one. */
  private static final int CHARACTERS_PER_SLIP = 5;

  private DidYouMean() {}

  /**
   * A question to end a message with, such as {@code "; did you mean listen.port?"}; empty where no known
   * word is near.
   */
  public static String hint(String word, Collection<String> known) {
    int slipsMax = 1 + word.length() / CHARACTERS_PER_SLIP;
    return known.stream()
        .filter(each -> slips(word, each) <= slipsMax)
        .min(
            Comparator.<String>comparingInt(each -> slips(word, each))
                .thenComparing(Comparator.naturalOrder()))
        .map(each -> "; did you mean " + each + "?")
        .orElse("");
  }

  /**
   * Optimal string alignment: how many characters are to be inserted, deleted, replaced or swapped with
   * the next one. O(length²).
   */
  static int slips(String one, String other) {
    int[][] slips = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          slips[i][j] = i + j;
          continue;
        }
        int replaced = slips[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        slips[i][j] = Math.min(replaced, 1 + Math.min(slips[i - 1][j], slips[i][j - 1]));
        if (i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          slips[i][j] = Math.min(slips[i][j], slips[i - 2][j - 2] + 1);
        }
      }
    }
    return slips[one.length()][other.length()];
  }
}
