package io.lethe.benchmarks.kernels;

import io.lethe.kernels.PairPasses;
import io.lethe.kernels.PairSelection;
import io.lethe.kernels.PairTerms;
import io.lethe.kernels.Workers;
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

/** Derivatives over grouped pairs, in nanoseconds per pair, 64 floats wide, on one thread. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
@OperationsPerInvocation(PairData.PAIRS)
@State(Scope.Thread)
public class PairBenchmark {

  /** Scalar or vector. */
  @Param public Twin twin = Twin.SCALAR;

  private final PairData data = PairData.random();
  private final PairSelection rows = data.groups().activeRows();
  private final int length = rows.length(PairData.WIDTH);
  private final float[] direction = PairData.floats(new SplittableRandom(2), length);
  private final float[] logits = new float[PairData.PAIRS];
  private final float[] out = new float[length];
  private PairPasses passes = new PairPasses(twin.kernels(), Workers.serial());
  private PairTerms terms = passes.terms(data.tables(), data.groups(), data.labels());

  /** Passes on the implementation asked for. */
  @Setup
  public void prepare() {
    passes = new PairPasses(twin.kernels(), Workers.serial());
    terms = passes.terms(data.tables(), data.groups(), data.labels());
  }

  /** Scores, residuals and both sides' gradients. */
  @Benchmark
  public float[] gradient() {
    passes.logisticGradient(data.tables(), data.groups(), data.labels(), logits, out);
    return out;
  }

  /** Gauss-Newton product over all rows. */
  @Benchmark
  public float[] gaussNewton() {
    passes.gaussNewtonProduct(data.tables(), data.groups(), terms, rows, direction, out);
    return out;
  }

  /** Product with the exact Hessian over all rows. */
  @Benchmark
  public float[] hessian() {
    passes.hessianProduct(data.tables(), data.groups(), terms, rows, direction, out);
    return out;
  }
}
