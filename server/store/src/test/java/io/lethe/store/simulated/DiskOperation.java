package io.lethe.store.simulated;

/**
 * Something a process asks of a disk.
 *
 * @param path whose content or name is concerned
 * @param number from 1, counted since the disk's fault was set
 * @param syncs how many syncs there were since then, this one included
 */
public record DiskOperation(Kind kind, String path, int number, int syncs) {

  /** What is asked. */
  public enum Kind {
    LOOK,
    LIST,
    OPEN,
    READ,
    CREATE,
    CREATE_FOLDER,
    WRITE,
    TRUNCATE,
    RENAME,
    LINK,
    DELETE,
    SYNC,
    SYNC_FOLDER;

    boolean isSync() {
      return this == SYNC || this == SYNC_FOLDER;
    }

    /** Whether it can change what a crash leaves. */
    public boolean changes() {
      return compareTo(CREATE) >= 0;
    }
  }

  @Override
  public String toString() {
    return "%d:%s %s".formatted(number, kind, path);
  }
}
