package io.lethe.engine.dsr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.model.ModelName;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PartIdsTest {

  @Test
  void of_anything_isAVersion4IdOfItsOwn() {
    Set<UUID> seen = new HashSet<>();
    for (int request = 0; request < 100; request++) {
      for (String model : new String[]{"movies", "books", "movies-2"}) {
        for (int identity = 0; identity < 3; identity++) {
          UUID id = PartIds.of(new UUID(request, 7), new ModelName(model), identity);
          assertEquals(4, id.version());
          assertEquals(2, id.variant());
          seen.add(id);
        }
      }
    }
    assertEquals(900, seen.size());
  }

  /** What was accepted by an earlier server must be found by a later one. */
  @Test
  void of_oneRequest_staysAsItWas() {
    UUID request = UUID.fromString("a7551968-d5d6-44b2-9831-815ac9017798");
    assertEquals(
        UUID.fromString("d1275c7c-3d76-4226-8f59-fa0d6f4b7cb7"),
        PartIds.of(request, new ModelName("movies"), 0));
  }
}
