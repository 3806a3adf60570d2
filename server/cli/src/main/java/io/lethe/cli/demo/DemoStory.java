package io.lethe.cli.demo;

import io.lethe.cli.erasures.ErasureReport;
import io.lethe.cli.erasures.ReceiptCheck;
import io.lethe.cli.erasures.StatementFacts;
import io.lethe.cli.models.TrainingDisplay;
import io.lethe.cli.models.VersionReport;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.client.Erasure;
import io.lethe.client.ErasurePlan;
import io.lethe.client.ErasureRequest;
import io.lethe.client.ForgetTarget;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.ModelVersion;
import io.lethe.client.Recommendations;
import io.lethe.client.ScoredItem;
import io.lethe.client.TrainingRequest;
import io.lethe.client.UnlearningMethod;
import io.lethe.client.VersionName;
import io.lethe.engine.model.ModelName;
import io.lethe.server.wiring.LetheServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The demo, step by step, over the network like any caller. Confined to one thread. */
final class DemoStory {

  private static final String MODEL = "demo";
  private static final String RETRAINED = "demo-retrained";
  private static final Duration CALL_DEADLINE = Duration.ofSeconds(30);
  private static final int LIST_ITEMS = 10;
  private static final int SHORT_LIST_ITEMS = 5;
  private static final int BATCH_INTERACTIONS = 1024;
  private static final List<String> BY_DESCENT = List.of("mf", "lightgcn");

  private final Screen screen;
  private final LetheServer local;
  private final DemoData data;
  private final String plugin;
  private final Map<String, String> options;
  private final long seed;

  /**
   * A story.
   *
   * @param plugin that trains; empty leaves the choice to the server
   */
  DemoStory(
      Screen screen, LetheServer local, DemoData data, String plugin, Map<String, String> options,
      long seed) {
    this.plugin = plugin;
    this.screen = screen;
    this.local = local;
    this.data = data;
    this.options = Map.copyOf(options);
    this.seed = seed;
  }

  void tell() {
    try (LetheClient server = LetheClient.builder("127.0.0.1:" + local.port())
        .deadline(CALL_DEADLINE)
        .build()) {
      ModelVersion trained = train(server);
      serve(server, trained);
      new DemoNewcomer(
          screen, MODEL, data.erasedPairs().stream().map(ForgetTarget.Interaction::item).toList())
          .tell(server);
      Erasure user = eraseUser(server);
      Recommendations before = server.recommend(MODEL, data.otherUser(), LIST_ITEMS);
      Erasure pairs = erasePairs(server);
      Recommendations after = server.recommend(MODEL, data.otherUser(), LIST_ITEMS);
      List<Erasure> again = retrain(server, trained.plugin());
      Recommendations retrained = server.recommend(RETRAINED, data.otherUser(), LIST_ITEMS);
      compare(before, after, retrained);
      times(List.of(user, pairs), again);
      receipts(server, user, pairs);
    }
  }

  /** What to try on the server as long as it serves. */
  void hints() {
    DemoHints.print(screen, local, data.otherUser());
  }

  private ModelVersion train(LetheClient server) {
    screen.heading("1  Train");
    screen.indented(
        "%s of %s and %s (%s)".formatted(
            Units.count(data.rows().size(), "interaction"),
            Units.count(data.rows().userIds().size(), "user"),
            Units.count(data.rows().itemIds().size(), "item"), data.origin()));
    var _ = local.intake().add(new ModelName(MODEL), data.rows());
    ModelVersion version = train(server, MODEL, plugin);
    screen.indented(
        "version %s of family %s in %s: on held-out interactions NDCG@10 %s, Recall@20 %s"
            .formatted(
                version.name().number(), version.plugin(),
                Units.duration(version.metrics().buildTime().orElse(Duration.ZERO)),
                VersionReport.measured(version.metrics().ndcgAt10()),
                VersionReport.measured(version.metrics().recallAt20())));
    return version;
  }

  private ModelVersion train(LetheClient server, String model, String family) {
    TrainingRequest request = TrainingRequest.of(model, family).with(options(family)).from(seed);
    try (TrainingDisplay display = new TrainingDisplay(screen)) {
      return server.train(request).await(display::show, TrainingDisplay.TRAINING_MAX);
    }
  }

  /** With as many minibatches, taking data away changes nothing else about a training by descent. */
  private Map<String, String> options(String family) {
    Map<String, String> all = new LinkedHashMap<>(options);
    if (BY_DESCENT.contains(family) && !options.containsKey("batch-size")) {
      int batches = Math.max(1, Math.ceilDiv(data.rows().size(), BATCH_INTERACTIONS));
      all.putIfAbsent("batches-per-epoch", String.valueOf(batches));
    }
    return all;
  }

  private void serve(LetheClient server, ModelVersion trained) {
    screen.heading("2  Serve");
    screen.indented(
        "gRPC on 127.0.0.1:%d, answered by %s"
            .formatted(local.port(), Names.version(trained.name())));
    screen.indented("recommended for %s:".formatted(data.erasedUser()));
    screen.blank();
    Recommendations answer = server.recommend(MODEL, data.erasedUser(), SHORT_LIST_ITEMS);
    Table table = Table.of(">rank", "item", ">score");
    for (int k = 0; k < answer.items().size(); k++) {
      ScoredItem item = answer.items().get(k);
      table.row(String.valueOf(k + 1), item.item(), Units.score(item.score()));
    }
    screen.table(table, true);
  }

  private Erasure eraseUser(LetheClient server) {
    screen.heading("4  Erase " + data.erasedUser());
    Erasure ended = erase(server, erasedUser());
    try {
      Recommendations answer = server.recommend(MODEL, data.erasedUser(), 1);
      throw new CommandException(
          ExitCode.FAILED, "%s still answers for the erased user".formatted(answer.version()));
    } catch (LetheException gone) {
      screen.indented("asked again: %s, %s".formatted(gone.status(), gone.text()));
    }
    return ended;
  }

  private Erasure erasePairs(LetheClient server) {
    screen.heading(
        "5  Erase %d interactions of %s".formatted(data.erasedPairs().size(), data.otherUser()));
    return erase(server, erasedPairs());
  }

  private ForgetTarget erasedUser() {
    return new ForgetTarget.User(data.erasedUser());
  }

  private ForgetTarget erasedPairs() {
    return new ForgetTarget.Interactions(data.erasedPairs());
  }

  private Erasure erase(LetheClient server, ForgetTarget target) {
    ErasureRequest request = ErasureRequest.of(MODEL, target);
    ErasurePlan plan = server.plan(request);
    Erasure ended = ended(server, request);
    screen.table(
        Table.of("", "")
            .row(
                "contained",
                ErasureReport.since(ended, ended.times().contained()) + "  no longer served")
            .row(
                "unlearned",
                "%s  version %s, without its influence, answers".formatted(
                    ErasureReport.since(ended, ended.times().unlearned()),
                    Names.number(ended.unlearnedVersion())))
            .row(
                "purged",
                ErasureReport.since(ended, ended.times().purged()) + "  deleted from disk")
            .row(
                "by",
                "%s: %s forgotten, %s changed, %s dropped".formatted(
                    Names.words(ended.usedMethod()),
                    Units.count(ended.counts().interactions(), "interaction"),
                    Units.count(ended.counts().changedRows(), "row"),
                    Units.count(ended.counts().droppedRows())))
            .row(
                "planned",
                "%s to change %s".formatted(
                    Units.count(plan.interactions(), "interaction"),
                    Units.count(plan.changedRows(), "row"))),
        false);
    return ended;
  }

  private static Erasure ended(LetheClient server, ErasureRequest request) {
    Erasure ended = ErasureReport.ended(server.unlearn(request), state -> {});
    ErasureReport.checkCompleted(ended);
    return ended;
  }

  /** On a twin: the same data, the same training, and each erasure by training again on what is left. */
  private List<Erasure> retrain(LetheClient server, String family) {
    screen.heading("6  The same by retraining");
    screen.indented("a second model of the same data, whose erasures train again on what is left");
    var _ = local.intake().add(new ModelName(RETRAINED), data.rows());
    var _ = train(server, RETRAINED, family);
    return Stream.of(erasedUser(), erasedPairs())
        .map(target -> ErasureRequest.of(RETRAINED, target).by(UnlearningMethod.RETRAIN))
        .map(request -> ended(server, request))
        .toList();
  }

  private void compare(Recommendations... lists) {
    screen.indented("what %s is recommended:".formatted(data.otherUser()));
    screen.blank();
    Table table = Table.of(
        ">rank", "before (" + Names.version(lists[0].version()) + ")",
        "unlearned (" + Names.version(lists[1].version()) + ")", "retrained");
    for (int k = 0; k < LIST_ITEMS; k++) {
      table.row(String.valueOf(k + 1), item(lists[0], k), item(lists[1], k), item(lists[2], k));
    }
    screen.table(table, true);
    screen.blank();
  }

  private void times(List<Erasure> unlearned, List<Erasure> retrained) {
    Table times = Table.of("", ">unlearned", ">retrained", ">");
    for (int k = 0; k < unlearned.size(); k++) {
      Duration update = untilLive(unlearned.get(k));
      Duration training = untilLive(retrained.get(k));
      times.row(
          Units.count(unlearned.get(k).counts().interactions(), "interaction"),
          Units.duration(update), Units.duration(training),
          "%.1f times faster".formatted((double) training.toNanos() / update.toNanos()));
    }
    screen.table(times, true);
    screen.indented(
        screen.faint(
            "each from the request to the new version answering, in a process that has just started"));
  }

  private static Duration untilLive(Erasure erasure) {
    return Duration.between(erasure.times().received(), erasure.times().unlearned().orElseThrow());
  }

  private static String item(Recommendations list, int rank) {
    if (rank >= list.items().size()) {
      return "";
    }
    ScoredItem item = list.items().get(rank);
    return "%s  %s".formatted(item.item(), Units.score(item.score()));
  }

  private void receipts(LetheClient server, Erasure... erasures) {
    screen.heading("7  Receipts, checked without the server");
    Table table = Table.of("erasure", "signature", "digest of the version after", "assurance");
    Table meanings = Table.of("", "", "");
    for (Erasure erasure : erasures) {
      VersionName after = erasure.unlearnedVersion().orElseThrow();
      StatementFacts checked = ReceiptCheck
          .checked(server.erasure(erasure.name()).receipt(), local.receiptKey());
      table.row(
          Names.shortName(erasure.name()), screen.green("genuine"), server.version(after).digest(),
          checked.fact("assurance"));
      meanings.row(Names.version(after), checked.fact("assurance"), checked.fact("which means"));
    }
    screen.table(table, true);
    screen.blank();
    screen.table(meanings, false);
  }
}
