package io.lethe.store;

import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import io.lethe.store.disk.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where everything lies within the data folder: the one place that makes paths. Names come in as
 * checked types only, so that none can lead out of the folder.
 *
 * @param root the data folder, absolute
 */
record StoreLayout(Path root) {

  /** Temporary files and folders begin so; what begins so does not count and may be deleted. */
  static final String TEMPORARY_PREFIX = ".tmp-";
  private static final String TEMPORARY_EXPORT = TEMPORARY_PREFIX + "export";
  static final String REPLACEMENT_SUFFIX = "-replacing";

  StoreLayout {
    root = root.toAbsolutePath().normalize();
  }

  Path lock() {
    return root.resolve("lock");
  }

  Path keys() {
    return root.resolve("keys");
  }

  Path ledger() {
    return root.resolve("ledger.sqlite");
  }

  /** How many of the ledger's transactions are promised. */
  Path commitWitness() {
    return root.resolve("commit-witness");
  }

  /** The receipt log's last signed checkpoint. */
  Path receiptCheckpoint() {
    return root.resolve("receipt-checkpoint");
  }

  /** Copies of plugins. */
  Path plugins() {
    return root.resolve("plugins");
  }

  Path models() {
    return root.resolve("models");
  }

  /** The models that have a folder, by name. */
  List<ModelName> modelNames() throws IOException {
    return DurableFiles.children(models())
        .stream()
        .filter(StoreLayout::isModel)
        .map(child -> new ModelName(child.getFileName().toString()))
        .toList();
  }

  /** What lies beside the models' folders, such as {@code lost+found}: the machine's, not ours. */
  List<Path> strays() throws IOException {
    return DurableFiles.children(models()).stream().filter(child -> !isModel(child)).toList();
  }

  private static boolean isModel(Path child) {
    return ModelName.isName(child.getFileName().toString())
        && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
  }

  Path model(ModelName model) {
    return inside(models().resolve(model.value()));
  }

  Path interactions(ModelName model) {
    return model(model).resolve("interactions");
  }

  Path versions(ModelName model) {
    return model(model).resolve("versions");
  }

  Path version(VersionId id) {
    return versions(id.model()).resolve(String.valueOf(id.number()));
  }

  Path temporaryVersion(VersionId id) {
    return versions(id.model()).resolve(TEMPORARY_PREFIX + id.number());
  }

  /** A version as what is different from another one. */
  Path delta(VersionId id, VersionId parent) {
    return versions(id.model()).resolve("%d-on-%d.delta".formatted(id.number(), parent.number()));
  }

  Path temporaryDelta(VersionId id) {
    return versions(id.model()).resolve(TEMPORARY_PREFIX + id.number() + ".delta");
  }

  /** The whole other content of a version, about to take the version's place. */
  Path replacement(VersionId id) {
    return versions(id.model()).resolve(id.number() + REPLACEMENT_SUFFIX);
  }

  Path doomedVersion(VersionId id) {
    return versions(id.model()).resolve(TEMPORARY_PREFIX + "destroyed-" + id.number());
  }

  /** A delta that is being destroyed. */
  Path doomedDelta(VersionId id) {
    return versions(id.model()).resolve(TEMPORARY_PREFIX + "destroyed-" + id.number() + ".delta");
  }

  /** A restored data folder that is being made. */
  Path temporaryRestored() {
    return root.resolve(TEMPORARY_PREFIX + "restored");
  }

  /** A whole restored data folder, whose parts take the places of this one's. */
  Path restored() {
    return root.resolve("restored");
  }

  /** What a check copies, to look at it. */
  Path temporaryCheck() {
    return root.resolve(TEMPORARY_PREFIX + "check");
  }

  /** Where an export of suppressions copies what it reads: several may be under way. */
  Path newTemporaryExport() throws IOException {
    return Files.createTempDirectory(root, TEMPORARY_EXPORT);
  }

  /** What exports left that did not end. */
  List<Path> temporaryExports() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.filter(file -> String.valueOf(file.getFileName()).startsWith(TEMPORARY_EXPORT))
          .toList();
    }
  }

  static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  /** Names are checked where they are made; this is the second lock on the same door. */
  private Path inside(Path path) {
    if (!path.normalize().startsWith(root) || path.getNameCount() != root.getNameCount() + 2) {
      throw new IllegalArgumentException("a model's folder would lie outside the data folder");
    }
    return path;
  }
}
