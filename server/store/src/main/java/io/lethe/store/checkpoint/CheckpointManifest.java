package io.lethe.store.checkpoint;

import io.lethe.engine.model.VersionManifest;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileInput;
import io.lethe.store.format.Json;
import io.lethe.store.format.SealedJson;
import io.lethe.store.format.VersionFacts;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A checkpoint's {@code manifest.json}: everything about it but the large parts, and what those
 * must be. Its last field is the SHA-256 of all bytes before that field, so that the
 * file alone shows whether it is whole.
 *
 * @param facts the engine's facts
 * @param artifactPlugin name of the plugin that saved the artifact
 * @param artifactFormat the plugin's own format version
 * @param properties the plugin's own facts
 * @param files length and SHA-256 of every other file, by name
 * @param committed the digest the version was committed with when it was a delta; null if its
 *     digest is the SHA-256 of this manifest
 */
public record CheckpointManifest(
    VersionManifest facts, String artifactPlugin, int artifactFormat,
    Map<String, String> properties, Map<String, FileDigest> files, @Nullable String committed) {

  public static final String NAME = "manifest.json";
  static final int FORMAT = 1;
  static final int MAX_BYTES = 1 << 24;

  public CheckpointManifest {
    properties = Map.copyOf(properties);
    files = Map.copyOf(files);
  }

  byte[] toBytes() {
    ObjectNode json = Json.object().put("format", FORMAT);
    json.set("version", VersionFacts.toJson(facts));
    ObjectNode artifact = Json.object().put("plugin", artifactPlugin).put("format", artifactFormat);
    artifact.set("properties", Json.strings(properties));
    json.set("artifact", artifact);
    ObjectNode digests = Json.object();
    new TreeMap<>(files).forEach(
        (name, digest) -> digests
            .set(name, Json.object().put("bytes", digest.bytes()).put("sha256", digest.sha256())));
    json.set("files", digests);
    if (committed != null) {
      json.put("committed", committed);
    }
    return SealedJson.toBytes(json);
  }

  /** Reads a manifest that must be, byte for byte, one that was written by {@link #toBytes}. */
  public static CheckpointManifest read(FileInput in) throws IOException, DamagedFileException {
    return SealedJson.read(in, MAX_BYTES, CheckpointManifest::fromJson);
  }

  private static CheckpointManifest fromJson(JsonNode json) {
    long format = Json.integer(json, "format");
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format %d; this server reads %d".formatted(format, FORMAT));
    }
    JsonNode artifact = Json.child(json, "artifact");
    JsonNode digests = Json.child(json, "files");
    Map<String, FileDigest> files = new TreeMap<>();
    for (String name : digests.propertyNames()) {
      JsonNode digest = Json.child(digests, name);
      files.put(name, new FileDigest(Json.integer(digest, "bytes"), Json.string(digest, "sha256")));
    }
    return new CheckpointManifest(
        VersionFacts.fromJson(Json.child(json, "version")), Json.string(artifact, "plugin"),
        Math.toIntExact(Json.integer(artifact, "format")), Json.strings(artifact, "properties"),
        files, Json.optionalString(json, "committed"));
  }
}
