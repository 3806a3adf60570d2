package io.lethe.engine.erasure.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.lethe.engine.erasure.ErasureFacts;
import io.lethe.engine.erasure.ErasureFacts.Extent;
import io.lethe.engine.erasure.ErasureFacts.Retry;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.memory.PortFixtures;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RequestCommitmentTest {

  private static final UUID REQUEST = UUID.fromString("7a1c8e52-0f3b-4c9d-8e21-5b6a7c8d9e0f");
  private static final ModelName MOVIES = PortFixtures.MOVIES;
  private static final ErasureTarget ANN = new ErasureTarget.User("ann");

  /** With Python's hmac and struct modules, by the comment in receipt.proto. */
  @Test
  void of_documentedBytes_asAnotherLanguageComputesIt() {
    byte[] key = new byte[32];
    for (int k = 0; k < key.length; k++) {
      key[k] = (byte) k;
    }
    assertEquals(
        "f152036b5b28cffba82e840ea401a10f11924cee1458f176742da02f59809827",
        RequestCommitment.of(key, REQUEST, MOVIES, ANN));
    assertEquals(
        "647b49b0ccef23dff304206139b14a50c658e652964f224cc602f1df548d0894",
        RequestCommitment.of(
            key, REQUEST, MOVIES,
            new ErasureTarget.Interactions(
                List.of(
                    new ErasureTarget.Pair("ann", "x"), new ErasureTarget.Pair("bob", "\u20ac")))));
  }

  @Test
  void to_sameRequestTwice_otherKeysAndCommitments() {
    AtomicLong next = new AtomicLong();
    Supplier<UUID> ids = () -> new UUID(next.incrementAndGet(), 1);
    ErasureFacts facts = new ErasureFacts(
        REQUEST, "%064x".formatted(1), MOVIES, 1, ErasureTarget.Kind.USER, ErasureMethod.AUTO,
        Extent.UNCOUNTED, Retry.NONE, "operator", Instant.EPOCH, null);
    RequestCommitment first = RequestCommitment.to(facts, ANN, ids);
    RequestCommitment second = RequestCommitment.to(facts, ANN, ids);
    assertFalse(Arrays.equals(first.key(), second.key()));
    assertNotEquals(first.commitment(), second.commitment());
    assertEquals(
        first.commitment().value(), RequestCommitment.of(first.key(), REQUEST, MOVIES, ANN));
    assertNotEquals(
        first.commitment().value(),
        RequestCommitment.of(first.key(), REQUEST, MOVIES, new ErasureTarget.Item("ann")));
  }
}
