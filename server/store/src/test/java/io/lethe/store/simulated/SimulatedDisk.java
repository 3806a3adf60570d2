package io.lethe.store.simulated;

import io.lethe.engine.memory.SimulatedCrash;
import io.lethe.store.simulated.DiskOperation.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A disk behind a page cache, seen through {@link java.nio.file}: a write is in the cache until its
 * file is synced, a name until its folder is. Knows files, folders, hard links, atomic moves and
 * locks; no symbolic links, no permissions. A process that dies leaves the cache ({@link #killed}), a
 * machine that dies leaves what was synced and some of the rest ({@link #crashed}). Thread-safe.
 */
public final class SimulatedDisk {

  static final String NO_SPACE = "No space left on device";
  private static final String IO_ERROR = "Input/output error";

  private final SimulatedFileSystem fileSystem = new SimulatedFileSystem(this);
  private final SimulatedFolder root;
  private final Set<SimulatedFile> locked = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<DiskOperation> operations = new ArrayList<>();
  private DiskFault fault = DiskFault.none();
  private int syncs;
  private long capacity = Long.MAX_VALUE;
  private @Nullable SplittableRandom shortTransfers;
  private boolean dead;

  /** An empty disk. */
  public SimulatedDisk() {
    this(new SimulatedFolder());
  }

  private SimulatedDisk(SimulatedFolder root) {
    this.root = root;
  }

  /** Its only folder that is always there. */
  public Path root() {
    return fileSystem.path("/");
  }

  /** What goes wrong from now on; counting begins anew. */
  public synchronized void fault(DiskFault next) {
    fault = next;
    syncs = 0;
    operations.clear();
  }

  /** What was asked of the disk since the fault was set, the operation that went wrong included. */
  public synchronized List<DiskOperation> operations() {
    return List.copyOf(operations);
  }

  /** How much all files may hold, bytes; may be less than they do. */
  public synchronized void capacity(long bytes) {
    capacity = bytes;
  }

  /** From now on reads and writes move fewer bytes than asked for, at least one. */
  public synchronized void shortTransfers(long seed) {
    shortTransfers = new SplittableRandom(seed);
  }

  /** Bytes of all files; one with several names counts once. */
  public synchronized long used() {
    return used(root, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static long used(SimulatedNode node, Set<SimulatedNode> seen) {
    long bytes = seen.add(node) ? node.bytes() : 0;
    if (node instanceof SimulatedFolder folder) {
      for (SimulatedNode child : folder.nodes()) {
        bytes += used(child, seen);
      }
    }
    return bytes;
  }

  synchronized long free() {
    return Math.max(0, capacity - used());
  }

  long capacity() {
    return capacity;
  }

  /** The disk as the next process finds it after this one's end; this view is dead. */
  public synchronized SimulatedDisk killed() {
    dead = true;
    SimulatedDisk next = new SimulatedDisk(root);
    next.capacity = capacity;
    return next;
  }

  /** Another disk with the same content, all of it synced. */
  public SimulatedDisk copy() {
    return crashed(Survival.EVERYTHING);
  }

  /** The disk after the end of the machine: what was synced, and a part of the rest, by seed. */
  public synchronized SimulatedDisk crashed(long seed) {
    Survival survival = Survival.of(seed);
    SimulatedDisk next = new SimulatedDisk(
        (SimulatedFolder) survivor(root, survival, new IdentityHashMap<>()));
    next.capacity = capacity;
    return next;
  }

  /** A digest of all names and files as processes see them: the same for the same content. */
  public synchronized String content() {
    MessageDigest digest = sha256();
    content("", root, digest, new IdentityHashMap<>());
    return HexFormat.of().formatHex(digest.digest());
  }

  /** A file of several names is told from several files. */
  private static void content(
      String name, SimulatedNode node, MessageDigest digest, Map<SimulatedNode, Integer> seen) {
    Integer number = seen.putIfAbsent(node, seen.size());
    String head = name + '\0' + node.bytes() + '\0' + (number == null ? "" : number) + '\0';
    digest.update(head.getBytes(StandardCharsets.UTF_8));
    switch (node) {
      case SimulatedFile file -> digest.update(file.content());
      case SimulatedFolder folder -> {
        for (String child : new TreeSet<>(folder.names())) {
          content(child, Objects.requireNonNull(folder.get(child)), digest, seen);
        }
        digest.update((byte) '/');
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static SimulatedNode survivor(
      SimulatedNode node, Survival survival, Map<SimulatedNode, SimulatedNode> known) {
    SimulatedNode left = known.get(node);
    if (left == null) {
      left = switch (node) {
        case SimulatedFile file -> file.survivor(survival);
        case SimulatedFolder folder ->
          folder.survivor(survival, child -> survivor(child, survival, known));
      };
      known.put(node, left);
    }
    return left;
  }

  /** Memory is short: files are read from the disk again. */
  public synchronized void dropCache() {
    dropCache(root);
  }

  private static void dropCache(SimulatedNode node) {
    switch (node) {
      case SimulatedFile file -> file.dropCache();
      case SimulatedFolder folder -> folder.nodes().forEach(SimulatedDisk::dropCache);
    }
  }

  /** Counts an operation, and fails or dies if it is its turn. */
  void operation(Kind kind, Path path) throws IOException {
    if (isRefused(kind, path)) {
      throw new FileSystemException(path.toString(), null, IO_ERROR);
    }
  }

  /** Likewise; true if the operation is to fail. */
  boolean isRefused(Kind kind, Path path) {
    checkAlive();
    syncs += kind.isSync() ? 1 : 0;
    DiskOperation operation = new DiskOperation(
        kind, path.toString(), operations.size() + 1, syncs);
    operations.add(operation);
    return switch (fault.of(operation)) {
      case NONE -> false;
      case FAIL -> true;
      case CRASH -> {
        dead = true;
        throw new SimulatedCrash("at " + operation);
      }
    };
  }

  private void checkAlive() {
    if (dead) {
      throw new SimulatedCrash("earlier");
    }
  }

  /** How many bytes of so many are moved at once. */
  int transferred(int wanted) {
    return shortTransfers == null || wanted <= 1 ? wanted : shortTransfers.nextInt(1, wanted + 1);
  }

  int names(SimulatedNode node) {
    return names(root, node);
  }

  private static int names(SimulatedFolder folder, SimulatedNode node) {
    int names = 0;
    for (SimulatedNode child : folder.nodes()) {
      names += child == node ? 1 : 0;
      names += child instanceof SimulatedFolder inner ? names(inner, node) : 0;
    }
    return names;
  }

  boolean lock(SimulatedFile file) {
    return locked.add(file);
  }

  void unlock(SimulatedFile file) {
    locked.remove(file);
  }

  boolean isLocked(SimulatedFile file) {
    return locked.contains(file);
  }

  @Nullable
  SimulatedNode find(Path path) {
    SimulatedNode at = root;
    for (Path name : path.toAbsolutePath().normalize()) {
      at = at instanceof SimulatedFolder folder ? folder.get(name.toString()) : null;
    }
    return at;
  }

  SimulatedNode get(Path path) throws NoSuchFileException {
    SimulatedNode found = find(path);
    if (found == null) {
      throw new NoSuchFileException(path.toString());
    }
    return found;
  }

  SimulatedFolder folderOf(Path path) throws IOException {
    Path parent = path.toAbsolutePath().normalize().getParent();
    if (parent != null && get(parent) instanceof SimulatedFolder folder) {
      return folder;
    }
    throw new FileSystemException(path.toString(), null, "Not a directory");
  }
}
