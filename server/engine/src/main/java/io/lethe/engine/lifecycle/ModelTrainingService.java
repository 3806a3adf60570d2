package io.lethe.engine.lifecycle;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.run.ModelAliases;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.TrainingFacts;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.purge.StaleVersions;
import io.lethe.engine.erasure.purge.Suppression;
import io.lethe.engine.erasure.receipt.ReceiptLog;
import io.lethe.engine.erasure.run.ErasureCoordinator;
import io.lethe.engine.erasure.solve.ErasureSolver;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.plugin.FamilyChoice;
import io.lethe.engine.plugin.HostedPlugin;
import io.lethe.engine.publish.DescribedItems;
import io.lethe.engine.publish.Published;
import io.lethe.engine.publish.ToldTrainings;
import io.lethe.engine.publish.VersionDraft;
import io.lethe.engine.publish.VersionMetrics;
import io.lethe.engine.publish.VersionPublisher;
import io.lethe.engine.publish.VersionTrainer;
import io.lethe.engine.subject.ContainmentList;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.engine.subject.Tombstones;
import io.lethe.engine.vectors.VectorImport;
import io.lethe.engine.work.StepTimer;
import io.lethe.spi.DataShape;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Trains new versions from a model's log and publishes them by the same way as erasures do. What
 * was ever erased is left out; erasures that go live while a training runs are carried out on its
 * result before it is published. Thread-safe; trainings of one model may overlap, the later to end
 * wins.
 */
public final class ModelTrainingService {

  private final ErasureLedger ledger;
  private final InteractionLog log;
  private final ReceiptLog receipts;
  private final TrainingRooms rooms;
  private final int attemptsMax;
  private final int keptMax;

  /** What trainings work with. */
  record TrainingRooms(
      FamilyChoice families, EarlierVersions versions, Suppression suppression,
      ModelRegistry registry, VersionPublisher publisher, ContainmentList containments,
      SubjectDigests digests, VersionTrainer trainer, VectorImport vectors, TakeoverTrial trial,
      ErasureSolver solver, ModelAliases aliases, ErasureCoordinator erasures, StaleVersions stale,
      InteractionIntake intake, DescribedItems items, ToldTrainings told, Executor housekeeping,
      Failpoints failpoints) {}

  ModelTrainingService(
      EnginePorts ports, ReceiptLog receipts, TrainingRooms rooms, int attemptsMax, int keptMax) {
    this.receipts = receipts;
    this.ledger = ports.ledger();
    this.log = ports.log();
    this.rooms = rooms;
    this.attemptsMax = attemptsMax;
    this.keptMax = keptMax;
  }

  /**
   * A content, what made it last, and how far it reflects erasures.
   *
   * @param parent the version it was made from; null for a training
   * @param mark of the version's metrics if it should not take the place of one that answers: because it
   *     is worse, or was not asked for that; else empty
   */
  private record Candidate(
      VersionContent content, @Nullable VersionId parent, VersionOrigin origin, TrainingFacts facts,
      Map<String, Double> metrics, long position, Map<String, Double> mark) {

    Candidate marked(Map<String, Double> as) {
      return new Candidate(content, parent, origin, facts, metrics, position, as);
    }
  }

  /**
   * Trains and publishes; returns when the new version answers, or is kept beside the one that does if
   * the request says so. Interrupting the calling thread
   * cancels it and leaves the model as it was.
   *
   * @throws LetheException of kind {@code MODEL_NOT_FOUND} (nothing was ever imported), {@code
   *     PLUGIN_NOT_FOUND}, {@code OPTION_INVALID}, {@code ARGUMENT_INVALID} (no interactions left),
   *     {@code RECEIPT_LOG_INCONSISTENT} (erasures may be missing), {@code CANCELLED}, {@code
   *     PLUGIN_FAILED}, {@code STORAGE_FULL}, {@code STORAGE_FAILED}
   */
  public ModelVersion train(TrainingRequest request, TrainingListener listener) {
    receipts.requireTrusted();
    if (request.beside() && keptMax == 1) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID,
          "keep_beside keeps a second version of the model, and versions.kept is 1; at least 2 are"
              + " needed",
          Map.of("field", "keep_beside"));
    }
    try {
      return rooms.told().asked(request.model(), listener.work(), () -> trained(request, listener));
    } finally {
      rooms.vectors().ended(request.model(), request.options());
      // Erasures of a model without a version wait for the end of its training.
      rooms.erasures().wake(request.model());
    }
  }

  private ModelVersion trained(TrainingRequest request, TrainingListener listener) {
    listener.stage(TrainingListener.Stage.READING);
    try (ContainmentList.Hold _ = rooms.containments().hold(request.model())) {
      ledger.requireNotDeleted(request.model());
      rooms.intake().settle(request.model());
      long end = end(request.model());
      // After the log's end: of what is readmitted, no row before it must be missed. Before the rows:
      // what is erased from then on is told by the hold.
      Tombstones tombstones = ledger.tombstones(request.model());
      InteractionColumns rows = log.read(request.model(), end);
      RecommenderPlugin plugin = rooms.families().of(request.plugin(), shape(rows));
      listener.chosen(plugin.name());
      boolean elsewhere = plugin.trainedElsewhere();
      if (elsewhere) {
        rooms.vectors().check(plugin, request.options(), tombstones);
      }
      TrainingFacts wanted = new TrainingFacts(
          request.seed(), request.options(), end, elsewhere ? 0 : request.validationShare(),
          request.seed());
      Source source = new Source(
          request.model(), plugin, wanted, VersionOrigin.TRAINING, tombstones, active -> true);
      Training training = (data, config) -> elsewhere
          ? rooms.vectors().bringIn(request.model(), plugin, data, config, listener::epoch)
          : rooms.trainer().trainToServe(plugin, data, config, request.finalFit(), listener::epoch);
      Candidate candidate = candidate(source, rows, training, listener)
          .marked(request.beside() ? Map.of(VersionMetrics.BESIDE, 1.0) : Map.of());
      return publishNow(source, candidate, listener).version();
    }
  }

  private static DataShape shape(InteractionColumns rows) {
    return new DataShape(rows.userIds().size(), rows.itemIds().size(), rows.size());
  }

  /**
   * Trains a version's model again, with its own seed and options, from what the log holds by now,
   * and publishes the result, or keeps it beside the version that answers.
   *
   * <p>It is kept where a {@link TakeoverTrial} finds it worse than is allowed. Privacy comes
   * before that: where erasures have used up what they may leave undone, the result answers in any
   * case.
   *
   * @return the new version; empty if what answers now comes from another training, which stays
   * @throws LetheException as {@link #train} and {@link TakeoverTrial#hold}
   */
  Optional<ModelVersion> retrain(ModelVersion due) {
    receipts.requireTrusted();
    ModelName model = due.id().model();
    TrainingFacts facts = due.manifest().training();
    RecommenderPlugin plugin = due.content().plugin();
    Predicate<ModelVersion> sameTraining = active -> active.manifest().training().equals(facts)
        && active.manifest().plugin().equals(plugin.name())
        && HostedPlugin.digestOf(active.content().plugin()).equals(HostedPlugin.digestOf(plugin));
    try (ContainmentList.Hold _ = rooms.containments().hold(model)) {
      ledger.requireNotDeleted(model);
      rooms.intake().settle(model);
      TrainingFacts wanted = facts.upTo(log.end(model));
      Source source = new Source(
          model, plugin, wanted, VersionOrigin.RETRAINING, ledger.tombstones(model), sameTraining);
      InteractionColumns rows = log.read(model, wanted.logEnd());
      Training training = (data, config) -> rooms.trainer()
          .train(plugin, data, config, due.content().unlearning());
      Candidate candidate = tried(due, candidate(source, rows, training, TrainingListener.none()));
      return Optional.of(publishNow(source, candidate, TrainingListener.none()).version());
    } catch (LetheException failed) {
      if (failed.kind() == ErrorKind.CONCURRENT_CHANGE) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  private Candidate tried(ModelVersion due, Candidate made) {
    if (RetrainingNeed.budgetIsUsed(due)) {
      return made;
    }
    Optional<Takeover> verdict = rooms.trial().hold(due, made.content(), made.facts());
    Map<String, Double> metrics = new HashMap<>(made.metrics());
    verdict.ifPresent(found -> metrics.putAll(found.metrics()));
    return new Candidate(
        made.content(), null, made.origin(), made.facts(), Map.copyOf(metrics), made.position(),
        verdict.filter(Takeover::refused).map(refused -> Takeover.mark()).orElse(Map.of()));
  }

  /**
   * Takes out of an earlier version everything that was erased since it was made, as erasures do,
   * and publishes the result as a new version: the way back from a version that may not be
   * activated. The earlier one stays as it is, until it is destroyed.
   *
   * @throws LetheException of kind {@code MODEL_NOT_FOUND}, {@code VERSION_NOT_FOUND} (never made,
   *     or destroyed), {@code CHECKPOINT_DAMAGED} (the log has lost rows that it was made of),
   *     {@code PLUGIN_FAILED}, {@code VERIFICATION_FAILED}, {@code RECEIPT_LOG_INCONSISTENT},
   *     {@code CANCELLED}, {@code STORAGE_FULL}, {@code STORAGE_FAILED}
   */
  public ModelVersion rebase(VersionId id) {
    receipts.requireTrusted();
    ModelName model = id.model();
    try (ContainmentList.Hold _ = rooms.containments().hold(model)) {
      ledger.requireNotDeleted(model);
      // Before the version is looked through: what is erased from then on must not be missed.
      Tombstones tombstones = ledger.tombstones(model);
      ModelVersion earlier = rooms.versions().stored(id);
      Candidate holding = new Candidate(
          earlier.content(), id, earlier.manifest().origin(), earlier.manifest().training(),
          VersionMetrics.inherited(earlier.manifest().metrics()), tombstones.position(), Map.of());
      Candidate candidate = without(
          holding, rooms.suppression().everErasedIn(earlier), tombstones.position());
      Source source = new Source(
          model, earlier.content().plugin(), candidate.facts(), candidate.origin(), tombstones,
          active -> true);
      return publishAndClean(source, candidate).version();
    }
  }

  /**
   * What a training is made from.
   *
   * @param replaces whether its result may take the place of a version
   */
  private record Source(
      ModelName model, RecommenderPlugin plugin, TrainingFacts wanted, VersionOrigin origin,
      Tombstones tombstones, Predicate<ModelVersion> replaces) {}

  private long end(ModelName model) {
    long end = log.end(model);
    if (end == 0) {
      throw new LetheException(
          ErrorKind.MODEL_NOT_FOUND, "nothing was imported for a model " + model,
          Map.of("model", model.value()));
    }
    return end;
  }

  private Published publishNow(Source source, Candidate candidate, TrainingListener listener) {
    listener.stage(TrainingListener.Stage.PUBLISHING);
    boolean asked = source.origin() == VersionOrigin.TRAINING;
    rooms.failpoints()
        .hit(asked ? Failpoint.TRAINING_BEFORE_PUBLISH : Failpoint.RETRAINING_BEFORE_PUBLISH);
    Published published = publishAndClean(source, candidate);
    rooms.failpoints()
        .hit(asked ? Failpoint.TRAINING_AFTER_PUBLISH : Failpoint.RETRAINING_AFTER_PUBLISH);
    return published;
  }

  private Published publishAndClean(Source source, Candidate candidate) {
    ModelName model = source.model();
    Published published = publish(source, candidate);
    // Where no version answered before this one, none answers for the model's aliases yet.
    rooms.aliases().serve(model);
    rooms.erasures().wake(model);
    var _ = published.replaced().thenRunAsync(() -> cleaned(model), rooms.housekeeping());
    return published;
  }

  private void cleaned(ModelName model) {
    boolean _ = rooms.publisher().exclusively(model, () -> {
      rooms.intake().learned(model);
      return true;
    });
    // What is not destroyed while everything is copied goes after the next training or erasure.
    if (!rooms.stale().tidy(model)) {
      rooms.registry().wipeRetired(model);
    }
  }

  /** A way to train. */
  @FunctionalInterface
  private interface Training {
    VersionTrainer.Trained on(VersionData data, TrainingConfig config);
  }

  private Candidate candidate(
      Source source, InteractionColumns rows, Training training, TrainingListener listener) {
    TrainingFacts wanted = source.wanted();
    IntPredicate erased = rooms.digests().erased(source.model(), rows, source.tombstones());
    boolean asked = source.origin() == VersionOrigin.TRAINING;
    VersionData data = rooms.items()
        .data(source.model(), source.plugin(), wanted, asked, rows, erased);
    listener.stage(TrainingListener.Stage.TRAINING);
    VersionTrainer.Trained trained = training
        .on(data, new TrainingConfig(wanted.seed(), wanted.options()));
    TrainingFacts facts = new TrainingFacts(
        wanted.seed(), trained.effective(), wanted.logEnd(),
        trained.content().data().split().share(), wanted.splitSeed());
    return new Candidate(
        trained.content(), null, source.origin(), facts, trained.metrics(),
        source.tombstones().position(), Map.of());
  }

  /** The last attempt catches up inside the lane, where no erasure can go live meanwhile. */
  private Published publish(Source source, Candidate trained) {
    ModelName model = source.model();
    Candidate candidate = trained;
    for (int attempt = 1; attempt < attemptsMax; attempt++) {
      Candidate ready = candidate;
      Optional<Published> published = rooms.publisher()
          .exclusively(model, () -> publishIfCaughtUp(source, ready));
      if (published.isPresent()) {
        return published.get();
      }
      candidate = caughtUp(model, candidate);
    }
    Candidate last = candidate;
    return rooms.publisher()
        .exclusively(model, () -> publishIfCaughtUp(source, caughtUp(model, last)).orElseThrow());
  }

  private Optional<Published> publishIfCaughtUp(Source source, Candidate candidate) {
    ModelName model = source.model();
    @Nullable
    ModelVersion base = rooms.registry().active(model).orElse(null);
    if (base != null && !source.replaces().test(base)) {
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE, base.id() + " comes from another training",
          Map.of("model", model.value()));
    }
    if (base != null && base.erasurePosition() > candidate.position()) {
      return Optional.empty();
    }
    if (base != null && isKept(candidate, base)) {
      return Optional.of(kept(model, base, candidate));
    }
    rooms.intake().showFrom(model, candidate.facts().logEnd());
    VersionDraft draft = new VersionDraft(
        model, base, candidate.parent(), candidate.origin(), candidate.content(), candidate.facts(),
        candidate.position(), candidate.metrics());
    return Optional.of(rooms.publisher().publish(draft, ledger::commitVersion, StepTimer.none()));
  }

  /** What is worse answers all the same where erasures have used up what they may leave undone. */
  private static boolean isKept(Candidate candidate, ModelVersion base) {
    return !candidate.mark().isEmpty() && (candidate.mark().containsKey(VersionMetrics.BESIDE)
        || !RetrainingNeed.budgetIsUsed(base));
  }

  private Published kept(ModelName model, ModelVersion base, Candidate candidate) {
    Map<String, Double> metrics = new HashMap<>(candidate.metrics());
    metrics.putAll(candidate.mark());
    VersionDraft draft = new VersionDraft(
        model, base, null, candidate.origin(), candidate.content(), candidate.facts(),
        candidate.position(), metrics);
    ModelVersion kept = rooms.publisher().keep(draft);
    rooms.registry().neverServed(kept);
    return new Published(kept, CompletableFuture.completedFuture(kept.id()));
  }

  /** Its receipts must not say retrained of what was taken out of the trained model afterwards. */
  private Candidate caughtUp(ModelName model, Candidate candidate) {
    long reflected = rooms.registry().active(model).map(ModelVersion::erasurePosition).orElse(0L);
    if (reflected <= candidate.position()) {
      return candidate;
    }
    return without(
        candidate, rooms.containments().of(model).between(candidate.position(), reflected),
        reflected);
  }

  private Candidate without(Candidate candidate, List<ErasureTarget> targets, long reflected) {
    return rooms.solver()
        .forget(candidate.content(), candidate.facts(), targets)
        .map(
            forgotten -> new Candidate(
                forgotten.content(), candidate.parent(), VersionOrigin.INFLUENCE_UPDATE,
                forgotten.training(), candidate.metrics(), reflected, candidate.mark()))
        .orElseGet(
            () -> new Candidate(
                candidate.content(), candidate.parent(), candidate.origin(), candidate.facts(),
                candidate.metrics(), reflected, candidate.mark()));
  }
}
