package io.lethe.benchmarks.purges;

import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Latencies;
import io.lethe.benchmarks.figures.Words;
import io.lethe.benchmarks.process.ProcessUse;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.interaction.FileInteractionLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One user after another is purged from a log of made-up interactions that one import appended: what
 * follows an erasure's being live, apart from the checkpoint. Arguments: a folder that is not there,
 * then numbers by name.
 */
public final class PurgeRun {

  private static final ModelName MODEL = new ModelName("ratings");
  private static final int WARMUP = 5;

  private final int users;
  private final int items;
  private final int each;
  private final boolean byTime;

  private PurgeRun(Words words) {
    users = (int) words.number("users", 200_000);
    items = (int) words.number("items", 50_000);
    each = (int) words.number("ratings", 50);
    byTime = words.number("by-time", 0) > 0;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    Words words = Words.of(List.of(arguments).subList(1, arguments.length));
    new PurgeRun(words).run(Path.of(arguments[0]), (int) words.number("n", 50));
  }

  private void run(Path data, int count) throws IOException {
    try (DataFolder folder = DataFolder.open(data)) {
      FileInteractionLog log = new FileInteractionLog(folder);
      long rows = log.append(MODEL, interactions());
      Random random = new Random(1);
      List<Long> nanos = new ArrayList<>();
      ProcessUse begin = ProcessUse.of(ProcessHandle.current().pid());
      for (int k = 0; k < WARMUP + count; k++) {
        if (k == WARMUP) {
          nanos.clear();
          begin = ProcessUse.of(ProcessHandle.current().pid());
        }
        ErasureTarget user = new ErasureTarget.User(user(random.nextInt(users)));
        long start = System.nanoTime();
        var _ = log.purge(MODEL, List.of(user));
        nanos.add(System.nanoTime() - start);
      }
      ProcessUse used = ProcessUse.of(ProcessHandle.current().pid()).since(begin);
      Console.line(
          "%d rows of %d users and %d items%s; a user of %d rows purged", rows, users, items,
          byTime ? ", everybody's spread over all" : "", each);
      Console.line("%s", new Latencies(nanos.stream().mapToLong(Long::longValue).toArray()));
      Console.line("each                 %s", used.over(count));
    }
  }

  private static String user(int number) {
    return "user-%06d".formatted(number);
  }

  private InteractionColumns interactions() {
    int rows = users * each;
    int[] userColumn = new int[rows];
    int[] itemColumn = new int[rows];
    float[] values = new float[rows];
    for (int row = 0; row < rows; row++) {
      userColumn[row] = byTime ? row % users : row / each;
      itemColumn[row] = (int) (row * 7919L % items);
      values[row] = 1 + row % 5;
    }
    return new InteractionColumns(
        IntStream.range(0, users).mapToObj(PurgeRun::user).toList(),
        IntStream.range(0, items).mapToObj("item-%06d"::formatted).toList(), userColumn, itemColumn,
        values);
  }
}
