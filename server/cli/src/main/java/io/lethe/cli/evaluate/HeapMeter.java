package io.lethe.cli.evaluate;

import com.sun.management.ThreadMXBean;
import io.lethe.evaluation.experiment.MemoryMeter;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/**
 * Watches the heap of this process. Where nothing was collected meanwhile, what all threads allocated
 * is what the heap grew by; else it is the peak that the collector's pools tell, less what was in use
 * after a collection before. Garbage that was not collected yet counts.
 */
final class HeapMeter implements MemoryMeter {

  @Override
  public long peakBytes(Runnable work) {
    List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans()
        .stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    ManagementFactory.getMemoryMXBean().gc();
    pools.forEach(MemoryPoolMXBean::resetPeakUsage);
    long before = pools.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    long collections = collections();
    long allocated = threads.getTotalThreadAllocatedBytes();
    work.run();
    if (collections() == collections) {
      return threads.getTotalThreadAllocatedBytes() - allocated;
    }
    long peak = pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    return Math.max(0, peak - before);
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans()
        .stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }
}
