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
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A checkpoint's {@code manifest.json}: everything about it but the large parts, and what those
 * must be. Its last field is the SHA-256 of all bytes before that field, so that the
 * file alone shows whether it is whole.
 *
 * @param paged whether files are told by the hashes of their pages, as in format 2; in format 1, of
 *     earlier servers, by one hash of all bytes
 * @param facts the engine's facts
 * @param artifactPlugin name of the plugin that saved the artifact
 * @param artifactFormat the plugin's own format version
 * @param properties the plugin's own facts
 * @param files length and SHA-256 of every other file but {@code pages.bin}, by name; if paged, the
 *     SHA-256 of the SHA-256 of each page
 * @param committed the digest the version was committed with when it was a delta; null if its
 *     digest is the SHA-256 of this manifest
 */
public record CheckpointManifest(
    boolean paged, VersionManifest facts, String artifactPlugin, int artifactFormat,
    Map<String, String> properties, Map<String, FileDigest> files, @Nullable String committed) {

  public static final String NAME = "manifest.json";
  static final int FORMAT = 2;
  static final int MAX_BYTES = 1 << 24;

  private static final int FORMAT_UNPAGED = 1;
  /** A paged manifest has a multiple of so many bytes, so that another one can take its place. */
  static final int LEAST_BYTES = 1 << 12;
  /** Room that a new one has at least: for a digest, and for longer numbers. */
  private static final int ROOM_BYTES = 1 << 9;

  public CheckpointManifest {
    properties = Map.copyOf(properties);
    files = Map.copyOf(files);
  }

  /** The file's content. */
  byte[] toBytes() {
    if (!paged) {
      return SealedJson.toBytes(toJson());
    }
    int least = withRoom(0).length + ROOM_BYTES;
    return withRoom(Math.ceilDiv(least, LEAST_BYTES) * LEAST_BYTES - least + ROOM_BYTES);
  }

  /** Likewise in so many bytes; empty if they are too few. */
  Optional<byte[]> toBytes(long length) {
    long room = length - withRoom(0).length;
    return paged && room >= 0 ? Optional.of(withRoom((int) room)) : Optional.empty();
  }

  private byte[] withRoom(int spaces) {
    return SealedJson.toBytes(toJson().put("room", " ".repeat(spaces)));
  }

  private ObjectNode toJson() {
    ObjectNode json = Json.object().put("format", paged ? FORMAT : FORMAT_UNPAGED);
    json.set("version", VersionFacts.toJson(facts));
    ObjectNode artifact = Json.object().put("plugin", artifactPlugin).put("format", artifactFormat);
    artifact.set("properties", Json.strings(properties));
    json.set("artifact", artifact);
    ObjectNode digests = Json.object();
    new TreeMap<>(files).forEach(
        (name, digest) -> digests.set(
            name, Json.object().put("bytes", digest.bytes()).put(hashOf(paged), digest.sha256())));
    json.set("files", digests);
    if (committed != null) {
      json.put("committed", committed);
    }
    return json;
  }

  private static String hashOf(boolean paged) {
    return paged ? "pages" : "sha256";
  }

  /** Reads a manifest that must be, byte for byte, one that was written by {@link #toBytes}. */
  public static CheckpointManifest read(FileInput in) throws IOException, DamagedFileException {
    return SealedJson.read(in, MAX_BYTES, CheckpointManifest::fromJson);
  }

  private static CheckpointManifest fromJson(JsonNode json) {
    long format = Json.integer(json, "format");
    if (format != FORMAT && format != FORMAT_UNPAGED) {
      throw new IllegalArgumentException(
          "format %d; this server reads %d and %d".formatted(format, FORMAT_UNPAGED, FORMAT));
    }
    boolean paged = format == FORMAT;
    JsonNode artifact = Json.child(json, "artifact");
    JsonNode digests = Json.child(json, "files");
    Map<String, FileDigest> files = new TreeMap<>();
    for (String name : digests.propertyNames()) {
      JsonNode digest = Json.child(digests, name);
      files.put(
          name, new FileDigest(Json.integer(digest, "bytes"), Json.string(digest, hashOf(paged))));
    }
    return new CheckpointManifest(
        paged, VersionFacts.fromJson(Json.child(json, "version")), Json.string(artifact, "plugin"),
        Math.toIntExact(Json.integer(artifact, "format")), Json.strings(artifact, "properties"),
        files, Json.optionalString(json, "committed"));
  }
}
