package io.lethe.store.backup;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.erasure.receipt.LogAnchor;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.engine.subject.Tombstones;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.Shredder;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.folder.StoreLayout;
import io.lethe.store.format.Json;
import io.lethe.store.format.SealedJson;
import io.lethe.store.keys.FileInstallationKeyStore;
import io.lethe.store.keys.FileLogAnchor;
import io.lethe.store.ledger.LedgerCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Digests of everything that was ever erased, as a file to be kept apart from the backups. They are
 * keyed: without the installation's secret they cannot be compared with an id.
 *
 * @param installation tells whose secret the digests are under, and nothing about it
 * @param digests per model, 64 lower-case hexadecimal digits each
 * @param readmitted per model those of them of which later interactions count again, and since
 *     which millisecond of the epoch
 * @param receiptCheckpoint what the receipt log had last signed then; null if nothing, or if an
 *     earlier server has written the file
 */
public record SuppressionFile(
    String installation, Map<ModelName, Set<String>> digests,
    Map<ModelName, Map<String, Long>> readmitted, @Nullable String receiptCheckpoint) {

  private static final int FORMAT = 1;
  private static final int MAX_BYTES = 1 << 30;

  public SuppressionFile {
    Map<ModelName, Set<String>> copies = new HashMap<>();
    digests.forEach((model, some) -> copies.put(model, Set.copyOf(some)));
    digests = Map.copyOf(copies);
    Map<ModelName, Map<String, Long>> again = new HashMap<>();
    readmitted.forEach((model, some) -> again.put(model, Map.copyOf(some)));
    readmitted = Map.copyOf(again);
  }

  /** What tells an installation's secret from others without telling it. */
  public static String installation(SubjectDigests secret) {
    return secret.payload(List.of("installation"));
  }

  /**
   * Everything that a ledger knows to be erased, and then what its receipt log has signed: a
   * receipt that comes in between counts as lost where it is not.
   */
  public static SuppressionFile of(ErasureLedger ledger, SubjectDigests secret, LogAnchor anchor) {
    Map<ModelName, Set<String>> digests = new HashMap<>();
    Map<ModelName, Map<String, Long>> readmitted = new HashMap<>();
    for (ModelName model : ledger.suppressed()) {
      Tombstones tombstones = ledger.tombstones(model);
      digests.put(model, tombstones.digests());
      readmitted.put(model, since(tombstones));
    }
    return new SuppressionFile(
        installation(secret), digests, readmitted, anchor.read().orElse(null));
  }

  private static Map<String, Long> since(Tombstones tombstones) {
    Map<String, Long> since = new HashMap<>();
    tombstones.readmitted()
        .forEach((digest, again) -> since.put(digest, again.time().toEpochMilli()));
    return since;
  }

  /**
   * Everything that the ledger of a data folder knows to be erased that a server of this machine
   * has and goes on working with.
   *
   * @throws LetheException of kind {@code STORAGE_FAILED}; {@code CONCURRENT_CHANGE} if the server
   *     writes to its ledger faster than it can be copied
   */
  public static SuppressionFile beside(Path dataFolder) {
    StoreLayout layout = new StoreLayout(dataFolder);
    InstallationKeys keys = new FileInstallationKeyStore(layout, () -> false, new SecureRandom())
        .load();
    try (
        LedgerCopy copy = LedgerCopy.of(layout, layout.newTemporaryExport(), /* running= */ true)) {
      return of(copy.ledger(), new SubjectDigests(keys.digestSecret()), FileLogAnchor.in(layout));
    } catch (IOException failure) {
      throw StorageFailures.of("the data folder " + layout.root(), failure);
    }
  }

  /**
   * Remembers everything in a ledger; repeating it does nothing. What counts again there stays so
   * if the file knows of that very readmission; else it is suppressed again.
   */
  public void addTo(ErasureLedger ledger) {
    digests.forEach((model, some) -> {
      Map<String, Long> there = since(ledger.tombstones(model));
      Map<String, Long> here = readmitted.getOrDefault(model, Map.of());
      ledger.suppress(
          model,
          some.stream()
              .filter(
                  digest -> !there.containsKey(digest)
                      || !Objects.equals(there.get(digest), here.get(digest)))
              .collect(Collectors.toSet()));
    });
  }

  /** How many digests it holds. */
  public int size() {
    return digests.values().stream().mapToInt(Set::size).sum();
  }

  /**
   * Writes it to a file, instead of one that is there.
   *
   * @throws LetheException of kind {@code STORAGE_FULL} or {@code STORAGE_FAILED}
   */
  public void write(Path file) {
    Path target = file.toAbsolutePath();
    Path temporary = target
        .resolveSibling(StoreLayout.TEMPORARY_PREFIX + target.getFileName().toString());
    try {
      Shredder.destroy(temporary);
      try (FileOutput out = new FileOutput(temporary)) {
        out.write(SealedJson.toBytes(toJson()));
        out.sync();
      }
      DurableFiles.rename(temporary, target);
      DurableFiles.syncFolder(StoreLayout.parent(target));
    } catch (IOException failure) {
      throw StorageFailures.of("the suppression file", failure);
    }
  }

  private ObjectNode toJson() {
    ObjectNode json = Json.object().put("format", FORMAT).put("installation", installation);
    ObjectNode models = Json.object();
    digests.forEach((model, some) -> {
      ArrayNode list = models.putArray(model.value());
      new TreeSet<>(some).forEach(list::add);
    });
    json.set("suppressions", models);
    ObjectNode again = Json.object();
    readmitted.forEach((model, some) -> {
      if (!some.isEmpty()) {
        ObjectNode since = again.putObject(model.value());
        new TreeMap<>(some).forEach(since::put);
      }
    });
    if (!again.isEmpty()) {
      json.set("readmissions", again);
    }
    if (receiptCheckpoint != null) {
      json.put("receiptCheckpoint", receiptCheckpoint);
    }
    return json;
  }

  /**
   * Reads a suppression file.
   *
   * @throws LetheException of kind {@code ARGUMENT_INVALID} if it is damaged or none
   */
  public static SuppressionFile read(Path file) {
    try (FileInput in = new FileInput(file)) {
      return SealedJson.read(in, MAX_BYTES, SuppressionFile::fromJson);
    } catch (DamagedFileException damaged) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID, "the suppression file is damaged: " + damaged.getMessage(),
          damaged);
    } catch (IOException failure) {
      throw StorageFailures.of("the suppression file", failure);
    }
  }

  private static SuppressionFile fromJson(JsonNode json) {
    long format = Json.integer(json, "format");
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format %d; this server reads %d".formatted(format, FORMAT));
    }
    JsonNode models = Json.child(json, "suppressions");
    Map<ModelName, Set<String>> digests = new HashMap<>();
    for (String model : models.propertyNames()) {
      List<String> some = new ArrayList<>();
      models.get(model).forEach(digest -> some.add(checked(digest)));
      digests.put(new ModelName(model), Set.copyOf(some));
    }
    return new SuppressionFile(
        Json.string(json, "installation"), digests, readmitted(json),
        json.has("receiptCheckpoint") ? Json.string(json, "receiptCheckpoint") : null);
  }

  private static Map<ModelName, Map<String, Long>> readmitted(JsonNode json) {
    Map<ModelName, Map<String, Long>> readmitted = new HashMap<>();
    if (json.has("readmissions")) {
      JsonNode models = Json.child(json, "readmissions");
      for (String model : models.propertyNames()) {
        JsonNode some = Json.child(models, model);
        Map<String, Long> since = new HashMap<>();
        some.propertyNames().forEach(digest -> since.put(digest, Json.integer(some, digest)));
        readmitted.put(new ModelName(model), since);
      }
    }
    return readmitted;
  }

  private static String checked(JsonNode digest) {
    if (!digest.isString() || !digest.stringValue().matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a digest is none");
    }
    return digest.stringValue();
  }
}
