package io.lethe.benchmarks.load;

import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Asks for one erasure after another, whatever happens to them, and waits for all at the end. */
public final class PacedErasures implements Runnable {

  private static final Duration ERASURE_MAX = Duration.ofMinutes(5);

  private final LetheClient client;
  private final String model;
  private final List<String> users;
  private final Duration pause;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final List<ErasureHandle> accepted = new ArrayList<>();
  private int asked;
  private int refused;

  /**
   * What became of them.
   *
   * @param secondsAfter how long the last took after the first look at the end
   */
  public record Ended(int accepted, int refused, int completed, double secondsAfter) {}

  /** Of these users, each once, with a pause after each request. */
  public PacedErasures(LetheClient client, String model, List<String> users, Duration pause) {
    this.client = client;
    this.model = model;
    this.users = users;
    this.pause = pause;
  }

  @Override
  public void run() {
    while (!stop.get() && asked < users.size()) {
      try {
        accepted.add(client.unlearn(ErasureRequest.ofUser(model, users.get(asked++))));
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      } catch (LetheException notTaken) {
        refused++;
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Asks for no more. */
  public void stop() {
    stop.set(true);
  }

  /** How many it asked for, after it ran. */
  public int asked() {
    return asked;
  }

  /** Waits for those that were accepted, after it ran. */
  public Ended ended() {
    long begin = System.nanoTime();
    int completed = 0;
    for (ErasureHandle handle : accepted) {
      Erasure erasure = handle.await(progress -> {}, ERASURE_MAX);
      completed += erasure.state() == Erasure.State.COMPLETED ? 1 : 0;
    }
    return new Ended(accepted.size(), refused, completed, (System.nanoTime() - begin) / 1e9);
  }
}
