package io.lethe.server.hook;

import io.lethe.engine.elsewhere.TrainingDue;
import io.lethe.engine.elsewhere.TrainingsElsewhere;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.work.RetryingLoop;
import io.lethe.server.config.ElsewhereConfig;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the operator's address and program of trainings that are due elsewhere, each of them at least once:
 * what they do not take is told again, after a growing delay, and anew after a restart while it is due. Of
 * one model and reason only the latest is told. Thread-safe.
 */
public final class TrainingHook implements AutoCloseable {

  private static final RetryingLoop.Delays RETRIES = new RetryingLoop.Delays(
      Duration.ofSeconds(1), Duration.ofHours(1));

  private final List<Line> lines = new ArrayList<>();
  private final World world;

  /**
   * What it needs besides its configuration.
   *
   * @param signing the installation's key
   * @param outgoing tells: waits for others
   * @param timer plans what is told again
   */
  public record World(
      PrivateKey signing, InstantSource clock, Supplier<UUID> ids, Executor outgoing,
      ScheduledExecutorService timer) {}

  /** With nothing to tell. */
  public TrainingHook(ElsewhereConfig config, World world) {
    this(config, world, RETRIES);
  }

  TrainingHook(ElsewhereConfig config, World world, RetryingLoop.Delays retries) {
    this.world = world;
    config.url()
        .map(url -> new PostedNotice(url, world.signing(), config.timeout()))
        .ifPresent(posted -> lines.add(new Line("training-elsewhere.url", posted, retries)));
    config.command()
        .map(program -> new NoticedProgram(program, config.timeout()))
        .ifPresent(run -> lines.add(new Line("training-elsewhere.command", run, retries)));
  }

  /** Tells what an engine tells from now on; before the engine's start. */
  public void listen(TrainingsElsewhere trainings) {
    trainings.onDue(this::due);
  }

  void due(TrainingDue due) {
    TrainingNotice notice = new TrainingNotice(world.ids().get(), world.clock().instant(), due);
    lines.forEach(line -> line.add(notice));
  }

  /** One receiver, and what it has not taken yet. */
  private final class Line {

    private record Matter(ModelName model, TrainingDue.Reason reason) {}

    private final NoticeReceiver receiver;
    private final RetryingLoop loop;
    /** Guarded by this. */
    private final Map<Matter, TrainingNotice> untold = new LinkedHashMap<>();

    Line(String setting, NoticeReceiver receiver, RetryingLoop.Delays retries) {
      this.receiver = receiver;
      this.loop = new RetryingLoop(
          "notices to " + setting, this::tellAll, world.outgoing(), world.timer(), retries);
    }

    synchronized void add(TrainingNotice notice) {
      untold.put(new Matter(notice.due().model(), notice.due().reason()), notice);
      loop.wake();
    }

    /** One that is not taken keeps no other back. */
    private void tellAll() {
      @Nullable
      NoticeFailedException last = null;
      for (TrainingNotice notice : waiting()) {
        try {
          receiver.tell(notice);
          told(notice);
        } catch (NoticeFailedException failed) {
          last = failed;
        }
      }
      if (last != null) {
        throw last;
      }
    }

    private synchronized List<TrainingNotice> waiting() {
      return List.copyOf(untold.values());
    }

    private synchronized void told(TrainingNotice notice) {
      untold.remove(new Matter(notice.due().model(), notice.due().reason()), notice);
    }

    void close() {
      loop.stop();
      receiver.close();
    }
  }

  /** Begins to tell nothing more; a post under way is broken off. */
  @Override
  public void close() {
    lines.forEach(Line::close);
  }
}
