package io.lethe.cli.evaluate;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.engine.catalog.CatalogFeatures;
import io.lethe.engine.catalog.CatalogItem;
import io.lethe.evaluation.KnownItems;
import io.lethe.spi.items.FeatureRequest;
import io.lethe.spi.items.ItemFeatures;
import io.lethe.store.items.ItemFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the items of an evaluation are, from a file.
 *
 * @param name of the file; empty where there is none
 * @param entries by item
 */
record ItemsFile(String name, Map<String, CatalogItem> entries) implements KnownItems {

  /** Reads a file; null for none. */
  static ItemsFile read(@Nullable Path file) throws IOException {
    if (file == null) {
      return new ItemsFile("", Map.of());
    }
    String name = String.valueOf(file.getFileName());
    Map<String, CatalogItem> entries = new HashMap<>();
    try (InputStream stream = Files.newInputStream(file)) {
      ItemFile.read(name, stream).forEach(entry -> entries.put(entry.item().id(), entry.item()));
    }
    return new ItemsFile(name, entries);
  }

  @Override
  public ItemFeatures features(FeatureRequest request, List<String> ids) {
    return new CatalogFeatures(request, id -> Optional.ofNullable(entries.get(id))).of(ids);
  }

  /**
   * A data set's name in results, which are others with the file than without.
   *
   * @param ids of its items
   * @throws CommandException if the file says nothing of any of them
   */
  String named(String data, List<String> ids) {
    if (name.isEmpty()) {
      return data;
    }
    if (ids.stream().noneMatch(entries::containsKey)) {
      throw new CommandException(
          ExitCode.FAILED,
          "--items %s names none of the %d items of %s".formatted(name, ids.size(), data));
    }
    return "%s with %s".formatted(data, name);
  }
}
