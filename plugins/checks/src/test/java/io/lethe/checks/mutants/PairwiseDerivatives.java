package io.lethe.checks.mutants;

import io.lethe.spi.CurvatureFactors;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.ViewDerivatives;
import java.util.Arrays;
import java.util.List;

/** Sums over terms of {@code log(1 + exp(-u.(i - j)))}, one after the other, in double precision. */
record PairwiseDerivatives(
    PairwiseModel model, List<PairwiseTerms> terms) implements ViewDerivatives {

  /** Probability that the pair stands the right way round. */
  private double probability(PairwiseTerms term) {
    double margin = model.score(term.user(), term.liked()) - model.score(term.user(), term.other());
    return 1 / (1 + Math.exp(-margin));
  }

  @Override
  public double loss() {
    return terms.stream().mapToDouble(term -> -Math.log(probability(term))).sum();
  }

  @Override
  public void gradient(ParameterSelection selection, float[] out) {
    double[] sum = new double[selection.length()];
    for (PairwiseTerms term : terms) {
      add(selection, term, probability(term) - 1, sum);
    }
    fill(sum, out);
  }

  /** Adds weight times the margin's derivative. */
  private void add(ParameterSelection selection, PairwiseTerms term, double weight, double[] sum) {
    for (int k = 0; k < model.width; k++) {
      double user = model.users[term.user() * model.width + k];
      double liked = model.items[term.liked() * model.width + k];
      double other = model.items[term.other() * model.width + k];
      add(selection, 0, term.user(), k, weight * (liked - other), sum);
      add(selection, 1, term.liked(), k, weight * user, sum);
      add(selection, 1, term.other(), k, -weight * user, sum);
    }
  }

  private void add(
      ParameterSelection selection, int block, int row, int k, double amount, double[] sum) {
    int position = selection.position(block, row);
    if (position >= 0) {
      sum[selection.offset(block) + position * model.width + k] += amount;
    }
  }

  private static void fill(double[] sum, float[] out) {
    for (int k = 0; k < sum.length; k++) {
      out[k] = (float) sum[k];
    }
  }

  private double at(ParameterSelection selection, int block, int row, int k, float[] vector) {
    int position = selection.position(block, row);
    return position < 0 ? 0 : vector[selection.offset(block) + position * model.width + k];
  }

  private double along(ParameterSelection selection, PairwiseTerms term, float[] vector) {
    double along = 0;
    for (int k = 0; k < model.width; k++) {
      double user = model.users[term.user() * model.width + k];
      double liked = model.items[term.liked() * model.width + k];
      double other = model.items[term.other() * model.width + k];
      along += (liked - other) * at(selection, 0, term.user(), k, vector);
      along += user * at(selection, 1, term.liked(), k, vector);
      along -= user * at(selection, 1, term.other(), k, vector);
    }
    return along;
  }

  @Override
  public void gaussNewtonProduct(ParameterSelection selection, float[] vector, float[] out) {
    double[] sum = new double[selection.length()];
    addGaussNewton(selection, vector, sum);
    fill(sum, out);
  }

  private void addGaussNewton(ParameterSelection selection, float[] vector, double[] sum) {
    for (PairwiseTerms term : terms) {
      double p = probability(term);
      add(selection, term, p * (1 - p) * along(selection, term, vector), sum);
    }
  }

  @Override
  public void hessianProduct(ParameterSelection selection, float[] vector, float[] out) {
    double[] sum = new double[selection.length()];
    addGaussNewton(selection, vector, sum);
    for (PairwiseTerms term : terms) {
      double slope = probability(term) - 1;
      for (int k = 0; k < model.width; k++) {
        double user = at(selection, 0, term.user(), k, vector);
        double liked = at(selection, 1, term.liked(), k, vector);
        double other = at(selection, 1, term.other(), k, vector);
        add(selection, 0, term.user(), k, slope * (liked - other), sum);
        add(selection, 1, term.liked(), k, slope * user, sum);
        add(selection, 1, term.other(), k, -slope * user, sum);
      }
    }
    fill(sum, out);
  }

  @Override
  public void termCounts(ParameterSelection selection, float[] out) {
    Arrays.fill(out, 0);
    for (PairwiseTerms term : terms) {
      count(selection, 0, term.user(), out);
      count(selection, 1, term.liked(), out);
      count(selection, 1, term.other(), out);
    }
  }

  private static void count(ParameterSelection selection, int block, int row, float[] out) {
    int position = selection.position(block, row);
    if (position >= 0) {
      out[(block == 0 ? 0 : selection.count(0)) + position]++;
    }
  }

  @Override
  public CurvatureFactors curvature() {
    int width = model.width;
    double[] userFactor = new double[width * width];
    double[] itemFactor = new double[width * width];
    double weight = 0;
    for (PairwiseTerms term : terms) {
      double p = probability(term);
      weight += p * (1 - p);
      for (int a = 0; a < width; a++) {
        for (int b = 0; b < width; b++) {
          userFactor[a * width + b] += difference(term, a) * difference(term, b);
          itemFactor[a * width + b] += (double) model.users[term.user() * width + a]
              * model.users[term.user() * width + b];
        }
      }
    }
    return new CurvatureFactors(width, userFactor, itemFactor, weight, terms.size());
  }

  private double difference(PairwiseTerms term, int k) {
    return (double) model.items[term.liked() * model.width + k]
        - model.items[term.other() * model.width + k];
  }
}
