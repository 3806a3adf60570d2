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

  /** A share of 1 says never; the bound on a count, which no setting names, does not hold instead. */
  @Test
  void of_oneForAll_aRuleThatIsSet_holdsAlone() {
    Map<String, String> set = Map.of("approval.share-above", "0.5", "limits.share-per-day", "0.25");
    assertEquals(new ApprovalConfig(Long.MAX_VALUE, 0.5), policy(set).approval());
    assertEquals(new PrincipalLimits(Integer.MAX_VALUE, 0.25), policy(set).limits());
    Map<String, String> counts = Map
        .of("approval.interactions-above", "5", "limits.erasures-per-hour", "7");
    assertEquals(new ApprovalConfig(5, 1), policy(counts).approval());
    assertEquals(new PrincipalLimits(7, 1), policy(counts).limits());
  }

  @Test
  void of_principalsThatDiffer_aRuleThatIsSet_standsBesideTheUsualOnes() {
    assertEquals(
        new PrincipalLimits(7, PrincipalLimits.defaults().sharePerDay()),
        policy(withTokens("limits.erasures-per-hour", "7")).limits());
  }

  @Test
  void of_layersAsked_theyMove() {
    assertFalse(rules(Map.of()).movesSharedLayers());
    assertTrue(rules(Map.of("erasure.move-shared-layers", "true")).movesSharedLayers());
  }
}
