package io.lethe.store.simulated;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** What can be asked about a file or folder; a simulated disk has no clock. */
record SimulatedAttributes(SimulatedNode node, long size) implements BasicFileAttributes {

  SimulatedAttributes(SimulatedNode node) {
    this(node, node.bytes());
  }

  @Override
  public FileTime lastModifiedTime() {
    return FileTime.from(Instant.EPOCH);
  }

  @Override
  public FileTime lastAccessTime() {
    return lastModifiedTime();
  }

  @Override
  public FileTime creationTime() {
    return lastModifiedTime();
  }

  @Override
  public boolean isRegularFile() {
    return node instanceof SimulatedFile;
  }

  @Override
  public boolean isDirectory() {
    return node instanceof SimulatedFolder;
  }

  @Override
  public boolean isSymbolicLink() {
    return false;
  }

  @Override
  public boolean isOther() {
    return false;
  }

  @Override
  public Object fileKey() {
    return System.identityHashCode(node);
  }
}
