package io.lethe.store.interaction;

import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FilePatch;
import io.lethe.store.disk.Shredder;
import io.lethe.store.folder.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segment files of one log. A file whose rows a wider one holds as well is left over from a
 * merge and does not count, and neither does a temporary one.
 */
final class LogFolder {

  /** Most segments before an append merges them all into one. */
  static final int MAX_SEGMENTS = 64;

  /** A change of files that was begun. */
  private static final String PATCH = "patch.bin";

  private static final Logger LOG = LoggerFactory.getLogger(LogFolder.class);

  private final Path folder;
  private final Failpoints failpoints;

  LogFolder(Path folder, Failpoints failpoints) {
    this.folder = folder;
    this.failpoints = failpoints;
  }

  /** Number after the last row; reads names only. */
  int end() throws IOException, DamagedFileException {
    List<LogSegmentFile> files = files();
    return files.isEmpty() ? 0 : files.getLast().end();
  }

  LogContent read() throws IOException, DamagedFileException {
    FilePatch begun = begun().orElse(FilePatch.NONE);
    List<LogSegment> segments = new ArrayList<>();
    for (LogSegmentFile file : files()) {
      segments.add(file.read(begun.of(file.name())));
    }
    return new LogContent(segments);
  }

  /** Verifies one file. */
  void verify(LogSegmentFile file) throws IOException, DamagedFileException {
    file.verify(begun().orElse(FilePatch.NONE).of(file.name()));
  }

  /** A change of files that was begun and not ended. */
  private Optional<FilePatch> begun() throws IOException, DamagedFileException {
    Path patch = folder.resolve(PATCH);
    return DurableFiles.isThere(patch) ? Optional.of(FilePatch.read(patch)) : Optional.empty();
  }

  /** Overwrites parts of files: in all of them or in none. */
  void change(FilePatch patch) throws IOException, DamagedFileException {
    if (patch.files().isEmpty()) {
      syncIfThere();
      return;
    }
    Path temporary = folder.resolve(StoreLayout.TEMPORARY_PREFIX + PATCH);
    Shredder.destroy(temporary);
    try {
      patch.write(temporary);
      DurableFiles.rename(temporary, folder.resolve(PATCH));
    } catch (IOException failure) {
      Shredder.destroy(temporary);
      throw failure;
    }
    finish();
  }

  /** Ends a change that was begun, by an earlier process perhaps. */
  void finish() throws IOException, DamagedFileException {
    Optional<FilePatch> begun = begun();
    if (begun.isPresent()) {
      DurableFiles.syncFolder(folder);
      begun.get().apply(folder, () -> failpoints.hit(Failpoint.PURGE_BETWEEN_FILES));
      // It names places and nothing that stood there: it need not be overwritten.
      DurableFiles.delete(folder.resolve(PATCH));
      DurableFiles.syncFolder(folder);
    }
  }

  /** Adds a segment to a log as it was read, merging when there are many; all of it or nothing. */
  void append(LogContent log, LogSegment segment) throws IOException, DamagedFileException {
    if (log.segments().size() < MAX_SEGMENTS) {
      add(segment);
      return;
    }
    List<LogSegment> all = new ArrayList<>(log.segments());
    all.add(segment);
    add(new LogContent(all).merged());
    try {
      clean();
    } catch (IOException leftover) {
      // The rows are appended: a caller that is told otherwise would append them again.
      LOG.warn("{} merged files are deleted later", log.segments().size(), leftover);
    }
  }

  private void add(LogSegment segment) throws IOException {
    try {
      replace(List.of(segment));
    } catch (IOException failure) {
      withdraw(LogSegmentFile.in(folder, segment.firstRow(), segment.end()), failure);
      throw failure;
    }
  }

  /** What could not be synced must not be seen either. */
  private void withdraw(LogSegmentFile file, IOException failure) {
    try {
      if (DurableFiles.isThere(file.path())) {
        DurableFiles.rename(file.path(), file.replaced());
      }
      Shredder.destroyIn(folder, List.of(file.replaced()));
    } catch (IOException leftover) {
      failure.addSuppressed(leftover);
    }
  }

  /** Writes segments, each instead of the one of the same rows if there is one. */
  void replace(List<LogSegment> segments) throws IOException {
    List<LogSegmentFile> staged = new ArrayList<>();
    try {
      for (LogSegment segment : segments) {
        LogSegmentFile file = LogSegmentFile.in(folder, segment.firstRow(), segment.end());
        staged.add(file);
        file.stage(segment);
      }
    } catch (IOException | RuntimeException failure) {
      for (LogSegmentFile file : staged) {
        Shredder.destroy(file.temporary());
      }
      throw failure;
    }
    List<Path> replaced = new ArrayList<>();
    // The last one first, each synced: an id stands before the last row that names it is gone.
    for (LogSegmentFile file : staged.reversed()) {
      if (file.publish()) {
        replaced.add(file.replaced());
      }
      DurableFiles.syncFolder(folder);
      failpoints.hit(Failpoint.PURGE_BETWEEN_FILES);
    }
    if (staged.isEmpty()) {
      syncIfThere();
    }
    Shredder.destroyIn(folder, replaced);
  }

  /** Also where nothing changes any more: an earlier try may have failed at its sync. */
  private void syncIfThere() throws IOException {
    if (DurableFiles.isFolder(folder)) {
      DurableFiles.syncFolder(folder);
    }
  }

  /** Deletes whatever does not count: it may hold what is to be purged. */
  void clean() throws IOException, DamagedFileException {
    finish();
    List<Path> counting = files().stream().map(LogSegmentFile::path).toList();
    List<Path> rest = DurableFiles.children(folder);
    rest.removeAll(counting);
    Shredder.destroyIn(folder, rest);
  }

  /** The files that count, in order. */
  List<LogSegmentFile> files() throws IOException, DamagedFileException {
    List<LogSegmentFile> all = new ArrayList<>();
    for (Path child : DurableFiles.children(folder)) {
      LogSegmentFile.of(child).ifPresent(all::add);
    }
    all.sort(
        Comparator.comparingInt(LogSegmentFile::firstRow)
            .thenComparing(Comparator.comparingInt(LogSegmentFile::end).reversed()));
    List<LogSegmentFile> counting = new ArrayList<>();
    int end = 0;
    for (LogSegmentFile file : all) {
      if (file.firstRow() < end && file.end() > end) {
        throw new DamagedFileException(
            file.path().getFileName().toString(),
            "it begins with rows of the files before it, which end at %d".formatted(end));
      }
      if (file.firstRow() > end) {
        Path gap = LogSegmentFile.in(folder, /* firstRow= */ end, /* end= */ file.firstRow())
            .path();
        throw new DamagedFileException(
            String.valueOf(gap.getFileName()),
            "it, or a file of some of its rows, is missing before %s; restore it from a backup"
                .formatted(file.path().getFileName()));
      }
      if (file.end() > end) {
        counting.add(file);
        end = file.end();
      }
    }
    return counting;
  }
}
