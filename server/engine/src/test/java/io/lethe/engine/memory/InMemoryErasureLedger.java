package io.lethe.engine.memory;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.run.AliasLedger;
import io.lethe.engine.catalog.CatalogLedger;
import io.lethe.engine.erasure.Acceptance;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.ErasureLedger.Spending;
import io.lethe.engine.erasure.ErasurePage;
import io.lethe.engine.erasure.ErasureStep;
import io.lethe.engine.erasure.ErasureSubmission;
import io.lethe.engine.erasure.LoggedReceipt;
import io.lethe.engine.erasure.OpenErasure;
import io.lethe.engine.erasure.ReceiptLedger;
import io.lethe.engine.interaction.AppendLedger;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.subject.Tombstones;
import io.lethe.engine.transparency.LogCheckpoint;
import io.lethe.engine.transparency.TreeHash;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** A ledger in memory. */
public final class InMemoryErasureLedger extends InMemoryVersionLedger implements ErasureLedger {

  private final InMemoryReceipts receipts;
  private final InMemorySearches searches;

  public InMemoryErasureLedger() {
    this(new LedgerState(), FaultPlan.none());
  }

  private InMemoryErasureLedger(LedgerState state, FaultPlan faults) {
    super(state, faults);
    this.receipts = new InMemoryReceipts(state);
    this.searches = new InMemorySearches(state);
  }

  /** The same disk as another process sees it. */
  public InMemoryErasureLedger reopened(FaultPlan plan) {
    return new InMemoryErasureLedger(state, plan);
  }

  /** Another disk with the same content. */
  public InMemoryErasureLedger copied() {
    return locked(() -> new InMemoryErasureLedger(state.copied(), FaultPlan.none()));
  }

  /** What was appended a moment ago, on the same disk. */
  public AppendLedger appends() {
    return new InMemoryAppends(state, faults);
  }

  /** Aliases, on the same disk. */
  public AliasLedger aliases() {
    return new InMemoryAliases(state, faults);
  }

  /** Catalogues, on the same disk. */
  public CatalogLedger catalogs() {
    return new InMemoryCatalog(state, faults);
  }

  @Override
  public Acceptance accept(ErasureSubmission submission) {
    return faults.change("ledger.accept", () -> locked(() -> acceptLocked(submission)));
  }

  private Acceptance acceptLocked(ErasureSubmission submission) {
    Optional<Erasure> known = byRequest(submission.request().requestId());
    if (known.isPresent()) {
      boolean same = known.get().facts().payloadDigest().equals(submission.payloadDigest());
      return same ? new Acceptance.Repeated(known.get()) : new Acceptance.Conflicting();
    }
    if (submission.retries() != null) {
      Erasure failed = erasure(submission.retries());
      if (failed.facts().retry().by() != null) {
        return new Acceptance.Repeated(erasure(failed.facts().retry().by()));
      }
      written(failed.retriedBy(submission.id()));
    }
    Erasure erasure = Erasure.accepted(submission, last(submission.request().model()) + 1);
    state.order.add(erasure.id());
    state.erasures.put(erasure.id(), erasure);
    state.targets.put(erasure.id(), submission.target());
    state.tombstones.put(erasure.id(), submission.tombstones());
    return new Acceptance.Accepted(erasure);
  }

  private long last(ModelName model) {
    return state.erasures.values()
        .stream()
        .filter(erasure -> erasure.facts().model().equals(model))
        .mapToLong(erasure -> erasure.facts().position())
        .max()
        .orElse(0);
  }

  @Override
  public Erasure approve(ErasureId id, String approver) {
    return faults.change("ledger.approve", () -> locked(() -> {
      Erasure was = erasure(id);
      return written(was.approved(approver, last(was.facts().model()) + 1));
    }));
  }

  @Override
  public List<Erasure> change(List<? extends ErasureStep.Plain> steps) {
    return faults.change(name(steps.getFirst()), () -> locked(() -> written(after(steps))));
  }

  private static String name(ErasureStep step) {
    return "ledger." + step.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** The erasures after their steps, by id; nothing is written yet. */
  private Map<ErasureId, Erasure> after(List<? extends ErasureStep> steps) {
    Map<ErasureId, Erasure> after = new LinkedHashMap<>();
    for (ErasureStep step : steps) {
      Erasure was = after.getOrDefault(step.id(), erasure(step.id()));
      after.put(step.id(), was.after(step));
    }
    return after;
  }

  private List<Erasure> written(Map<ErasureId, Erasure> after) {
    return after.values().stream().map(this::written).toList();
  }

  private Erasure written(Erasure erasure) {
    state.erasures.put(erasure.id(), erasure);
    if (!erasure.keepsTarget()) {
      state.targets.remove(erasure.id());
    }
    if (!erasure.state().keepsTombstones()) {
      state.tombstones.remove(erasure.id());
    }
    return erasure;
  }

  @Override
  public Optional<Erasure> find(ErasureId id) {
    return read("ledger.find", () -> Optional.ofNullable(state.erasures.get(id)));
  }

  @Override
  public Optional<Erasure> findByRequest(UUID requestId) {
    return read("ledger.findByRequest", () -> byRequest(requestId));
  }

  private Optional<Erasure> byRequest(UUID requestId) {
    return state.erasures.values()
        .stream()
        .filter(erasure -> erasure.facts().requestId().equals(requestId))
        .findAny();
  }

  @Override
  public ErasurePage list(ErasureFilter filter, long cursor, int max) {
    return read("ledger.list", () -> searches.page(filter, cursor, max));
  }

  @Override
  public List<OpenErasure> open(ModelName model) {
    return read("ledger.open", () -> searches.open(model));
  }

  @Override
  public List<ModelName> erasing() {
    return read("ledger.erasing", searches::erasing);
  }

  @Override
  public List<Spending> spending(String requester, long since) {
    return read("ledger.spending", () -> searches.spending(requester, since));
  }

  @Override
  public List<Erasure> commitErasures(
      VersionRecord next, long expectedActive, List<ErasureStep.Live> erasures) {
    return faults.change("ledger.commitErasures", () -> locked(() -> {
      versions.checkCommit(next, expectedActive);
      Map<ErasureId, Erasure> live = after(erasures);
      versions.apply(next);
      return written(live);
    }));
  }

  @Override
  public List<Erasure> commitWithoutVersion(
      ModelName model, long expectedActive, List<ErasureStep.Live> erasures) {
    return faults.change("ledger.commitWithoutVersion", () -> locked(() -> {
      versions.checkActive(model, expectedActive);
      return written(after(erasures));
    }));
  }

  @Override
  public List<Erasure> append(List<LoggedReceipt> receipts, LogCheckpoint after) {
    List<ErasureStep.Receipted> steps = receipts.stream().map(LoggedReceipt::step).toList();
    return faults.change(name(steps.getFirst()), () -> locked(() -> {
      this.receipts.checkTree(receipts.size(), after);
      List<Erasure> changed = written(after(steps));
      this.receipts.append(receipts, after);
      return changed;
    }));
  }

  @Override
  public List<OpenErasure> unattested(ModelName model) {
    return read("ledger.unattested", () -> searches.unattested(model));
  }

  @Override
  public Optional<LogCheckpoint> receiptTree() {
    return read("ledger.receiptTree", () -> state.receiptTree);
  }

  @Override
  public List<TreeHash> receiptLeaves(long from, int max) {
    return receiptEntries(from, max).stream()
        .map(entry -> TreeHash.ofLeaf(entry.statement()))
        .toList();
  }

  @Override
  public List<ReceiptLedger.Entry> receiptEntries(long from, int max) {
    return read("ledger.receiptEntries", () -> receipts.entries(from, max));
  }

  @Override
  public Optional<ReceiptLedger.Place> receiptPlace(ErasureId id) {
    return read("ledger.receiptPlace", () -> receipts.place(id));
  }

  @Override
  public int destroyCommitmentKeys(Instant before) {
    return read("ledger.commitmentKeys", () -> receipts.hasKeysBefore(before))
        ? faults.change(
            "ledger.destroyCommitmentKeys", () -> locked(() -> receipts.destroyKeys(before)))
        : 0;
  }

  @Override
  public void suppress(ModelName model, Set<String> digests) {
    change("ledger.suppress", () -> {
      state.suppressed(model).addAll(digests);
      state.readmitted(model).keySet().removeAll(digests);
    });
  }

  @Override
  public int readmit(ModelName model, List<String> digests, Tombstones.Readmission from) {
    return faults.change("ledger.readmit", () -> locked(() -> state.readmit(model, digests, from)));
  }

  @Override
  public List<ModelName> suppressed() {
    return read(
        "ledger.suppressed",
        () -> Stream
            .concat(
                state.suppressed.keySet().stream(),
                state.erasures.values().stream().map(erasure -> erasure.facts().model()))
            .distinct()
            .filter(model -> !state.tombstones(model).isEmpty())
            .sorted()
            .toList());
  }

  @Override
  public Tombstones tombstones(ModelName model) {
    return read(
        "ledger.tombstones",
        () -> new Tombstones(last(model), state.tombstones(model), state.counting(model)));
  }

  private Erasure erasure(ErasureId id) {
    Erasure erasure = state.erasures.get(id);
    if (erasure == null) {
      throw new LetheException(ErrorKind.ERASURE_NOT_FOUND, "no erasure " + id);
    }
    return erasure;
  }
}
