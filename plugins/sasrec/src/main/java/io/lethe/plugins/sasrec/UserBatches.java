package io.lethe.plugins.sasrec;

import io.lethe.spi.EntityKeys;
import io.lethe.training.objective.CoupledRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Users' histories cut into minibatches: which one a user belongs to in an epoch is a hash of the user's
 * key, so that others stay where they are when one is missing.
 */
final class UserBatches {

  /** No item is meant. */
  private static final long HISTORY = 0;

  private final Sequences histories;
  private final int batches;
  private final long[] hashes;

  UserBatches(Sequences histories, int batches, CoupledRandom random) {
    this.histories = histories;
    this.batches = batches;
    EntityKeys keys = histories.all().keys();
    this.hashes = IntStream.range(0, histories.userCount())
        .mapToLong(user -> random.pair(keys.user(user), HISTORY))
        .toArray();
  }

  /** The users of each minibatch of an epoch, ascending; users without a choice are in none. */
  List<int[]> of(int epoch) {
    long epochHash = CoupledRandom.batches(epoch);
    List<IntStream.Builder> users = new ArrayList<>();
    for (int b = 0; b < batches; b++) {
      users.add(IntStream.builder());
    }
    for (int user = 0; user < hashes.length; user++) {
      if (histories.count(user) > 0) {
        users.get(CoupledRandom.batch(hashes[user], epochHash, batches)).add(user);
      }
    }
    return users.stream().map(batch -> batch.build().toArray()).toList();
  }
}
