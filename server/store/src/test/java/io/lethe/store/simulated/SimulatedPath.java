package io.lethe.store.simulated;

import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path of the default file system, syntax and all, that leads into a simulated disk. */
final class SimulatedPath implements Path {

  private final SimulatedFileSystem fileSystem;
  private final Path syntax;

  SimulatedPath(SimulatedFileSystem fileSystem, Path syntax) {
    this.fileSystem = fileSystem;
    this.syntax = syntax;
  }

  private Path like(Path other) {
    return new SimulatedPath(fileSystem, other);
  }

  private @Nullable Path orNull(@Nullable Path other) {
    return other == null ? null : like(other);
  }

  private static Path syntax(Path path) {
    if (path instanceof SimulatedPath simulated) {
      return simulated.syntax;
    }
    throw new ProviderMismatchException(path + " is not on a simulated disk");
  }

  @Override
  public SimulatedFileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return syntax.isAbsolute();
  }

  @Override
  public @Nullable Path getRoot() {
    return orNull(syntax.getRoot());
  }

  @Override
  public @Nullable Path getFileName() {
    return orNull(syntax.getFileName());
  }

  @Override
  public @Nullable Path getParent() {
    return orNull(syntax.getParent());
  }

  @Override
  public int getNameCount() {
    return syntax.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return like(syntax.getName(index));
  }

  @Override
  public Path subpath(int begin, int end) {
    return like(syntax.subpath(begin, end));
  }

  @Override
  public boolean startsWith(Path other) {
    return syntax.startsWith(syntax(other));
  }

  @Override
  public boolean endsWith(Path other) {
    return syntax.endsWith(syntax(other));
  }

  @Override
  public Path normalize() {
    return like(syntax.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return like(syntax.resolve(syntax(other)));
  }

  @Override
  public Path relativize(Path other) {
    return like(syntax.relativize(syntax(other)));
  }

  @Override
  public URI toUri() {
    return URI.create(SimulatedFileSystemProvider.SCHEME + ":" + toAbsolutePath());
  }

  @Override
  public Path toAbsolutePath() {
    return isAbsolute() ? this : fileSystem.path("/").resolve(this);
  }

  @Override
  public Path toRealPath(LinkOption... options) {
    return toAbsolutePath().normalize();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("watching");
  }

  @Override
  public int compareTo(Path other) {
    return syntax.compareTo(syntax(other));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SimulatedPath path && path.fileSystem == fileSystem
        && path.syntax.equals(syntax);
  }

  @Override
  public int hashCode() {
    return syntax.hashCode();
  }

  @Override
  public String toString() {
    return syntax.toString();
  }
}
