package io.lethe.store.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** New files of one folder, whose syncs overlap. Confined to one thread but for the executor. */
public final class FileGroup implements Closeable {

  private final Path folder;
  private final Executor disk;
  private final List<FileOutput> files = new ArrayList<>();

  public FileGroup(Path folder, Executor disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** What goes into a file. */
  public interface Content {
    void write(FileOutput out) throws IOException;
  }

  /** Writes a file and begins to sync it. */
  public FileDigest add(String name, Content content) throws IOException {
    return add(name, FileDigest.newSha256(), content);
  }

  /** Likewise, with another digest, which what is written goes through. */
  public FileDigest add(String name, MessageDigest digest, Content content) throws IOException {
    FileOutput out = new FileOutput(folder.resolve(name), disk, digest);
    files.add(out);
    content.write(out);
    out.beginSync();
    return out.digest();
  }

  /** Syncs the folder too, and waits until every file and its name are on the disk. */
  public void awaitSynced() throws IOException {
    CompletableFuture<Void> names = CompletableFuture.runAsync(this::syncFolder, disk);
    for (FileOutput file : files) {
      file.awaitSynced();
    }
    FileOutput.await(names);
  }

  private void syncFolder() {
    try {
      DurableFiles.syncFolder(folder);
    } catch (IOException failure) {
      throw new CompletionException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    for (FileOutput file : files) {
      file.close();
    }
  }
}
