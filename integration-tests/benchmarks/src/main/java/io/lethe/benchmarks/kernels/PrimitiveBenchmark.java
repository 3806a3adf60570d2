package io.lethe.benchmarks.kernels;

import io.lethe.kernels.AdamArrays;
import io.lethe.kernels.AdamSchedule;
import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.ItemScan;
import io.lethe.kernels.Kernels;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Primitives, in nanoseconds per unit that each names. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
@State(Scope.Thread)
public class PrimitiveBenchmark {

  private static final int ITEMS = 100_000;
  private static final int PARAMETERS = 300_000;
  private static final int STEP = 100;

  /** Scalar or vector. */
  @Param public Twin twin = Twin.SCALAR;

  private final SplittableRandom random = new SplittableRandom(3);
  private final float[] query = PairData.floats(random, PairData.WIDTH);
  private final float[] row = PairData.floats(random, PairData.WIDTH);
  private final EmbeddingTable table = PairData.table(random, ITEMS);
  private final float[] gradient = PairData.floats(random, PARAMETERS);
  private final float[] labels = new float[PARAMETERS];
  private final float[] residuals = new float[PARAMETERS];
  private final AdamArrays arrays = AdamArrays.zeroed(new float[PARAMETERS]);
  private final AdamSchedule schedule = AdamSchedule.of(1e-3);
  private final int[] excluded = new int[0];
  private final int[] items = new int[10];
  private final float[] scores = new float[10];
  private Kernels kernels = Kernels.scalar();

  /** The implementation asked for. */
  @Setup
  public void prepare() {
    kernels = twin.kernels();
  }

  /** One product of 64 floats. */
  @Benchmark
  public float dot() {
    return kernels.dot(query, 0, row, 0, PairData.WIDTH);
  }

  /** Scores and the ten best of 100,000 rows, per row. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public int itemScan() {
    return new ItemScan(kernels).topItems(table, query, 0, excluded, items, scores);
  }

  /** A step on 300,000 parameters, per parameter. */
  @Benchmark
  @OperationsPerInvocation(PARAMETERS)
  public float[] adam() {
    kernels.adamStep(arrays, 0, gradient, 0, PARAMETERS, schedule.at(STEP));
    return arrays.parameters();
  }

  /** Residuals of 300,000 logits, per logit. */
  @Benchmark
  @OperationsPerInvocation(PARAMETERS)
  public float[] residual() {
    kernels.logisticResidual(gradient, labels, residuals, 0, PARAMETERS);
    return residuals;
  }
}
