package io.lethe.client;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.lethe.client.plugin.PluginChange;
import io.lethe.v1.ActivateVersionRequest;
import io.lethe.v1.AuditServiceGrpc;
import io.lethe.v1.DeleteModelRequest;
import io.lethe.v1.GetConsistencyProofRequest;
import io.lethe.v1.GetLogCheckpointRequest;
import io.lethe.v1.GetLogCheckpointResponse;
import io.lethe.v1.GetModelRequest;
import io.lethe.v1.GetModelVersionRequest;
import io.lethe.v1.ListAuditEventsRequest;
import io.lethe.v1.ListAuditEventsResponse;
import io.lethe.v1.ListErasuresRequest;
import io.lethe.v1.ListErasuresResponse;
import io.lethe.v1.ListModelVersionsRequest;
import io.lethe.v1.ListModelVersionsResponse;
import io.lethe.v1.ListModelsRequest;
import io.lethe.v1.ListModelsResponse;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.RebaseVersionRequest;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.SearchErasuresRequest;
import io.lethe.v1.SearchErasuresResponse;
import io.lethe.v1.UnlearningServiceGrpc;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Lethe server, called from Java. Thread-safe; make one and keep it.
 *
 * <p>Every call has a deadline and is retried while the server is unavailable and time is left;
 * nothing is done twice by that. A call that fails throws {@link LetheException}. Models go by
 * their id, such as {@code movies}.
 */
public final class LetheClient extends InteractionCalls implements AutoCloseable {

  private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);

  private final ManagedChannel channel;
  private final Calls calls;

  LetheClient(ManagedChannel channel, Calls calls) {
    super(calls);
    this.channel = channel;
    this.calls = calls;
  }

  /**
   * Sets up a client.
   *
   * @param target {@code host:port}, or any gRPC target
   */
  public static LetheClientBuilder builder(String target) {
    return new LetheClientBuilder(target);
  }

  /** The same server, answering with futures. Lives as long as this client. */
  public AsyncLetheClient async() {
    return new AsyncLetheClient(calls);
  }

  /**
   * The same client, whose calls have this deadline: for one call, or some. Closing one closes both.
   *
   * @param deadline retries included
   */
  public LetheClient within(Duration deadline) {
    return new LetheClient(channel, calls.within(LetheClientBuilder.positive(deadline)));
  }

  /**
   * The same client, whose recommendations and scores are answered by the version of an alias. Closing
   * one closes both.
   *
   * @param alias such as {@code canary}; a model without it is ALIAS_NOT_FOUND
   */
  public LetheClient byAlias(String alias) {
    return new LetheClient(channel, calls.byAlias(alias));
  }

  /**
   * For the generated stubs of {@code io.lethe.v1}, with this client's encryption, identity and
   * retries, but without a deadline; {@link LetheException#of} reads their failures.
   */
  public Channel channel() {
    return channel;
  }

  /** How long a call of this client may take, retries included. */
  public Duration deadline() {
    return calls.deadline();
  }

  /** The {@code n} best items that the user has not seen. */
  public Recommendations recommend(String model, String user, int n) {
    return recommend(RecommendQuery.of(model, user, n));
  }

  /** The best items for a user. */
  public Recommendations recommend(RecommendQuery query) {
    return Answers.recommendations(
        calls.unary(
            RecommendationServiceGrpc.getRecommendMethod(), Requests.recommend(query, calls)));
  }

  /** The {@code n} best unseen items for each of 1 to 256 users; users times n at most 50000. */
  public BatchRecommendations batchRecommend(String model, List<String> users, int n) {
    return batchRecommend(model, users, n, Fallback.NONE, "");
  }

  /** The same, with what answers for unknown users, and a {@link RecommendQuery#filter}; "" for none. */
  public BatchRecommendations batchRecommend(
      String model, List<String> users, int n, Fallback fallback, String filter) {
    return Answers.batch(
        calls.unary(
            RecommendationServiceGrpc.getBatchRecommendMethod(),
            Requests.batch(model, users, n, fallback, filter, calls)));
  }

  /**
   * The best items for a history; nothing is stored.
   *
   * @throws LetheException with reason HISTORY_NOT_SUPPORTED if the model's family cannot be asked so,
   *     ITEM_NOT_FOUND if it knows no item of the history
   */
  public Recommendations recommendForItems(ItemsQuery query) {
    return Answers.forItems(
        calls.unary(
            RecommendationServiceGrpc.getRecommendForItemsMethod(),
            Requests.forItems(query, calls)));
  }

  /** The items that go with an item: what is recommended to a user of this one interaction. */
  public Recommendations similarItems(SimilarItemsQuery query) {
    return Answers.similar(
        calls.unary(
            RecommendationServiceGrpc.getSimilarItemsMethod(), Requests.similar(query, calls)));
  }

  /** The scores of 1 to 1000 items for a user. */
  public Scores score(String model, String user, List<String> items) {
    return Answers.scores(
        calls.unary(
            RecommendationServiceGrpc.getScoreMethod(), Requests.score(model, user, items, calls)));
  }

  /** The models, by name; pages are fetched as the stream is read. */
  public Stream<Model> models() {
    return Pages.stream(token -> {
      ListModelsResponse page = calls.unary(
          ModelServiceGrpc.getListModelsMethod(),
          ListModelsRequest.newBuilder().setPageToken(token).build());
      return new Pages.Page<>(
          page.getModelsList().stream().map(Models::model).toList(), page.getNextPageToken());
    });
  }

  /** One model. */
  public Model model(String model) {
    return Models.model(
        calls.unary(
            ModelServiceGrpc.getGetModelMethod(),
            GetModelRequest.newBuilder().setName(Requests.modelName(model)).build()));
  }

  /** The versions of a model, newest first; pages are fetched as the stream is read. */
  public Stream<ModelVersion> versions(String model) {
    return Pages.stream(token -> {
      ListModelVersionsResponse page = calls.unary(
          ModelServiceGrpc.getListModelVersionsMethod(),
          ListModelVersionsRequest.newBuilder()
              .setParent(Requests.modelName(model))
              .setPageToken(token)
              .build());
      return new Pages.Page<>(
          page.getModelVersionsList().stream().map(Models::version).toList(),
          page.getNextPageToken());
    });
  }

  /** One version. */
  public ModelVersion version(VersionName version) {
    return Models.version(
        calls.unary(
            ModelServiceGrpc.getGetModelVersionMethod(),
            GetModelVersionRequest.newBuilder().setName(version.toString()).build()));
  }

  /** Makes a version the one that answers, unless it holds erased data. */
  public ModelVersion activate(VersionName version) {
    return Models.version(
        calls.unary(
            ModelServiceGrpc.getActivateVersionMethod(),
            ActivateVersionRequest.newBuilder().setName(version.toString()).build()));
  }

  /**
   * Makes a new version of an earlier one, without what was erased since, and has it answer: the way
   * back where {@link #activate} refuses.
   */
  public ModelVersion rebase(VersionName version) {
    return Models.version(
        calls.unary(
            ModelServiceGrpc.getRebaseVersionMethod(),
            RebaseVersionRequest.newBuilder().setName(version.toString()).build()));
  }

  /**
   * Makes an alias or changes it: a version that answers calls that name the alias, and a share of the
   * users.
   *
   * @param version its version's number; empty for the one that it has
   * @param basisPoints the share, 0 to 10000; empty for the one that it has, 0 for a new alias
   */
  public Model.Alias setAlias(
      String model, String alias, OptionalLong version, OptionalInt basisPoints) {
    return Models.alias(
        calls.unary(
            ModelServiceGrpc.getSetAliasMethod(),
            Requests.setAlias(model, alias, version, basisPoints)));
  }

  /** Takes an alias away; the active version answers for its share. */
  public void deleteAlias(String model, String alias) {
    calls.unary(ModelServiceGrpc.getDeleteAliasMethod(), Requests.deleteAlias(model, alias));
  }

  /**
   * Has the server read its plugin folder again, for trainings that begin afterwards. Versions go on
   * with the plugin that made them. This call has a minute more than the client's deadline.
   */
  public List<PluginChange> reloadPlugins() {
    return Models.reload(calls);
  }

  /**
   * Deletes a model for good, its versions and interactions; receipts and the digests of what was
   * erased from it stay.
   *
   * @param model the model's id
   * @throws LetheException with reason CONCURRENT_CHANGE while a version of it is being made
   */
  public void deleteModel(String model) {
    calls.unary(
        ModelServiceGrpc.getDeleteModelMethod(),
        DeleteModelRequest.newBuilder().setName(Requests.modelName(model)).build());
  }

  /**
   * Lets a user, an item or interactions that were erased count again: what happens from now on, and
   * nothing earlier. Repeating it does nothing, also for what was never erased.
   *
   * @return how much of the target counts again by this call
   * @throws LetheException with reason CONCURRENT_CHANGE while an erasure of it has not ended
   */
  public int readmit(String model, ForgetTarget target) {
    return calls
        .unary(UnlearningServiceGrpc.getReadmitSubjectMethod(), Requests.readmit(model, target))
        .getReadmittedCount();
  }

  /** Has a model trained; returns when the request is accepted. */
  public TrainingHandle train(TrainingRequest request) {
    return training(
        calls.unary(ModelServiceGrpc.getTrainModelMethod(), Requests.train(request)).getName());
  }

  /** A training that was accepted before, by the name its handle had. */
  public TrainingHandle training(String name) {
    return new TrainingHandle(calls, name);
  }

  /**
   * Has a model forget. When this returns, the request is on the server's disk and what it names is
   * no longer served; {@link ErasureHandle#await} waits for the rest.
   */
  public ErasureHandle unlearn(ErasureRequest request) {
    return erasure(
        Erasures.name(
            calls.unary(
                UnlearningServiceGrpc.getUnlearnMethod(), Requests.unlearn(request, false))));
  }

  /** What a request to forget would do. Changes nothing and does not use the request's id up. */
  public ErasurePlan plan(ErasureRequest request) {
    return Erasures.plan(
        calls.unary(UnlearningServiceGrpc.getUnlearnMethod(), Requests.unlearn(request, true)));
  }

  /** An erasure that was accepted before, by the name its handle had. */
  public ErasureHandle erasure(String name) {
    return new ErasureHandle(calls, name);
  }

  /** All erasures, the latest accepted first; pages are fetched as the stream is read. */
  public Stream<Erasure> erasures() {
    return erasures(Erasure.Filter.ALL);
  }

  /** Some erasures, the latest accepted first; pages are fetched as the stream is read. */
  public Stream<Erasure> erasures(Erasure.Filter filter) {
    ListErasuresRequest request = Erasures.list(filter);
    return Pages.stream(token -> {
      ListErasuresResponse page = calls.unary(
          UnlearningServiceGrpc.getListErasuresMethod(),
          request.toBuilder().setPageToken(token).build());
      return new Pages.Page<>(
          page.getErasuresList().stream().map(Erasures::erasure).toList(), page.getNextPageToken());
    });
  }

  /**
   * The erasures of one user or item, the latest accepted first, found by the digests that erasures
   * leave, so also after it is gone. Needs the role {@code audit}.
   *
   * @param subject a user or an item; erasures of single interactions are not found
   */
  public Stream<Erasure> erasuresOf(ForgetTarget subject) {
    SearchErasuresRequest request = Erasures.search(subject);
    return Pages.stream(token -> {
      SearchErasuresResponse page = calls.unary(
          UnlearningServiceGrpc.getSearchErasuresMethod(),
          request.toBuilder().setPageToken(token).build());
      return new Pages.Page<>(
          page.getErasuresList().stream().map(Erasures::erasure).toList(), page.getNextPageToken());
    });
  }

  /**
   * Which principal did what, and what was refused, the latest first; pages are fetched as the stream
   * is read. Needs the role {@code audit} or {@code admin}.
   */
  public Stream<AuditEvent> auditEvents() {
    return Pages.stream(token -> {
      ListAuditEventsResponse page = calls.unary(
          AuditServiceGrpc.getListAuditEventsMethod(),
          ListAuditEventsRequest.newBuilder().setPageToken(token).build());
      return new Pages.Page<>(
          page.getAuditEventsList().stream().map(Answers::auditEvent).toList(),
          page.getNextPageToken());
    });
  }

  /** The receipt log's latest checkpoint, for a {@link LogVerifier} to check. */
  public LogCheckpoint logCheckpoint() {
    GetLogCheckpointResponse answer = calls.unary(
        AuditServiceGrpc.getGetLogCheckpointMethod(), GetLogCheckpointRequest.getDefaultInstance());
    return Answers.checkpoint(answer);
  }

  /**
   * The path that shows that the receipt log at one size begins with the log at a smaller one.
   *
   * @param olderSize leaves, from 0
   * @param newerSize leaves, at most those of the latest checkpoint
   * @return hashes of 32 bytes, for a {@link LogVerifier} to check
   */
  public List<ByteString> consistencyProof(long olderSize, long newerSize) {
    GetConsistencyProofRequest request = GetConsistencyProofRequest.newBuilder()
        .setOldSize(olderSize)
        .setNewSize(newerSize)
        .build();
    return calls.unary(AuditServiceGrpc.getGetConsistencyProofMethod(), request).getPathList();
  }

  /** Ends the connection; calls under way get a few seconds to end. */
  @Override
  public void close() {
    channel.shutdown();
    try {
      if (!channel.awaitTermination(CLOSE_GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
        channel.shutdownNow();
      }
    } catch (InterruptedException e) {
      channel.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * That a principal did something, or was refused.
   *
   * @param principal a service or an employee, never a data subject
   * @param action the method's name, such as {@code ActivateVersion}, or the command's
   * @param resource what it was done to, by resource name; empty if it has no name
   * @param refusal why it was refused, a name of {@link io.lethe.v1.ErrorReason}; empty if it was done
   */
  public record AuditEvent(
      Instant time, String principal, String action, String resource, Optional<String> refusal) {}
}
