package io.lethe.store.disk;

import java.io.Serial;

/** A file that does not hold what was written into it. */
public final class DamagedFileException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final String file;
  private final String reason;

  /**
   * Of a file in the store.
   *
   * @param file its name, without folders
   * @param reason what is wrong, without personal data
   */
  public DamagedFileException(String file, String reason) {
    super(file + ": " + reason);
    this.file = file;
    this.reason = reason;
  }

  /** The same, with the failure that showed the damage. */
  public DamagedFileException(String file, String reason, Throwable cause) {
    super(file + ": " + reason, cause);
    this.file = file;
    this.reason = reason;
  }

  public String file() {
    return file;
  }

  public String reason() {
    return reason;
  }
}
