package io.lethe.benchmarks.purges;

import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Latencies;
import io.lethe.benchmarks.figures.Words;
import io.lethe.benchmarks.process.ProcessUse;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.data.TrainingFacts;
import io.lethe.engine.ids.PagedIds;
import io.lethe.engine.model.Checkpoint;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionCounts;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.Tensor;
import io.lethe.store.checkpoint.FileCheckpointStore;
import io.lethe.store.folder.DataFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * One version after another, each the one before without a user, and the one before destroyed: what
 * follows an erasure's being live, apart from the log. Arguments: a folder that is not there, then numbers
 * by name: {@code items}, {@code users}, {@code width} of a row, {@code changed} rows of items an erasure,
 * {@code n} erasures.
 */
public final class DestroyRun {

  private static final ModelName MODEL = new ModelName("ratings");
  private static final int WARMUP = 5;
  private static final int ROWS_PER_CHUNK = 128;
  private static final int STATE_BYTES = 4096;

  private final int users;
  private final int items;
  private final int width;
  private final int changed;
  private final Random random = new Random(1);

  private DestroyRun(Words words) {
    users = (int) words.number("users", 500_000);
    items = (int) words.number("items", 1_000_000);
    width = (int) words.number("width", 64);
    changed = (int) words.number("changed", 130);
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    Words words = Words.of(List.of(arguments).subList(1, arguments.length));
    new DestroyRun(words).run(Path.of(arguments[0]), (int) words.number("n", 20));
  }

  private void run(Path data, int count) throws IOException {
    try (ExecutorService disk = Executors.newVirtualThreadPerTaskExecutor();
        DataFolder folder = DataFolder.open(data)) {
      FileCheckpointStore store = new FileCheckpointStore(folder, disk);
      Checkpoint last = trained();
      String digest = store.write(last);
      List<Long> nanos = new ArrayList<>();
      List<ProcessUse> uses = new ArrayList<>();
      for (int k = 0; k < WARMUP + count; k++) {
        Checkpoint next = erased(last, digest, random.nextInt(users));
        digest = store.write(next);
        ProcessUse begin = ProcessUse.of(ProcessHandle.current().pid());
        long start = System.nanoTime();
        store.destroy(last.manifest().id());
        if (k >= WARMUP) {
          nanos.add(System.nanoTime() - start);
          uses.add(ProcessUse.of(ProcessHandle.current().pid()).since(begin));
        }
        last = next;
      }
      ProcessUse all = uses.stream().reduce(ProcessUse::and).orElseThrow();
      Console.line(
          "%d users and %d items of %d numbers; a user and %d rows of items change", users, items,
          width, changed);
      Console.line(
          "version before goes  %s",
          new Latencies(nanos.stream().mapToLong(Long::longValue).toArray()));
      Console.line("each                 %s", all.over(count));
    }
  }

  private Checkpoint trained() {
    byte[] state = new byte[STATE_BYTES];
    random.nextBytes(state);
    return new Checkpoint(
        manifest(1),
        new ModelArtifact("mf", 1, Map.of(), List.of(tensor("user", users), tensor("item", items))),
        new EntityIds(
            PagedIds.of(IntStream.range(0, users).mapToObj("user-%06d"::formatted).toList()),
            PagedIds.of(IntStream.range(0, items).mapToObj("item-%06d"::formatted).toList())),
        state, null, null);
  }

  private Tensor tensor(String name, int rows) {
    List<float[]> chunks = new ArrayList<>();
    for (int row = 0; row < rows; row += ROWS_PER_CHUNK) {
      float[] chunk = new float[Math.min(ROWS_PER_CHUNK, rows - row) * width];
      for (int k = 0; k < chunk.length; k++) {
        chunk[k] = random.nextFloat();
      }
      chunks.add(chunk);
    }
    return new Tensor(name, rows, width, chunks);
  }

  private static VersionManifest manifest(long number) {
    VersionId parent = number == 1 ? null : new VersionId(MODEL, number - 1);
    return new VersionManifest(
        new VersionId(MODEL, number), parent,
        parent == null ? VersionOrigin.TRAINING : VersionOrigin.INFLUENCE_UPDATE, Instant.EPOCH,
        "mf", "1", "", new TrainingFacts(1, Map.of(), 0, 0, 1), new VersionCounts(1, 1, 1, 1),
        number, Map.of());
  }

  private Checkpoint erased(Checkpoint from, String digest, int user) {
    List<Tensor> tensors = from.artifact().tensors();
    List<String> ids = new ArrayList<>(from.ids().users());
    ids.set(user, "");
    byte[] state = from.unlearningState().clone();
    state[random.nextInt(STATE_BYTES)]++;
    return new Checkpoint(
        manifest(from.manifest().id().number() + 1),
        new ModelArtifact(
            "mf", 1, Map.of(),
            List.of(
                changed(tensors.getFirst(), user),
                changed(tensors.getLast(), random.ints(changed, 0, items).toArray()))),
        new EntityIds(PagedIds.of(ids), from.ids().items()), state, null, new Checkpoint.Parent(
            from.manifest().id(), digest, from.artifact(), from.ids(), from.unlearningState()));
  }

  /** Copies the chunks of some rows, in which one number is another then. */
  private Tensor changed(Tensor tensor, int... rows) {
    List<float[]> chunks = new ArrayList<>(tensor.chunks());
    for (int row : rows) {
      float[] chunk = chunks.get(row / ROWS_PER_CHUNK);
      float[] copy = Arrays.copyOf(chunk, chunk.length);
      copy[row % ROWS_PER_CHUNK * width]++;
      chunks.set(row / ROWS_PER_CHUNK, copy);
    }
    return new Tensor(tensor.name(), tensor.rows(), width, chunks);
  }
}
