package io.lethe.engine.plugin;

import java.lang.module.ModuleDescriptor.Version;
import java.util.Comparator;
import java.util.Optional;

/**
 * Plugins by their own versions, the newest first: numbers count as numbers (1.10 is newer than 1.9), and
 * what stands after a hyphen is older than what has none (1.0-rc1 than 1.0). What does not begin with a
 * digit is older than all that do.
 */
final class VersionOrder implements Comparator<InstalledPlugin> {

  @Override
  public int compare(InstalledPlugin one, InstalledPlugin other) {
    return versions(other.plugin().version(), one.plugin().version());
  }

  private static int versions(String one, String other) {
    Optional<Version> first = parsed(one);
    Optional<Version> second = parsed(other);
    if (first.isPresent() && second.isPresent()) {
      int order = first.get().compareTo(second.get());
      return order == 0 ? one.compareTo(other) : order;
    }
    return first.isEmpty() && second.isEmpty()
        ? one.compareTo(other)
        : Boolean.compare(first.isPresent(), second.isPresent());
  }

  private static Optional<Version> parsed(String text) {
    try {
      return Optional.of(Version.parse(text));
    } catch (IllegalArgumentException otherwise) {
      return Optional.empty();
    }
  }
}
