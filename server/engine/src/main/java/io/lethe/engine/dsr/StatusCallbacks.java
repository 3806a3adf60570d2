package io.lethe.engine.dsr;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.run.ErasureCoordinator;
import io.lethe.engine.work.RetryingLoop;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells controllers where their requests are: every address every status, in order, at least once,
 * over restarts. What is open is bounded. Thread-safe.
 */
public final class StatusCallbacks implements AutoCloseable {

  private final ErasureCoordinator erasures;
  private final CallbackParts parts;
  private final Threads threads;
  private final CallbackConfig config;
  private final Map<UUID, List<CallbackLine>> lines = new ConcurrentHashMap<>();
  private final Map<ErasureId, UUID> requests = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean stopped;

  /**
   * Where it works.
   *
   * @param sending waits for the answers of addresses, each on a thread of its own as {@link
   *     #newSending} has them: whoever never answers holds up nobody else
   * @param timer short tasks only
   */
  public record Threads(Executor sending, ScheduledExecutorService timer) {}

  /** Threads that cost next to nothing; as many as callbacks are open, at most. */
  public static ExecutorService newSending() {
    return Executors
        .newThreadPerTaskExecutor(Thread.ofVirtual().name("lethe-callback-", 0).factory());
  }

  /** With nothing to tell. */
  public StatusCallbacks(
      ErasureCoordinator erasures, SubjectRequestLedger ledger, CallbackSender sender,
      InstantSource clock, Threads threads, CallbackConfig config) {
    this.erasures = erasures;
    this.parts = new CallbackParts(
        ledger, new SubjectRequestReader(ledger, erasures), sender, clock, config);
    this.threads = threads;
    this.config = config;
  }

  /**
   * Takes up what was not told before the last end, and listens. After the engine's start; once.
   */
  public void start() {
    erasures.onState(this::wake);
    Map<UUID, List<StatusCallback>> untold = new LinkedHashMap<>();
    for (StatusCallback callback : parts.ledger().callbacks()) {
      untold.computeIfAbsent(callback.request(), absent -> new ArrayList<>()).add(callback);
    }
    untold.forEach((id, callbacks) -> {
      open.addAndGet(callbacks.size());
      follow(parts.ledger().find(id).orElseThrow(), callbacks);
    });
  }

  /**
   * Takes room for callbacks of a request that is about to be accepted.
   *
   * @throws LetheException of kind {@code OVERLOADED} if there are too many open
   */
  void takeRoom(int callbacks) {
    if (open.addAndGet(callbacks) > config.openMax()) {
      open.addAndGet(-callbacks);
      throw new LetheException(
          ErrorKind.OVERLOADED, "%d status callbacks wait for their addresses; at most %d may"
              .formatted(open.get(), config.openMax()));
    }
  }

  /** The request was not accepted. */
  void giveRoomBack(int callbacks) {
    open.addAndGet(-callbacks);
  }

  /** Tells of a request from now on; its callbacks are durable and have their room. */
  void follow(SubjectRequest request, List<StatusCallback> callbacks) {
    if (callbacks.isEmpty()) {
      return;
    }
    AtomicInteger left = new AtomicInteger(callbacks.size());
    List<CallbackLine> followed = callbacks.stream()
        .map(callback -> line(request, callback, left))
        .toList();
    lines.put(request.id(), followed);
    request.erasures().forEach(erasure -> requests.put(erasure, request.id()));
    followed.forEach(CallbackLine::wake);
    if (stopped) {
      followed.forEach(CallbackLine::stop);
    }
  }

  private CallbackLine line(SubjectRequest request, StatusCallback callback, AtomicInteger left) {
    return new CallbackLine(
        request, callback, parts,
        task -> new RetryingLoop(
            callback.toString(), task, threads.sending(), threads.timer(), config.retries()),
        () -> {
          open.decrementAndGet();
          if (left.decrementAndGet() == 0) {
            lines.remove(request.id());
            request.erasures().forEach(requests::remove);
          }
        });
  }

  /** On the engine's threads: quick. */
  private void wake(Erasure erasure) {
    UUID request = requests.get(erasure.id());
    if (request != null) {
      lines.getOrDefault(request, List.of()).forEach(CallbackLine::wake);
    }
  }

  /** Callbacks that have not ended. */
  public int open() {
    return open.get();
  }

  /** Begins to tell nothing more; what is untold is found again at the next start. */
  @Override
  public void close() {
    stopped = true;
    lines.values().forEach(some -> some.forEach(CallbackLine::stop));
  }
}
