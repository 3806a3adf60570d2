package io.lethe.cli.demo;

import io.lethe.cli.erasures.ErasureReport;
import io.lethe.cli.models.TrainingDisplay;
import io.lethe.cli.models.VersionReport;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.server.grpc.CheckedReceipt;
import io.lethe.server.grpc.ReceiptCheck;
import io.lethe.server.grpc.remote.RemoteErasure;
import io.lethe.server.grpc.remote.RemoteException;
import io.lethe.server.grpc.remote.RemotePlan;
import io.lethe.server.grpc.remote.RemoteRecommendations;
import io.lethe.server.grpc.remote.RemoteServer;
import io.lethe.server.grpc.remote.RemoteVersion;
import io.lethe.server.grpc.remote.TrainingOrder;
import io.lethe.server.wiring.LetheServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** The demo, step by step, over the network like any caller. Confined to one thread. */
final class DemoStory {

  private static final ModelName MODEL = new ModelName("demo");
  private static final ModelName RETRAINED = new ModelName("demo-retrained");
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
    try (RemoteServer server = RemoteServer.at("127.0.0.1", local.port())) {
      RemoteVersion trained = train(server);
      serve(server, trained);
      RemoteErasure user = eraseUser(server);
      RemoteRecommendations before = server.recommend(path(MODEL), data.otherUser(), LIST_ITEMS);
      RemoteErasure pairs = erasePairs(server);
      RemoteRecommendations after = server.recommend(path(MODEL), data.otherUser(), LIST_ITEMS);
      List<RemoteErasure> again = retrain(server, trained.plugin());
      RemoteRecommendations retrained = server
          .recommend(path(RETRAINED), data.otherUser(), LIST_ITEMS);
      compare(before, after, retrained);
      times(List.of(user, pairs), again);
      receipts(server, user, pairs);
    }
    DemoHints.print(screen, local, data.otherUser());
  }

  private static String path(ModelName model) {
    return "models/" + model;
  }

  private RemoteVersion train(RemoteServer server) {
    screen.heading("1  Train");
    screen.indented(
        "%s of %s and %s (%s)".formatted(
            Units.count(data.rows().size(), "interaction"),
            Units.count(data.rows().userIds().size(), "user"),
            Units.count(data.rows().itemIds().size(), "item"), data.origin()));
    var _ = local.intake().add(MODEL, data.rows());
    RemoteVersion version = train(server, MODEL, plugin);
    screen.indented(
        "version %s of family %s in %s: on held-out interactions NDCG@10 %s, Recall@20 %s"
            .formatted(
                version.number(), version.plugin(), Units.duration(version.build()),
                VersionReport.measured(version.ndcgAt10()),
                VersionReport.measured(version.recallAt20())));
    return version;
  }

  private RemoteVersion train(RemoteServer server, ModelName model, String family) {
    TrainingOrder order = new TrainingOrder(
        path(model), family, options(family), seed, true, UUID.randomUUID());
    try (TrainingDisplay display = new TrainingDisplay(screen)) {
      return server.train(order, display::show);
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

  private void serve(RemoteServer server, RemoteVersion trained) {
    screen.heading("2  Serve");
    screen.indented(
        "gRPC on 127.0.0.1:%d, answered by %s"
            .formatted(local.port(), Names.version(trained.name())));
    screen.indented("recommended for %s:".formatted(data.erasedUser()));
    screen.blank();
    RemoteRecommendations answer = server
        .recommend(path(MODEL), data.erasedUser(), SHORT_LIST_ITEMS);
    Table table = Table.of(">rank", "item", ">score");
    for (int k = 0; k < answer.items().size(); k++) {
      RemoteRecommendations.Item item = answer.items().get(k);
      table.row(String.valueOf(k + 1), item.id(), Units.decimals(item.score(), 3));
    }
    screen.table(table, true);
  }

  private RemoteErasure eraseUser(RemoteServer server) {
    screen.heading("3  Erase " + data.erasedUser());
    RemoteErasure ended = erase(server, erasedUser());
    try {
      RemoteRecommendations answer = server.recommend(path(MODEL), data.erasedUser(), 1);
      throw new CommandException(
          ExitCode.FAILED, "%s still answers for the erased user".formatted(answer.version()));
    } catch (RemoteException gone) {
      screen.indented("asked again: %s, %s".formatted(gone.status(), gone.getMessage()));
    }
    return ended;
  }

  private RemoteErasure erasePairs(RemoteServer server) {
    screen.heading(
        "4  Erase %d interactions of %s".formatted(data.erasedPairs().size(), data.otherUser()));
    return erase(server, erasedPairs());
  }

  private ErasureTarget erasedUser() {
    return new ErasureTarget.User(data.erasedUser());
  }

  private ErasureTarget erasedPairs() {
    return new ErasureTarget.Interactions(data.erasedPairs());
  }

  private RemoteErasure erase(RemoteServer server, ErasureTarget target) {
    ErasureRequest request = new ErasureRequest(
        UUID.randomUUID(), MODEL, target, ErasureMethod.AUTO);
    RemotePlan plan = server.plan(request);
    RemoteErasure ended = ended(server, request);
    screen.table(
        Table.of("", "")
            .row("contained", ErasureReport.since(ended, ended.contained()) + "  no longer served")
            .row(
                "unlearned",
                "%s  version %s, without its influence, answers".formatted(
                    ErasureReport.since(ended, ended.unlearned()),
                    Names.shortName(ended.unlearnedVersion())))
            .row("purged", ErasureReport.since(ended, ended.purged()) + "  deleted from disk")
            .row(
                "by",
                "%s: %s forgotten, %s changed, %s dropped".formatted(
                    Names.words(ended.method()), Units.count(ended.interactions(), "interaction"),
                    Units.count(ended.changedRows(), "row"), Units.count(ended.droppedRows())))
            .row(
                "planned",
                "%s to change %s".formatted(
                    Units.count(plan.interactions(), "interaction"),
                    Units.count(plan.changedRows(), "row"))),
        false);
    return ended;
  }

  private static RemoteErasure ended(RemoteServer server, ErasureRequest request) {
    RemoteErasure ended = server.await(server.unlearn(request), news -> {});
    if (!ended.failure().isEmpty()) {
      throw new CommandException(ExitCode.FAILED, "the erasure failed: " + ended.failure());
    }
    return ended;
  }

  /** On a twin: the same data, the same training, and each erasure by training again on what is left. */
  private List<RemoteErasure> retrain(RemoteServer server, String family) {
    screen.heading("5  The same by retraining");
    screen.indented("a second model of the same data, whose erasures train again on what is left");
    var _ = local.intake().add(RETRAINED, data.rows());
    var _ = train(server, RETRAINED, family);
    return Stream.of(erasedUser(), erasedPairs())
        .map(
            target -> new ErasureRequest(
                UUID.randomUUID(), RETRAINED, target, ErasureMethod.RETRAIN))
        .map(request -> ended(server, request))
        .toList();
  }

  private void compare(RemoteRecommendations... lists) {
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

  private void times(List<RemoteErasure> unlearned, List<RemoteErasure> retrained) {
    Table times = Table.of("", ">unlearned", ">retrained", ">");
    for (int k = 0; k < unlearned.size(); k++) {
      Duration update = untilLive(unlearned.get(k));
      Duration training = untilLive(retrained.get(k));
      times.row(
          Units.count(unlearned.get(k).interactions(), "interaction"), Units.duration(update),
          Units.duration(training),
          "%.1f times faster".formatted((double) training.toNanos() / update.toNanos()));
    }
    screen.table(times, true);
    screen.indented(
        screen.faint(
            "each from the request to the new version answering, in a process that has just started"));
  }

  private static Duration untilLive(RemoteErasure erasure) {
    return Duration.between(erasure.received(), Objects.requireNonNull(erasure.unlearned()));
  }

  private static String item(RemoteRecommendations list, int rank) {
    if (rank >= list.items().size()) {
      return "";
    }
    RemoteRecommendations.Item item = list.items().get(rank);
    return "%s  %s".formatted(item.id(), Units.decimals(item.score(), 3));
  }

  private void receipts(RemoteServer server, RemoteErasure... erasures) {
    screen.heading("6  Receipts, checked without the server");
    Table table = Table.of("erasure", "signature", "digest of the version after", "assurance");
    Table meanings = Table.of("", "", "");
    for (RemoteErasure erasure : erasures) {
      CheckedReceipt checked = ReceiptCheck
          .check(server.receipt(erasure.name()), local.receiptKey());
      if (checked.verdict() != CheckedReceipt.Verdict.GENUINE) {
        throw new CommandException(
            ExitCode.NOT_VERIFIED, "a receipt is not genuine: " + checked.verdict());
      }
      table.row(
          Names.shortName(erasure.name()), screen.green("genuine"),
          server.version(erasure.unlearnedVersion()).digest(), checked.fact("assurance"));
      meanings.row(
          Names.version(erasure.unlearnedVersion()), checked.fact("assurance"),
          checked.fact("which means"));
    }
    screen.table(table, true);
    screen.blank();
    screen.table(meanings, false);
  }
}
