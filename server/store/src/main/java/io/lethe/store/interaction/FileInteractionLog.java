package io.lethe.store.interaction;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.Shredder;
import io.lethe.store.disk.SpaceReserve;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.disk.SyncedFolders;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.folder.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Interaction logs as segment files: {@code models/{model}/interactions/rows-{first}-{end}.bin}.
 * Appending costs O(log), as it must know the ids. Purging writes what is purged, and looks through
 * the ids and the users of all rows.
 */
public final class FileInteractionLog implements InteractionLog {

  private static final Logger LOG = LoggerFactory.getLogger(FileInteractionLog.class);

  private final StoreLayout layout;
  private final SyncedFolders folders;
  private final SpaceReserve reserve;
  private final Failpoints failpoints;
  private final Map<ModelName, ReadWriteLock> locks = new ConcurrentHashMap<>();
  /** Logs whose last change failed: what it left may be seen and not be synced. */
  private final Set<ModelName> unsettled = ConcurrentHashMap.newKeySet();

  /** Opens the logs of a data folder. */
  public FileInteractionLog(DataFolder folder) {
    this(folder, Failpoints.none());
  }

  /** Likewise, telling failpoints what it passes. */
  public FileInteractionLog(DataFolder folder, Failpoints failpoints) {
    this(folder.layout(), folder.folders(), folder.reserve(), failpoints);
    try {
      layout.modelNames().forEach(this::finishIfPossible);
    } catch (IOException failure) {
      throw StorageFailures.of("the folder of models", failure);
    }
  }

  private FileInteractionLog(
      StoreLayout layout, SyncedFolders folders, SpaceReserve reserve, Failpoints failpoints) {
    this.layout = layout;
    this.folders = folders;
    this.reserve = reserve;
    this.failpoints = failpoints;
    try {
      // One whose folder the disk refuses stops no other: it is tried again before it is used.
      for (ModelName model : layout.modelNames()) {
        unsettled.add(model);
        settleIfPossible(model);
      }
    } catch (IOException failure) {
      throw StorageFailures.of("the folder of models", failure);
    }
  }

  /** The logs of a folder that no server has opened: a check reads them, a restore purges them. */
  public static FileInteractionLog in(StoreLayout layout) {
    return new FileInteractionLog(
        layout, new SyncedFolders(layout.root()), SpaceReserve.none(), Failpoints.none());
  }

  /** Whether a file is by its name a segment of a log. */
  public static boolean isSegment(Path file) {
    return LogSegmentFile.of(file).isPresent();
  }

  /** Verifies a segment, a change that was begun in its folder included. */
  public static void verify(Path segment) throws IOException, DamagedFileException {
    new LogFolder(StoreLayout.parent(segment), Failpoints.none())
        .verify(LogSegmentFile.of(segment).orElseThrow());
  }

  private void settleIfPossible(ModelName model) {
    try {
      settle(layout.interactions(model));
      unsettled.remove(model);
    } catch (IOException failure) {
      LOG.warn(
          "the interaction log of {} cannot be used yet: {}", model,
          StorageFailures.of("its folder", failure).getMessage());
    }
  }

  /** What an earlier process began to change; until it is ended, readings count it in. */
  private void finishIfPossible(ModelName model) {
    try {
      new LogFolder(layout.interactions(model), failpoints).finish();
    } catch (IOException failure) {
      unsettled.add(model);
      LOG.warn(
          "a change of the interaction log of {} is not ended yet: {}", model,
          StorageFailures.of("its folder", failure).getMessage());
    } catch (DamagedFileException damaged) {
      LOG.warn("the interaction log of {} is damaged: {}", model, damaged.getMessage());
    }
  }

  /** What a process left that died before its sync may be built upon only once it is synced. */
  private void settle(Path interactions) throws IOException {
    if (DurableFiles.isFolder(interactions)) {
      folders.create(interactions);
      DurableFiles.syncFolder(interactions);
    }
  }

  @Override
  public long append(ModelName model, InteractionColumns rows) {
    return locked(model, lock(model).writeLock(), folder -> {
      if (rows.size() == 0) {
        return (long) folder.end();
      }
      reserve.require("the interactions of " + model);
      folder.finish();
      LogContent log = folder.read();
      if (rows.size() > Integer.MAX_VALUE - log.end()) {
        throw new LetheException(
            ErrorKind.ARGUMENT_INVALID, "%d rows are too many after %d; a log holds %d"
                .formatted(rows.size(), log.end(), Integer.MAX_VALUE));
      }
      LogSegment segment = LogAppend.segment(log, rows);
      folders.create(layout.interactions(model));
      folder.append(log, segment);
      return (long) segment.end();
    });
  }

  @Override
  public long end(ModelName model) {
    return locked(model, lock(model).readLock(), folder -> (long) folder.end());
  }

  @Override
  public InteractionColumns read(ModelName model, long end) {
    return locked(model, lock(model).readLock(), folder -> {
      LogContent log = folder.read();
      if (end < 0 || end > log.end()) {
        throw new IllegalArgumentException(
            "the first %d of %d rows of %s".formatted(end, log.end(), model));
      }
      return log.columns((int) end);
    });
  }

  @Override
  public long count(ModelName model, ErasureTarget target) {
    return locked(model, lock(model).readLock(), folder -> {
      LogContent log = folder.read();
      return LogTargets.in(log, List.of(target)).count(log);
    });
  }

  @Override
  public long purge(ModelName model, List<ErasureTarget> targets) {
    return locked(model, lock(model).writeLock(), folder -> {
      folder.clean();
      try (LogScan scan = new LogScan(folder.files())) {
        Optional<PlacedPurge> purge = scan.searchable()
            ? PlacedPurge.of(scan, targets)
            : Optional.empty();
        if (purge.isPresent()) {
          folder.change(purge.get().patch());
          return purge.get().purged();
        }
        return purgeByReading(folder, targets, scan.searchable());
      }
    });
  }

  /** Files of earlier formats are written anew once, purged from or not. */
  private static long purgeByReading(LogFolder folder, List<ErasureTarget> targets, boolean newest)
      throws IOException, DamagedFileException {
    LogPurge purge = new LogPurge(folder.read(), targets);
    folder.replace(newest ? purge.changed() : purge.left());
    return purge.purged();
  }

  @Override
  public void delete(ModelName model) {
    Path interactions = layout.interactions(model);
    boolean _ = locked(model, lock(model).writeLock(), folder -> {
      if (DurableFiles.isFolder(interactions)) {
        Shredder.destroyIn(layout.model(model), List.of(interactions));
      }
      return true;
    });
  }

  @Override
  public List<ModelName> models() {
    try {
      return layout.modelNames().stream().filter(this::hasRows).sorted().toList();
    } catch (IOException failure) {
      throw StorageFailures.of("the folder of models", failure);
    }
  }

  /**
   * A damaged log holds rows too: reading it tells what is wrong, listing the models does not fail.
   */
  private boolean hasRows(ModelName model) {
    try {
      return end(model) > 0;
    } catch (LetheException damaged) {
      return true;
    }
  }

  private ReadWriteLock lock(ModelName model) {
    return locks.computeIfAbsent(model, absent -> new ReentrantReadWriteLock());
  }

  private <T> T locked(ModelName model, Lock lock, Work<T> work) {
    lock.lock();
    try {
      if (unsettled.contains(model)) {
        settle(layout.interactions(model));
        unsettled.remove(model);
      }
      return work.run(new LogFolder(layout.interactions(model), failpoints));
    } catch (DamagedFileException damaged) {
      throw new LetheException(
          ErrorKind.CHECKPOINT_DAMAGED,
          "the interaction log of %s is damaged: %s".formatted(model, damaged.getMessage()),
          Map.of("model", model.value(), "file", damaged.file()), damaged);
    } catch (IOException failure) {
      unsettled.add(model);
      throw StorageFailures.of("the interaction log of " + model, failure);
    } finally {
      lock.unlock();
    }
  }

  /** What is done with a locked log. */
  private interface Work<T> {
    T run(LogFolder folder) throws IOException, DamagedFileException;
  }
}
