package io.lethe.benchmarks.quality;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One line of {@code peer-figures.csv}: what the code of IFRU's authors gave on the same split,
 * on one core, measured by us. NaN where it was not measured.
 *
 * @param data folder name of the data set
 * @param plugin model family
 * @param options that differ from {@link PeerRuns}' own, as {@code name=value} separated by spaces
 * @param strategy as {@code Strategies} names it
 * @param auc on test interactions
 * @param test mean absolute difference of probabilities to the retrained model there
 * @param forgotten the same on the forgotten interactions
 * @param label mean probability of the forgotten (wrong) labels
 */
record PeerFigure(
    String data, String plugin, String options, String strategy, double auc, double test,
    double forgotten, double label) {

  private static final String RESOURCE = "peer-figures.csv";
  private static final String COMMA_OUTSIDE_QUOTES = ",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

  static List<PeerFigure> all() throws IOException {
    try (InputStream bytes = PeerFigure.class.getResourceAsStream(RESOURCE)) {
      if (bytes == null) {
        throw new IOException(RESOURCE + " is missing");
      }
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8).lines()
          .skip(1)
          .map(PeerFigure::of)
          .toList();
    }
  }

  private static PeerFigure of(String line) {
    String[] cells = line.split(COMMA_OUTSIDE_QUOTES, -1);
    return new PeerFigure(
        cells[0], cells[1], cells[2], cells[3].replace("\"", ""), number(cells[4]),
        number(cells[5]), number(cells[6]), number(cells[7]));
  }

  private static double number(String cell) {
    return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
  }
}
