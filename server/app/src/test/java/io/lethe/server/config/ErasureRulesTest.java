package io.lethe.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.erasure.policy.ApprovalConfig;
import io.lethe.engine.erasure.policy.ErasurePolicy;
import io.lethe.engine.erasure.policy.PrincipalLimits;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErasureRulesTest {

  private static final Map<String, String> TOKENS = Map
      .of("auth.keys-file", "keys.json", "auth.audience", "lethe");

  private static ErasurePolicy policy(Map<String, String> flags) {
    return rules(flags).policy();
  }

  private static ErasureRules rules(Map<String, String> flags) {
    return ServerConfig.of(ConfigLoader.load(flags, Map.of(), null, Map.of())).erasures();
  }

  private static Map<String, String> withTokens(String key, String value) {
    Map<String, String> flags = new HashMap<>(TOKENS);
    flags.put(key, value);
    return flags;
  }

  @Test
  void of_oneForAll_nothingWaitsForAPersonThatThereIsNot() {
    assertEquals(ApprovalConfig.none(), policy(Map.of()).approval());
    assertEquals(PrincipalLimits.none(), policy(Map.of()).limits());
  }

  @Test
  void of_principalsThatDiffer_theUsualRules() {
    assertEquals(ApprovalConfig.defaults(), policy(TOKENS).approval());
    assertEquals(PrincipalLimits.defaults(), policy(TOKENS).limits());
  }

  @Test
  void of_ruleThatIsSet_holdsEitherWay() {
    Map<String, String> set = Map.of("approval.share-above", "0.5", "limits.share-per-day", "0.25");
    long usual = ApprovalConfig.defaults().interactionsAbove();
    assertEquals(0.5, policy(set).approval().shareAbove());
    assertEquals(usual, policy(set).approval().interactionsAbove());
    assertEquals(0.25, policy(set).limits().sharePerDay());
    assertEquals(7, policy(withTokens("limits.erasures-per-hour", "7")).limits().erasuresPerHour());
  }

  @Test
  void of_layersAsked_theyMove() {
    assertFalse(rules(Map.of()).movesSharedLayers());
    assertTrue(rules(Map.of("erasure.move-shared-layers", "true")).movesSharedLayers());
  }
}
