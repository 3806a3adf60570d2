package io.lethe.unlearning;

import io.lethe.kernels.Kernels;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * An {@link UnlearningState} as bytes, so that a version that is loaded again forgets with the same
 * bits as before: damping is measured once and not again. Holds no interactions: the probe is drawn
 * again by its seed. Big-endian; counts before arrays.
 */
final class StateBytes {

  private static final int MAGIC = 0x4c455354; // "LEST"
  private static final int FORMAT = 4;
  private static final int HEADER_BYTES = 2 * Integer.BYTES;
  private static final int FACTS_BYTES = 10 * Double.BYTES + 4 * Long.BYTES + Integer.BYTES + 1;

  private StateBytes() {}

  /** The bytes of a state. */
  static byte[] write(UnlearningState state) {
    float[] terms = state.terms().toArray();
    float[] learnt = state.learnt().toArray();
    int numbers = 2 + terms.length + learnt.length;
    ByteBuffer out = ByteBuffer.allocate(
        HEADER_BYTES + FACTS_BYTES + numbers * Integer.BYTES + bytes(state.curvature().users())
            + bytes(state.curvature().items()));
    out.putInt(MAGIC).putInt(FORMAT);
    writeFacts(out, state);
    out.putDouble(state.probe().rise());
    out.putInt(terms.length);
    writeFloats(out, terms);
    out.putInt(learnt.length);
    writeFloats(out, learnt);
    writeSide(out, state.curvature().users());
    writeSide(out, state.curvature().items());
    return out.array();
  }

  private static void writeFacts(ByteBuffer out, UnlearningState state) {
    UnlearningState.Facts facts = state.facts();
    out.putDouble(facts.damping()).putDouble(facts.refinedDamping());
    out.putDouble(facts.heldOutLoss()).putDouble(facts.heldOutGap());
    out.putDouble(facts.gradientResidual()).put((byte) (facts.stationary() ? 1 : 0));
    out.putLong(facts.trainedInteractions());
    out.putLong(facts.probe().seed()).putInt(facts.probe().interactionsMax());
    out.putDouble(facts.dataGradientNorm());
    ResidualLedger ledger = state.ledger();
    out.putLong(state.past().forgotten()).putLong(ledger.requests());
    out.putDouble(ledger.budget()).putDouble(ledger.spent()).putDouble(ledger.last());
  }

  private static int bytes(SideCurvature side) {
    return Integer.BYTES + (side.sums().outerProducts().length + 1) * Double.BYTES + Long.BYTES;
  }

  private static void writeSide(ByteBuffer out, SideCurvature side) {
    SideCurvature.Sums sums = side.sums();
    out.putInt(sums.width()).putDouble(sums.weight()).putLong(sums.count());
    for (double product : sums.outerProducts()) {
      out.putDouble(product);
    }
  }

  private static void writeFloats(ByteBuffer out, float[] values) {
    for (float value : values) {
      out.putFloat(value);
    }
  }

  /**
   * The inverse.
   *
   * @throws IllegalArgumentException if the bytes are no state, or not one of this layout
   */
  static UnlearningState read(
      Kernels kernels, byte[] bytes, DifferentiableModel model, InteractionView trained) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      return read(kernels, in, FinalSpace.of(model), trained);
    } catch (BufferUnderflowException tooShort) {
      throw new IllegalArgumentException(
          "an unlearning state of %d bytes ends too early".formatted(bytes.length), tooShort);
    }
  }

  private static UnlearningState read(
      Kernels kernels, ByteBuffer in, DifferentiableModel space, InteractionView trained) {
    int magic = in.getInt();
    int format = in.getInt();
    if (magic != MAGIC || format != FORMAT) {
      throw new IllegalArgumentException(
          "no unlearning state of format %d: magic %x, format %d".formatted(FORMAT, magic, format));
    }
    UnlearningState.Facts facts = readFacts(in);
    UnlearningState.Past past = readPast(in);
    double rise = in.getDouble();
    float[] counts = readFloats(in, checked(in, in.getInt()));
    float[] learnt = readFloats(in, checked(in, in.getInt()));
    RowCurvature curvature = RowCurvature.of(kernels, space.layout(), readSide(in), readSide(in));
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(in.remaining() + " bytes after an unlearning state");
    }
    TermCounts terms = TermCounts.of(space.layout(), counts);
    return new UnlearningState(
        curvature, terms, TermCounts.of(space.layout(), learnt), facts,
        facts.probe().draw(space, trained).rising(rise), past, InteractionIndex.of(trained.all()));
  }

  private static UnlearningState.Facts readFacts(ByteBuffer in) {
    double damping = in.getDouble();
    double refinedDamping = in.getDouble();
    double heldOutLoss = in.getDouble();
    double heldOutGap = in.getDouble();
    double gradientResidual = in.getDouble();
    boolean stationary = in.get() != 0;
    long trainedCount = in.getLong();
    ProbeSpec probe = new ProbeSpec(in.getLong(), in.getInt());
    return new UnlearningState.Facts(
        damping, refinedDamping, heldOutLoss, heldOutGap, gradientResidual, stationary,
        trainedCount, probe, in.getDouble());
  }

  private static UnlearningState.Past readPast(ByteBuffer in) {
    long forgotten = in.getLong();
    long requests = in.getLong();
    return new UnlearningState.Past(
        forgotten, new ResidualLedger(in.getDouble(), requests, in.getDouble(), in.getDouble()));
  }

  private static SideCurvature.Sums readSide(ByteBuffer in) {
    int width = in.getInt();
    double weight = in.getDouble();
    long count = in.getLong();
    if (width < 1 || (long) width * width > in.remaining() / Double.BYTES) {
      throw new IllegalArgumentException(
          "curvature of width %d in the %d bytes that are left".formatted(width, in.remaining()));
    }
    double[] products = new double[width * width];
    for (int k = 0; k < products.length; k++) {
      products[k] = in.getDouble();
      if (!Double.isFinite(products[k])) {
        throw new IllegalArgumentException("curvature has an entry of " + products[k]);
      }
    }
    return new SideCurvature.Sums(products, width, weight, count);
  }

  private static float[] readFloats(ByteBuffer in, int count) {
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      values[k] = in.getFloat();
    }
    return values;
  }

  private static int checked(ByteBuffer in, int count) {
    if (count < 0 || count > in.remaining() / Integer.BYTES) {
      throw new IllegalArgumentException(
          "%d numbers in the %d bytes that are left".formatted(count, in.remaining()));
    }
    return count;
  }
}
