package io.lethe.crashes;

import io.lethe.client.Erasure;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Whether all that was ever acknowledged is there and ends, each once. */
final class FinalCheck {

  private static final String RESTORE = "restore";
  private static final Duration END_MAX = Duration.ofMinutes(5);

  private final Journal journal;
  private final Promises promises;
  private final Trade trade;
  private final Function<Callers, MixedLoad> loads;

  /**
   * A check against what clients were told.
   *
   * @param loads makes a load of callers
   */
  FinalCheck(Journal journal, Promises promises, Trade trade, Function<Callers, MixedLoad> loads) {
    this.journal = journal;
    this.promises = promises;
    this.trade = trade;
    this.loads = loads;
  }

  /** What stayed unclear is sent again; then everything must end, and nothing else be there. */
  void check(Callers callers) {
    LetheClient client = callers.shop();
    MixedLoad load = loads.apply(callers);
    for (Ask ask : journal.standing(Ask.Standing.UNCLEAR)) {
      load.send(ask);
    }
    load.forgetUntilHeld();
    trade.settle(client);
    trade.checkAll(client);
    Set<String> names = new HashSet<>();
    for (Ask ask : journal.standing(Ask.Standing.ACKNOWLEDGED)) {
      finish(client, load, ask);
      ask.name().ifPresent(names::add);
    }
    List<String> listed = client.erasures()
        .filter(erasure -> !isOfARestore(client, erasure))
        .map(Erasure::name)
        .toList();
    if (listed.size() != names.size() || !names.containsAll(listed)) {
      journal.violation(
          "%d erasures were acknowledged, the server lists %d", names.size(), listed.size());
    }
  }

  /** What a backup brought back is erased again by an erasure that no client asked for; it ends, too. */
  private boolean isOfARestore(LetheClient client, Erasure erasure) {
    boolean again = erasure.parties().requester().filter(RESTORE::equals).isPresent();
    if (again) {
      try {
        Erasure _ = client.erasure(erasure.name()).await(state -> {}, END_MAX);
      } catch (LetheException failed) {
        journal.violation("%s of a restore did not end: %s", erasure.name(), failed);
      }
    }
    return again;
  }

  private void finish(LetheClient client, MixedLoad load, Ask ask) {
    try {
      load.approveIfHeld(ask);
      Erasure _ = client.erasure(ask.name().orElseThrow())
          .await(erasure -> promises.shown(ask, erasure), END_MAX);
      load.look(ask);
    } catch (LetheException failed) {
      journal.violation("%s did not end: %s", ask.name().orElse("?"), failed);
    }
  }
}
