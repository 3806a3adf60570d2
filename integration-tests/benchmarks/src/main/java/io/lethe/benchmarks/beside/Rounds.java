package io.lethe.benchmarks.beside;

import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Figure;
import io.lethe.benchmarks.process.Neighbours;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures pieces in turn, several times: A B C, A B C and so on, so that what changes on the machine
 * meets all of them. A piece beside which others used too much of the processors is measured again; of
 * all tries the least disturbed counts. Confined to one thread.
 */
final class Rounds {

  private final Neighbours neighbours = new Neighbours();
  private final Plan plan;
  private final List<Double> disturbances = new ArrayList<>();

  /**
   * How often.
   *
   * @param rounds at least 1
   * @param othersMax share of the processors' time, 0 to 1, above which a piece is measured again
   * @param repeats how often at most
   */
  record Plan(int rounds, double othersMax, int repeats) {}

  private record Taken(Map<String, Double> figures, double others) {}

  Rounds(Plan plan) {
    this.plan = plan;
  }

  /** What came of pieces. */
  static final class Results {

    private final Map<String, List<Map<String, Double>>> byPiece = new LinkedHashMap<>();

    /** A piece's figure, round by round. */
    Figure figure(String piece, String name) {
      List<Map<String, Double>> rounds = byPiece.get(piece);
      if (rounds == null || !rounds.getFirst().containsKey(name)) {
        throw new IllegalArgumentException("no figure %s of %s".formatted(name, piece));
      }
      return new Figure(rounds.stream().map(round -> round.get(name)).toList());
    }
  }

  /** Measures them. */
  Results of(List<Piece> pieces) throws IOException, InterruptedException {
    Results results = new Results();
    for (int round = 0; round < plan.rounds(); round++) {
      for (Piece piece : pieces) {
        Taken taken = leastDisturbed(piece);
        disturbances.add(taken.others());
        results.byPiece.computeIfAbsent(piece.name(), name -> new ArrayList<>())
            .add(taken.figures());
      }
    }
    return results;
  }

  private Taken leastDisturbed(Piece piece) throws IOException, InterruptedException {
    Taken best = take(piece);
    for (int again = 0; again < plan.repeats() && best.others() > plan.othersMax(); again++) {
      Taken next = take(piece);
      best = next.others() < best.others() ? next : best;
    }
    return best;
  }

  private Taken take(Piece piece) throws IOException, InterruptedException {
    double _ = neighbours.share();
    Map<String, Double> figures = piece.measurement().take();
    Taken taken = new Taken(figures, neighbours.share());
    StringBuilder line = new StringBuilder();
    figures.forEach(
        (name, value) -> line.append("  ").append(name).append(' ').append(Figure.digits(value)));
    Console.line("others %4.1f %%  %-38s%s", 100 * taken.others(), piece.name(), line);
    return taken;
  }

  /** How undisturbed it was, in a sentence. */
  String disturbance() {
    if (disturbances.isEmpty()) {
      return "Nothing was measured in turn.";
    }
    Figure others = new Figure(disturbances);
    long above = disturbances.stream().filter(share -> share > plan.othersMax()).count();
    return "Other processes used %.1f %% of the processors (median; at most %.1f %%); above %.0f %% after %d tries: %d of %d measurements."
        .formatted(
            100 * others.median(), 100 * others.most(), 100 * plan.othersMax(), 1 + plan.repeats(),
            above, disturbances.size());
  }
}
