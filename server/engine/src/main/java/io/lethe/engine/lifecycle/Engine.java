package io.lethe.engine.lifecycle;

import io.lethe.engine.LetheException;
import io.lethe.engine.alias.run.AliasChange;
import io.lethe.engine.alias.run.AliasDrop;
import io.lethe.engine.alias.run.FollowingAliases;
import io.lethe.engine.alias.run.ModelAliases;
import io.lethe.engine.alias.run.RememberedAliases;
import io.lethe.engine.catalog.Admissions;
import io.lethe.engine.catalog.Catalogs;
import io.lethe.engine.elsewhere.TrainingsElsewhere;
import io.lethe.engine.erasure.policy.SubjectReadmission;
import io.lethe.engine.erasure.purge.KeptTrainings;
import io.lethe.engine.erasure.purge.StaleVersions;
import io.lethe.engine.erasure.purge.Suppression;
import io.lethe.engine.erasure.receipt.ErasureProof;
import io.lethe.engine.erasure.receipt.ReceiptLog;
import io.lethe.engine.erasure.receipt.ReceiptSigner;
import io.lethe.engine.erasure.run.ErasureBoard;
import io.lethe.engine.erasure.run.ErasureCoordinator;
import io.lethe.engine.erasure.run.ErasureParts;
import io.lethe.engine.erasure.run.ErasureTime;
import io.lethe.engine.erasure.solve.ErasureSolver;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.interaction.InteractionIntake;
import io.lethe.engine.interaction.InteractionLog;
import io.lethe.engine.interaction.SettlingLog;
import io.lethe.engine.learning.Learner;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.observe.EngineEvent;
import io.lethe.engine.observe.EngineEvents;
import io.lethe.engine.plugin.FamilyChoice;
import io.lethe.engine.plugin.PluginGuard;
import io.lethe.engine.plugin.Plugins;
import io.lethe.engine.publish.DescribedItems;
import io.lethe.engine.publish.ToldTrainings;
import io.lethe.engine.publish.VersionConsolidation;
import io.lethe.engine.publish.VersionPublisher;
import io.lethe.engine.publish.VersionTrainer;
import io.lethe.engine.recommend.ItemRecommender;
import io.lethe.engine.recommend.RecentInteractions;
import io.lethe.engine.recommend.RecommendationCache;
import io.lethe.engine.recommend.watch.ScoringWatch;
import io.lethe.engine.subject.ContainmentList;
import io.lethe.engine.subject.SubjectDigests;
import io.lethe.engine.subject.Tombstones;
import io.lethe.engine.vectors.VectorImport;
import io.lethe.kernels.Kernels;
import io.lethe.unlearning.InfluenceUnlearner;
import java.security.SecureRandom;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole engine: its rooms, wired, and its start. {@link #start} serves what was served before and
 * takes up what was left unfinished; until then nothing answers. {@link #close} begins no further
 * work; the giver then ends the threads and closes the ports. Thread-safe.
 */
public final class Engine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final EngineEvents events = new EngineEvents();
  private final EnginePorts ports;
  private final ModelRegistry registry;
  private final RecommendationCache cache;
  private final long cacheItemsMax;
  private final PluginGuard guard;
  private final ScoringWatch scoring;
  private final Function<RecommendationCache, ItemRecommender> recommenders;
  private final ItemRecommender recommender;
  private final InteractionIntake intake;
  private final Catalogs catalogs;
  private final ErasureCoordinator erasures;
  private final SubjectReadmission readmission;
  private final ModelTrainingService training;
  private final Learner learner;
  private final BackgroundRetraining retraining;
  private final TrainingsElsewhere elsewhere;
  private final ModelActivation activation;
  private final ModelAliases aliases;
  private final FollowingAliases following;
  private final ModelRemoval removal;
  private final ModelDirectory directory;
  private final EngineStart start;
  private final ReceiptSigner signer;
  private final ReceiptLog receipts;

  /** An engine in which nothing is made to fail. */
  public Engine(
      EnginePorts ports, Plugins plugins, EngineIdentity identity, EngineThreads threads,
      ErasureTime time, EngineConfig config) {
    this(ports, plugins, identity, threads, time, config, Failpoints.none());
  }

  /** Wires an engine; touches no port and starts nothing. */
  public Engine(
      EnginePorts given, Plugins plugins, EngineIdentity identity, EngineThreads threads,
      ErasureTime time, EngineConfig config, Failpoints failpoints) {
    SettlingLog log = new SettlingLog(given.log(), given.appends(), failpoints);
    this.ports = given.with(log);
    this.cacheItemsMax = config.cacheItemsMax();
    this.cache = new RecommendationCache(cacheItemsMax);
    ContainmentList containments = new ContainmentList();
    SubjectDigests digests = new SubjectDigests(identity.keys().digestSecret());
    InfluenceUnlearner unlearner = new InfluenceUnlearner(
        config.unlearning(), Kernels.fastest(), time.nanoClock());
    this.guard = new PluginGuard(config.pluginLimits(), threads.guarded().heavy());
    VersionTrainer trainer = new VersionTrainer(unlearner, threads.plugins(), guard);
    ErasureSolver solver = new ErasureSolver(
        unlearner, trainer, guard, config.effort(), time.nanoClock());
    this.registry = new ModelRegistry(
        threads.erasures().timer(), config.drainDeadline(), events, this::retired);
    VersionPublisher publisher = new VersionPublisher(
        ports.checkpoints(), ports.ledger(), registry, time.clock(), events, failpoints);
    VersionLoader loader = new VersionLoader(
        ports, plugins, threads.plugins(), unlearner, digests, guard);
    Suppression suppression = new Suppression(ports.ledger(), ports.log(), digests);
    this.signer = new ReceiptSigner(identity.keys(), identity.encoder());
    this.receipts = new ReceiptLog(ports.ledger(), signer, ports.receipts());
    this.intake = new InteractionIntake(
        log, ports.appends(),
        new InteractionIntake.Models(
            ports.ledger(), this::erased, registry::active, registry::learnedByAll),
        digests, new InteractionIntake.Clocks(time.clock(), time.nanoClock()), failpoints);
    EarlierVersions earlier = new EarlierVersions(
        ports.ledger(), registry, receipts, loader, suppression);
    AliasChange change = new AliasChange(
        new RememberedAliases(ports.aliases()), registry, earlier, failpoints);
    this.following = new FollowingAliases(change, publisher);
    this.aliases = new ModelAliases(
        change, publisher, new ModelAliases.Rooms(intake::showBeside, new SecureRandom()),
        config.aliasesMax());
    PluginGuard brief = guard.within(config.rebaseWithin());
    Rebase rebase = new Rebase(
        ports.ledger(), registry, publisher, containments,
        new VersionLoader(ports, plugins, threads.plugins(), unlearner, digests, brief),
        new ErasureSolver(unlearner, trainer, brief, config.effort(), time.nanoClock()), brief,
        failpoints);
    StaleVersions stale = new StaleVersions(
        ports.ledger(), ports.checkpoints(), ports.vectors(), registry, publisher,
        new VersionConsolidation(registry, publisher, guard),
        new KeptTrainings(
            ports.ledger(), rebase, following, config.versionsKeptMax(), config.rebaseWithin(),
            time.nanoClock()),
        following, time.clock(), failpoints);
    this.scoring = new ScoringWatch(
        config.pluginLimits(), threads.guarded().servingLost(), time.nanoClock());
    this.catalogs = new Catalogs(
        ports.catalogs().ledger(), ports.ledger(), ports.catalogs().bytesMax());
    this.recommenders = kept -> new ItemRecommender(
        registry, this::isImported, containments, kept, RecentInteractions.of(intake.recent()),
        new Admissions(
            catalogs, ports.catalogs().filters(), ports.catalogs().looks(), time.nanoClock()),
        scoring);
    this.recommender = recommenders.apply(cache);
    this.erasures = new ErasureCoordinator(
        new ErasureParts(
            ports.ledger(), intake, registry, publisher, stale, containments, solver,
            new ErasureBoard(config.erasures().watchersMax()), failpoints, time, config.erasures()),
        ports.log(), digests,
        new ErasureProof(signer, receipts, ports.receipts().keyRetention(), identity.serverBuild()),
        threads.erasures());
    this.readmission = new SubjectReadmission(
        ports.ledger(), this::erased, intake, digests, time.clock());
    ToldTrainings told = new ToldTrainings(events, time.nanoClock());
    this.training = new ModelTrainingService(
        ports, receipts,
        new ModelTrainingService.TrainingRooms(
            new FamilyChoice(plugins, config.families()), earlier, suppression, registry, publisher,
            containments, digests, trainer, new VectorImport(ports.vectors(), trainer),
            new TakeoverTrial(registry, trainer, guard, config.retraining().takeoverBound()),
            solver, aliases, erasures, stale, intake, new DescribedItems(catalogs), told,
            threads.erasures().housekeeping(), failpoints),
        config.trainAttemptsMax(), config.versionsKeptMax());
    RetrainingNeed need = new RetrainingNeed(
        registry, intake.recent(), ports.ledger(), time.clock(), config.retraining(), this::undone);
    this.learner = new Learner(
        registry, intake.recent(), containments,
        new PluginGuard(config.pluginLimits(), threads.guarded().heavy()),
        new Learner.Threads(threads.learning(), threads.erasures().timer(), time.nanoClock()),
        config.learning(), version -> !need.wentBack(version));
    registry.onServing(learner::answers);
    containments.onFreed(learner::answers);
    this.elsewhere = new TrainingsElsewhere(ports.ledger(), registry);
    erasures.onState(elsewhere::reached);
    this.retraining = new BackgroundRetraining(
        registry, training, need, elsewhere, told,
        new BackgroundRetraining.Threads(
            threads.retraining(), threads.erasures().timer(), time.nanoClock(), time.clock()),
        config.retraining());
    erasures.onLive(retraining::consider);
    intake.onAppended((model, rows) -> {
      events.tell(new EngineEvent.Appended(model.value(), rows));
      learner.came(model);
      retraining.consider(model);
    });
    this.activation = new ModelActivation(
        ports.ledger(), registry, publisher,
        new ModelActivation.ActivationRooms(earlier, erasures, intake, aliases), failpoints);
    Reapplication reapplication = new Reapplication(
        ports.ledger(), suppression, erasures, receipts);
    this.removal = new ModelRemoval(
        ports, registry, publisher,
        new ModelRemoval.RemovalRooms(containments, stale, intake, catalogs, aliases, erasures));
    this.directory = new ModelDirectory(ports, intake, registry);
    this.start = new EngineStart(
        ports,
        new EngineStart.Rooms(
            receipts, catalogs, removal, erasures, registry, aliases, stale, loader, intake,
            reapplication, suppression, retraining),
        failpoints);
  }

  private double undone(ModelName model) {
    return learner.undone(model);
  }

  /**
   * Serves every model's active version. A model that cannot be loaded is not ready, with its reason;
   * the others serve on. What was erased and came back with a backup is erased before this returns. Where
   * the receipt log contradicts what it signed, erasures may be missing, and no model serves. Once.
   *
   * @throws LetheException of kind {@code STORAGE_FAILED} if the ledger cannot be read, or has lost
   *     erasures that a checkpoint reflects
   */
  public void start() {
    start.run();
  }

  /** A disk that does not tell now is no reason to fail a call that finds no version. */
  private boolean isImported(ModelName model) {
    try {
      return ports.log().end(model) > 0;
    } catch (LetheException unreadable) {
      LOG.debug("whether {} was imported cannot be told", model, unreadable);
      return false;
    }
  }

  private void retired(VersionId version) {
    cache.retired(version, registry.answeringNow(version.model()));
    events.tell(new EngineEvent.VersionRetired(version.model().value(), version.number()));
  }

  /** Where the receipt log contradicts what it signed, erasures may be missing. */
  private Tombstones erased(ModelName model) {
    receipts.requireTrusted();
    return ports.ledger().tombstones(model);
  }

  /** Answers. */
  public ItemRecommender recommender() {
    return recommender;
  }

  /**
   * Answers as {@link #recommender} does, from what is kept for it alone: nothing that it is asked shows
   * in answers, numbers or memory once it is let go.
   */
  public ItemRecommender recommenderBeside() {
    return recommenders.apply(new RecommendationCache(cacheItemsMax));
  }

  /** How often an answer that was kept could be given again. */
  public RecommendationCache.Counts cacheCounts() {
    return cache.counts();
  }

  /** Looks after plugin code on the serving threads; to be told to look every now and then. */
  public ScoringWatch scoring() {
    return scoring;
  }

  /** Looks after plugin code that trains and solves. */
  public PluginGuard guard() {
    return guard;
  }

  /** Erases. */
  public ErasureCoordinator erasures() {
    return erasures;
  }

  /** Lets those who were erased come back. */
  public SubjectReadmission readmission() {
    return readmission;
  }

  /** Learns between trainings. */
  public Learner learner() {
    return learner;
  }

  /** Why background retrainings do not get on, by model; they are tried again by themselves. */
  public Map<ModelName, Throwable> retrainingFailures() {
    return retraining.failures();
  }

  /** How many trainings began by themselves since the start, by model, cause and outcome. */
  public Map<ModelName, Map<Retraining, Long>> retrainings() {
    return retraining.done();
  }

  /** Tells of trainings that are due and happen elsewhere. */
  public TrainingsElsewhere elsewhere() {
    return elsewhere;
  }

  /** All interactions, those of a moment ago included. */
  public InteractionLog log() {
    return ports.log();
  }

  /** Takes interactions in. */
  public InteractionIntake intake() {
    return intake;
  }

  /** What items are. */
  public Catalogs catalogs() {
    return catalogs;
  }

  /** Trains. */
  public ModelTrainingService training() {
    return training;
  }

  /** Goes back to an earlier version. */
  public ModelActivation activation() {
    return activation;
  }

  /** Names versions that answer beside the active one. */
  public ModelAliases aliases() {
    return aliases;
  }

  /** How many aliases were taken away because their versions had to go, by model, since the start. */
  public Map<ModelName, Map<AliasDrop, Long>> aliasDrops() {
    return following.drops();
  }

  /** Deletes models. */
  public ModelRemoval removal() {
    return removal;
  }

  /** Shows models and versions. */
  public ModelDirectory directory() {
    return directory;
  }

  /** What happens here. */
  public EngineEvents events() {
    return events;
  }

  /** Which version answers, and handles on it. */
  public ModelRegistry registry() {
    return registry;
  }

  /** The log that receipts are in. */
  public ReceiptLog receipts() {
    return receipts;
  }

  /** The raw public key that receipts are signed with, 32 bytes. */
  public byte[] receiptKey() {
    return signer.publicKey();
  }

  @Override
  public void close() {
    learner.stop();
    retraining.stop();
    erasures.stop();
  }
}
