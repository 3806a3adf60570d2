package io.lethe.cli.erasures;

import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Table;
import io.lethe.cli.terminal.Units;
import io.lethe.server.grpc.remote.RemoteErasure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One erasure, for people. */
public final class ErasureReport {

  private ErasureReport() {}

  static void print(Screen screen, RemoteErasure erasure) {
    Table facts = Table.of("", "")
        .row("erasure", Names.shortName(erasure.name()))
        .row("model", Names.shortName(erasure.model()))
        .row("state", Names.words(erasure.state()));
    if (!erasure.failure().isEmpty()) {
      facts.row("failure", erasure.failure());
    }
    facts.row("method", method(erasure))
        .row("forgotten", Units.count(erasure.interactions(), "interaction"))
        .row(
            "rows",
            "%s changed, %s dropped"
                .formatted(Units.count(erasure.changedRows()), Units.count(erasure.droppedRows())))
        .row("received", Units.time(erasure.received()))
        .row("contained", after(erasure, erasure.contained()))
        .row("unlearned", after(erasure, erasure.unlearned()))
        .row("purged", after(erasure, erasure.purged()))
        .row("versions", versions(erasure));
    screen.table(facts, false);
    if (!erasure.phases().isEmpty()) {
      screen.blank();
      Table phases = Table.of("phase", ">time");
      erasure.phases().forEach(phase -> phases.row(phase.name(), Units.duration(phase.duration())));
      screen.table(phases, true);
    }
  }

  static String method(RemoteErasure erasure) {
    return erasure.method().equals("UNSPECIFIED") ? "" : Names.words(erasure.method());
  }

  private static String versions(RemoteErasure erasure) {
    return erasure.unlearnedVersion().isEmpty()
        ? ""
        : "%s to %s".formatted(
            Names.shortName(erasure.baseVersion()), Names.shortName(erasure.unlearnedVersion()));
  }

  private static String after(RemoteErasure erasure, @Nullable Instant moment) {
    return moment == null ? "" : "after " + since(erasure, moment);
  }

  /** Time from acceptance to a moment; empty before that. */
  public static String since(RemoteErasure erasure, @Nullable Instant moment) {
    return moment == null ? "" : Units.duration(Duration.between(erasure.received(), moment));
  }
}
