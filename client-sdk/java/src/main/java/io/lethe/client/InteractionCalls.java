package io.lethe.client;

import io.lethe.v1.InteractionServiceGrpc;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The calls of {@link LetheClient} that take interactions in or show them. */
abstract sealed class InteractionCalls permits LetheClient {

  private final Calls calls;

  InteractionCalls(Calls calls) {
    this.calls = calls;
  }

  /**
   * Has a model take in interactions, all of them or none. When this returns, they are on the server's
   * disk, and the next recommendation leaves them out. What was ever erased is not taken in. Needs the
   * role {@code ingest}.
   */
  public Appended appendInteractions(AppendRequest request) {
    return Appends.appended(
        calls
            .unary(InteractionServiceGrpc.getAppendInteractionsMethod(), Appends.request(request)));
  }

  /** {@link #appendAll(String, Stream, Repeats)}, with the latest value of each pair. */
  public AppendSummary appendAll(String model, Stream<InteractionRow> rows) {
    return appendAll(model, rows, Repeats.LATEST);
  }

  /** {@link #appendAll(String, Stream, Repeats, Map)}, with every event type of weight 1. */
  public AppendSummary appendAll(String model, Stream<InteractionRow> rows, Repeats repeats) {
    return appendAll(model, rows, repeats, Map.of());
  }

  /**
   * Has a model take in any number of interactions, in their order, by batches of at most 10000 with a
   * request id and this client's deadline each.
   *
   * @param rows read as they are sent
   * @param eventWeights as {@link AppendRequest#weighing} takes them
   * @throws LetheException for the first batch that fails, with what was {@link
   *     LetheException#appended} before and the batch's {@link LetheException#requestId}; if its
   *     outcome is not known, send that batch again under that id, then go on
   */
  public AppendSummary appendAll(
      String model, Stream<InteractionRow> rows, Repeats repeats, Map<String, Float> eventWeights) {
    return Appends.all(calls, model, rows, repeats, eventWeights);
  }

  /** {@link #importInteractions(String, UUID, Iterator, Repeats, Map)}, with every event type of weight 1. */
  public ImportSummary importInteractions(
      String model, UUID importId, Iterator<InteractionRow> rows, Repeats repeats) {
    return importInteractions(model, importId, rows, repeats, Map.of());
  }

  /**
   * Has a model take in any number of interactions by a stream, in their order; one that is cut
   * goes on by itself. Beyond 5,000,000 that no version has learned the server takes no more, {@code
   * MODEL_NOT_READY}: a training makes room, and the import goes on under its id. What the server has of the import already
   * is read and passed over, so a process that ended goes on when another calls this with the same id
   * and rows within 24 hours. A row that cannot be stored is refused by itself. When this returns, all
   * others are on the server's disk. Needs the role {@code ingest}.
   *
   * @param importId a random (version 4) UUID, kept for going on
   * @param rows read as they are sent, on this thread; some 40,000 of them are in memory
   * @param eventWeights as {@link AppendRequest#weighing} takes them
   * @throws LetheException if the server refuses the import, or nothing new is on its disk within this
   *     client's deadline, or the thread is interrupted; with what was {@link LetheException#appended}
   *     before
   */
  public ImportSummary importInteractions(
      String model, UUID importId, Iterator<InteractionRow> rows, Repeats repeats,
      Map<String, Float> eventWeights) {
    return new ImportSender(calls, Appends.importHead(model, importId, repeats, eventWeights), rows)
        .send();
  }

  /**
   * All interactions of a user that the server holds for a model, by item; pages are fetched as the
   * stream is read. Needs the role {@code audit}.
   */
  public Stream<InteractionRow> interactionsOfUser(String model, String user) {
    return Appends.ofUser(calls, model, user);
  }
}
