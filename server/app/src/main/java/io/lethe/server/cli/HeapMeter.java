package io.lethe.server.cli;

import io.lethe.evaluation.experiment.MemoryMeter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/**
 * Watches the heap of this process: what the collector's pools say their peak was, after a
 * collection and less what was in use then. Garbage that was not collected yet counts, and pools
 * count in whole regions.
 */
final class HeapMeter implements MemoryMeter {

  @Override
  public long peakBytes(Runnable work) {
    List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans()
        .stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
    ManagementFactory.getMemoryMXBean().gc();
    pools.forEach(MemoryPoolMXBean::resetPeakUsage);
    long before = pools.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    work.run();
    long peak = pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    return Math.max(0, peak - before);
  }
}
