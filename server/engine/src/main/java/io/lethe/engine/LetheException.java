package io.lethe.engine;

import java.io.Serial;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that leaves the engine and its ports. Neither message nor metadata ever hold a
 * user's or an item's id.
 */
public final class LetheException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final ErrorKind kind;
  private final transient Map<String, String> metadata;

  /** Without metadata. */
  public LetheException(ErrorKind kind, String message) {
    this(kind, message, Map.of(), null);
  }

  /** With metadata as the wire contract names it for this kind. */
  public LetheException(ErrorKind kind, String message, Map<String, String> metadata) {
    this(kind, message, metadata, null);
  }

  /** With a cause. */
  public LetheException(ErrorKind kind, String message, @Nullable Throwable cause) {
    this(kind, message, Map.of(), cause);
  }

  /** With everything. */
  public LetheException(
      ErrorKind kind, String message, Map<String, String> metadata, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.metadata = Map.copyOf(metadata);
  }

  /** Why. */
  public ErrorKind kind() {
    return kind;
  }

  /** What the message says in words, by key. */
  public Map<String, String> metadata() {
    return metadata;
  }
}
