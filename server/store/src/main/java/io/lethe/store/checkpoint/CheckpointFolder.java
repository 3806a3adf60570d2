package io.lethe.store.checkpoint;

import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.folder.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lies in the folder of one model's checkpoints, by name: whole ones, and ones that need their
 * parent. Where both are there, the whole one counts. As of one moment.
 */
public final class CheckpointFolder {

  private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,17}");
  private static final Pattern DELTA = Pattern
      .compile("([1-9][0-9]{0,17})-on-([1-9][0-9]{0,17})\\.delta");

  private final ModelName model;
  private final Path folder;
  private final SortedSet<Long> whole = new TreeSet<>();
  private final Map<Long, Long> parents = new HashMap<>();
  private final SortedMap<Long, Path> deltas = new TreeMap<>();

  private CheckpointFolder(ModelName model, Path folder) {
    this.model = model;
    this.folder = folder;
  }

  public static CheckpointFolder read(StoreLayout layout, ModelName model) throws IOException {
    CheckpointFolder found = new CheckpointFolder(model, layout.versions(model));
    for (Path child : DurableFiles.children(found.folder)) {
      found.add(child);
    }
    return found;
  }

  private void add(Path child) {
    String name = child.getFileName().toString();
    Matcher delta = DELTA.matcher(name);
    if (WHOLE.matcher(name).matches()) {
      whole.add(Long.parseLong(name));
    } else if (delta.matches()) {
      long number = Long.parseLong(delta.group(1));
      deltas.put(number, child);
      parents.put(number, Long.parseLong(delta.group(2)));
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

  public Optional<Path> delta(VersionId id) {
    return Optional.ofNullable(deltas.get(id.number()));
  }

  /** The parent that a version cannot be read without; empty if it is whole or not there. */
  Optional<VersionId> needs(VersionId id) {
    Long parent = isWhole(id) ? null : parents.get(id.number());
    return Optional.ofNullable(parent).map(number -> new VersionId(model, number));
  }

  /** Versions that cannot be read without this one. */
  Iterable<VersionId> dependents(VersionId id) {
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
