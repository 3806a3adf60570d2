package io.lethe.spi;

import java.util.BitSet;
import java.util.List;

/**
 * Vectors of users and items that were trained elsewhere: {@code score = user . item + bias of the user
 * + bias of the item}. Rows follow the host's indices. Only users and items that the interactions name
 * have a row here, so that nobody comes back with a file.
 *
 * @param users one row for each user index; zero where none was brought
 * @param items one row for each item index, as wide; zero where none was brought
 * @param userBiases one number for each user, or empty if the model has none
 * @param itemBiases one number for each item, or empty if the model has none
 * @param usersBrought users of which the file had a row; only read
 * @param itemsBrought items of which the file had a row; only read
 */
public record ImportedVectors(
    Tensor users, Tensor items, float[] userBiases, float[] itemBiases, BitSet usersBrought,
    BitSet itemsBrought) {

  /** The training option that names the vectors: 64 hexadecimal digits, the host's name of a file. */
  public static final String FILE = "vectors";

  /** The training option that tells what the training elsewhere left out. */
  public static final String LEFT_OUT = "erasures-left-out";

  public ImportedVectors {
    if (users.width() != items.width()) {
      throw new IllegalArgumentException(
          "users have vectors of %d numbers, items of %d".formatted(users.width(), items.width()));
    }
    checkBiases("users", users, userBiases);
    checkBiases("items", items, itemBiases);
  }

  /** The options that the host reads; a family that is trained elsewhere lists them with its own. */
  public static List<TrainingOption> options() {
    return List.of(
        new TrainingOption(
            FILE, "", "SHA-256 of the vectors that 'lethe import-model' has laid down"),
        new TrainingOption(
            LEFT_OUT, "0",
            "erasure position up to which the training elsewhere has left out what was erased from"
                + " the model, 0..9223372036854775807"));
  }

  private static void checkBiases(String side, Tensor rows, float[] biases) {
    if (biases.length != 0 && biases.length != rows.rows()) {
      throw new IllegalArgumentException(
          "%d biases for %d %s".formatted(biases.length, rows.rows(), side));
    }
  }

  /** Whether the score has biases at all. */
  public boolean biased() {
    return userBiases.length > 0 || itemBiases.length > 0;
  }
}
