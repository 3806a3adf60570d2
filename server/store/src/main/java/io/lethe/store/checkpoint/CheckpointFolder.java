package io.lethe.store.checkpoint;

import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FilePatch;
import io.lethe.store.folder.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lies in the folder of one model's checkpoints, by name: whole ones, ones that need their
 * parent, and ones that are taking their parent's folder over. Where a version is whole and a difference
 * too, the whole one counts. As of one moment.
 */
public final class CheckpointFolder {

  private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,17}");
  private static final Pattern DELTA = Pattern
      .compile("([1-9][0-9]{0,17})-on-([1-9][0-9]{0,17})\\.delta");

  private static final Pattern TAKE_OVER = Pattern
      .compile("([1-9][0-9]{0,17})-from-([1-9][0-9]{0,17})\\.patch");

  private final StoreLayout layout;
  private final ModelName model;
  private final Path folder;
  private final SortedSet<Long> whole = new TreeSet<>();
  private final Map<Long, Long> parents = new HashMap<>();
  private final SortedMap<Long, Path> deltas = new TreeMap<>();
  private final SortedMap<Long, TakeOver> takeOvers = new TreeMap<>();
  /** Those whose child's folder has the parent's name still. */
  private final Map<Long, TakeOver> unnamed = new HashMap<>();

  /**
   * A take-over that was begun: what is in the parent's folder is the child's, read through the patch.
   *
   * @param patch the file that says what counts instead of what stands in the folder
   */
  record TakeOver(VersionId child, VersionId parent, Path patch) {}

  private CheckpointFolder(StoreLayout layout, ModelName model) {
    this.layout = layout;
    this.model = model;
    this.folder = layout.versions(model);
  }

  public static CheckpointFolder read(StoreLayout layout, ModelName model) throws IOException {
    CheckpointFolder found = new CheckpointFolder(layout, model);
    for (Path child : DurableFiles.children(found.folder)) {
      found.add(child);
    }
    for (TakeOver begun : found.takeOvers.values()) {
      if (found.whole.add(begun.child().number())) {
        found.whole.remove(begun.parent().number());
        found.unnamed.put(begun.child().number(), begun);
      }
    }
    return found;
  }

  private void add(Path child) {
    String name = child.getFileName().toString();
    Matcher delta = DELTA.matcher(name);
    Matcher takeOver = TAKE_OVER.matcher(name);
    if (WHOLE.matcher(name).matches()) {
      whole.add(Long.parseLong(name));
    } else if (delta.matches()) {
      long number = Long.parseLong(delta.group(1));
      deltas.put(number, child);
      parents.put(number, Long.parseLong(delta.group(2)));
    } else if (takeOver.matches()) {
      VersionId id = new VersionId(model, Long.parseLong(takeOver.group(1)));
      VersionId parent = new VersionId(model, Long.parseLong(takeOver.group(2)));
      takeOvers.put(id.number(), new TakeOver(id, parent, child));
    }
  }

  /** Every version that is there, ascending. */
  public SortedSet<Long> versions() {
    SortedSet<Long> all = new TreeSet<>(whole);
    all.addAll(deltas.keySet());
    return all;
  }

  public boolean isWhole(VersionId id) {
    return whole.contains(id.number());
  }

  /** The folder of a whole version. */
  public Path whole(VersionId id) {
    TakeOver begun = unnamed.get(id.number());
    return layout.version(begun == null ? id : begun.parent());
  }

  /** What counts instead of what stands in the folder of a whole version, a file; mostly none. */
  public Optional<Path> patch(VersionId id) {
    return Optional.ofNullable(unnamed.get(id.number())).map(TakeOver::patch);
  }

  /** What counts instead of what stands in a folder, wherever it lies. */
  static FilePatch patchOf(Path folder) throws IOException, DamagedFileException {
    for (Path beside : DurableFiles.children(StoreLayout.parent(folder))) {
      Matcher takeOver = TAKE_OVER.matcher(beside.getFileName().toString());
      if (takeOver.matches() && takeOver.group(2).equals(folder.getFileName().toString())) {
        return FilePatch.read(beside);
      }
    }
    return FilePatch.NONE;
  }

  /** Take-overs that were begun and not ended. */
  Collection<TakeOver> takeOvers() {
    return takeOvers.values();
  }

  public Optional<Path> delta(VersionId id) {
    return Optional.ofNullable(deltas.get(id.number()));
  }

  /** The parent that a version cannot be read without; empty if it is whole or not there. */
  Optional<VersionId> needs(VersionId id) {
    Long parent = isWhole(id) ? null : parents.get(id.number());
    return Optional.ofNullable(parent).map(number -> new VersionId(model, number));
  }

  /** Versions that cannot be read without this one. */
  List<VersionId> dependents(VersionId id) {
    return deltas.keySet()
        .stream()
        .map(number -> new VersionId(model, number))
        .filter(dependent -> needs(dependent).filter(id::equals).isPresent())
        .toList();
  }

  /** Deltas whose whole checkpoint is there too: left over when they were replaced. */
  Iterable<Path> superfluous() {
    return deltas.entrySet()
        .stream()
        .filter(delta -> whole.contains(delta.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** How many deltas lie between a version and a whole one; a large number if one is missing. */
  int depth(VersionId id) {
    int depth = 0;
    Optional<VersionId> at = Optional.of(id);
    while (at.isPresent() && !isWhole(at.get()) && depth <= deltas.size()) {
      depth++;
      at = needs(at.get());
    }
    return at.isPresent() && isWhole(at.get()) ? depth : Integer.MAX_VALUE;
  }
}
