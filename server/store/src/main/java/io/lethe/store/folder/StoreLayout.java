package io.lethe.store.folder;

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
public record StoreLayout(Path root) {

  /** Begins the names of temporary files and folders, which do not count and may be deleted. */
  public static final String TEMPORARY_PREFIX = ".tmp-";
  private static final String TEMPORARY_EXPORT = TEMPORARY_PREFIX + "export";
  /** The folder of a backup that is laid out as a data folder. */
  public static final String IN_BACKUP = "data";
  /** Ends the name of a checkpoint that is about to take the place of another. */
  public static final String REPLACEMENT_SUFFIX = "-replacing";

  public StoreLayout {
    root = root.toAbsolutePath().normalize();
  }

  /** Locked by the process that has the folder; says where its server listens. */
  public Path lock() {
    return root.resolve("lock");
  }

  /** The installation's keys. */
  public Path keys() {
    return root.resolve("keys");
  }

  /** The ledger's database; its write-ahead log lies beside it. */
  public Path ledger() {
    return root.resolve("ledger.sqlite");
  }

  /** Says where the ledger is if it is elsewhere. */
  Path ledgerElsewhere() {
    return root.resolve("ledger-elsewhere");
  }

  /** How many of the ledger's transactions are promised. */
  public Path commitWitness() {
    return root.resolve("commit-witness");
  }

  /** The receipt log's last signed checkpoint. */
  public Path receiptCheckpoint() {
    return root.resolve("receipt-checkpoint");
  }

  /** Copies of plugins. */
  Path plugins() {
    return root.resolve("plugins");
  }

  /** Holds a folder for each model. */
  public Path models() {
    return root.resolve("models");
  }

  /** The models that have a folder, by name. */
  public List<ModelName> modelNames() throws IOException {
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

  /** The folder of one model. */
  public Path model(ModelName model) {
    return inside(models().resolve(model.value()));
  }

  /** The segments of a model's interaction log. */
  public Path interactions(ModelName model) {
    return model(model).resolve("interactions");
  }

  /** The checkpoints of a model. */
  public Path versions(ModelName model) {
    return model(model).resolve("versions");
  }

  /** A version's whole checkpoint, a folder. */
  public Path version(VersionId id) {
    return versions(id.model()).resolve(String.valueOf(id.number()));
  }

  /** A whole checkpoint that is being written. */
  public Path temporaryVersion(VersionId id) {
    return versions(id.model()).resolve(TEMPORARY_PREFIX + id.number());
  }

  /** A version as its difference to another one, a file. */
  public Path delta(VersionId id, VersionId parent) {
    return versions(id.model()).resolve("%d-on-%d.delta".formatted(id.number(), parent.number()));
  }

  /** A delta that is being written. */
  public Path temporaryDelta(VersionId id) {
    return versions(id.model()).resolve(TEMPORARY_PREFIX + id.number() + ".delta");
  }

  /** The whole other content of a version, about to take the version's place. */
  public Path replacement(VersionId id) {
    return versions(id.model()).resolve(id.number() + REPLACEMENT_SUFFIX);
  }

  /** What makes a parent's folder the one of a version that was written as its difference, a file. */
  public Path takeOver(VersionId id, VersionId parent) {
    return versions(id.model()).resolve("%d-from-%d.patch".formatted(id.number(), parent.number()));
  }

  /** Such a file that is being written. */
  public Path temporaryTakeOver(VersionId id) {
    return versions(id.model()).resolve(TEMPORARY_PREFIX + id.number() + ".patch");
  }

  /** A whole checkpoint that is being destroyed. */
  public Path doomedVersion(VersionId id) {
    return versions(id.model()).resolve(TEMPORARY_PREFIX + "destroyed-" + id.number());
  }

  /** A delta that is being destroyed. */
  public Path doomedDelta(VersionId id) {
    return versions(id.model()).resolve(TEMPORARY_PREFIX + "destroyed-" + id.number() + ".delta");
  }

  /** A restored data folder that is being made. */
  public Path temporaryRestored() {
    return root.resolve(TEMPORARY_PREFIX + "restored");
  }

  /** A whole restored data folder, whose parts take the places of this one's. */
  public Path restored() {
    return root.resolve("restored");
  }

  /** What a check copies, to look at it. */
  public Path temporaryCheck() {
    return root.resolve(TEMPORARY_PREFIX + "check");
  }

  /** Where an export of suppressions copies what it reads: several may be under way. */
  public Path newTemporaryExport() throws IOException {
    return Files.createTempDirectory(root, TEMPORARY_EXPORT);
  }

  /** What exports left that did not end. */
  public List<Path> temporaryExports() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.filter(file -> String.valueOf(file.getFileName()).startsWith(TEMPORARY_EXPORT))
          .toList();
    }
  }

  /** The folder that a file lies in; for a root, itself. */
  public static Path parent(Path file) {
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
