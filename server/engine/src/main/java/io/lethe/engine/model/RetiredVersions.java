package io.lethe.engine.model;

import io.lethe.engine.LetheException;
import io.lethe.engine.plugin.PluginCalls;
import io.lethe.spi.WipeableModel;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets to zero what only retired versions have held in memory. Pages are shared between versions. */
final class RetiredVersions {

  private static final Logger LOG = LoggerFactory.getLogger(RetiredVersions.class);

  private RetiredVersions() {}

  /**
   * Wipes.
   *
   * @param retired nobody is answered from them any more
   * @param inUse every other version of the model in memory; whatever is made from now on is made of
   *     their arrays or of new ones
   */
  static void wipe(Collection<ModelVersion> retired, Collection<ModelVersion> inUse) {
    Set<float[]> shared = Collections.newSetFromMap(new IdentityHashMap<>());
    for (ModelVersion version : inUse) {
      if (!(version.content().model() instanceof WipeableModel)) {
        // Nobody can tell what it shares.
        return;
      }
      shared.addAll(arrays(version));
    }
    for (ModelVersion version : retired) {
      for (float[] array : arrays(version)) {
        if (!shared.contains(array)) {
          Arrays.fill(array, 0);
        }
      }
    }
  }

  private static List<float[]> arrays(ModelVersion version) {
    return version.content().model() instanceof WipeableModel model
        ? PluginCalls.call(version.content().plugin(), model::learntArrays)
        : List.of();
  }

  /** The same; a plugin that fails leaves its versions to the garbage collector. */
  static void wipeIfPossible(Collection<ModelVersion> retired, Collection<ModelVersion> inUse) {
    try {
      wipe(retired, inUse);
    } catch (LetheException failed) {
      LOG.warn("{} retired versions are not wiped from memory", retired.size(), failed);
    }
  }
}
