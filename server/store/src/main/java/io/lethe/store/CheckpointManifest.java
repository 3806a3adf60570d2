package io.lethe.store;

import io.lethe.engine.model.VersionManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A checkpoint's {@code manifest.json}: everything about it but the large parts, and what those
 * must be. Its last field is the SHA-256 of all bytes before that field, so that it can be told to
 * be whole without asking anybody.
 *
 * @param facts the engine's facts
 * @param artifactPlugin name of the plugin that saved the artifact
 * @param artifactFormat the plugin's own format version
 * @param properties the plugin's own facts
 * @param files length and SHA-256 of every other file, by name
 * @param committed the digest the version was committed with when it was a delta; null if its digest
 *     is the SHA-256 of this manifest
 */
record CheckpointManifest(
    VersionManifest facts, String artifactPlugin, int artifactFormat,
    Map<String, String> properties, Map<String, FileDigest> files, @Nullable String committed) {

  static final String NAME = "manifest.json";
  static final int FORMAT = 1;
  static final int MAX_BYTES = 1 << 24;

  private static final String SUFFIX_START = ",\"sha256\":\"";
  private static final String SUFFIX_END = "\"}\n";
  private static final int SHA256_DIGITS = 64;

  CheckpointManifest {
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
    String text = Json.text(json);
    byte[] covered = text.substring(0, text.length() - 1).getBytes(StandardCharsets.UTF_8);
    byte[] suffix = suffix(FileDigest.sha256(covered));
    byte[] bytes = Arrays.copyOf(covered, covered.length + suffix.length);
    System.arraycopy(suffix, 0, bytes, covered.length, suffix.length);
    return bytes;
  }

  private static byte[] suffix(String sha256) {
    return (SUFFIX_START + sha256 + SUFFIX_END).getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads a manifest that must be, byte for byte, one that was written by {@link #toBytes}. */
  static CheckpointManifest read(FileInput in) throws IOException, DamagedFileException {
    int suffixBytes = SUFFIX_START.length() + SHA256_DIGITS + SUFFIX_END.length();
    if (in.length() <= suffixBytes || in.length() > MAX_BYTES) {
      throw in.damaged("%d bytes are too few or too many".formatted(in.length()));
    }
    byte[] bytes = in.readBytes((int) in.length());
    byte[] covered = Arrays.copyOf(bytes, bytes.length - suffixBytes);
    byte[] suffix = Arrays.copyOfRange(bytes, covered.length, bytes.length);
    if (!Arrays.equals(suffix, suffix(FileDigest.sha256(covered)))) {
      throw in.damaged("its SHA-256 is not the one at its end");
    }
    try {
      return fromJson(Json.parse(new String(bytes, StandardCharsets.UTF_8)));
    } catch (RuntimeException unreadable) {
      throw new DamagedFileException(
          in.name(), "it cannot be understood: " + unreadable.getMessage(), unreadable);
    }
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
