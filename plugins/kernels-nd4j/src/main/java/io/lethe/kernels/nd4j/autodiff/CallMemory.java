package io.lethe.kernels.nd4j.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.internal.memory.AbstractMemoryMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Native memory of one pass, freed when the pass has ended. SameDiff's own manager leaves most
 * arrays to the garbage collector, which sees only their small Java parts: some ten megabytes per
 * pass pile up until the heap happens to be collected.
 */
final class CallMemory extends AbstractMemoryMgr {

  private final List<INDArray> arrays = new ArrayList<>();

  @Override
  public INDArray allocate(boolean detached, DataType type, long... shape) {
    return kept(Nd4j.createUninitializedDetached(type, shape));
  }

  @Override
  public INDArray allocate(boolean detached, LongShapeDescriptor descriptor) {
    return kept(Nd4j.create(descriptor, false));
  }

  private INDArray kept(INDArray array) {
    arrays.add(array);
    return array;
  }

  /** Nothing: an operation further on may still look at the array. */
  @Override
  public void release(INDArray array) {}

  /** Frees what was allocated since the last time. */
  @Override
  public void close() {
    arrays.forEach(CallMemory::free);
    arrays.clear();
  }

  static void free(INDArray array) {
    if (!array.wasClosed() && array.closeable()) {
      array.close();
    }
  }
}
