package io.lethe.server.access;

import java.util.Map;
import java.util.Set;

/**
 * Which roles may call which method, and on which port it is where administration has one of its own. A
 * method that is not in this table is denied to everybody.
 */
public final class MethodRoles {

  private static final String RECOMMENDATIONS = "lethe.v1.RecommendationService/";
  private static final String INTERACTIONS = "lethe.v1.InteractionService/";
  private static final String CATALOGS = "lethe.v1.CatalogService/";
  private static final String MODELS = "lethe.v1.ModelService/";
  private static final String ERASURES = "lethe.v1.UnlearningService/";
  private static final String AUDIT = "lethe.v1.AuditService/";
  private static final String OPERATIONS = "google.longrunning.Operations/";
  private static final String HEALTH = "grpc.health.v1.Health/";
  private static final String REFLECTION = "grpc.reflection.v1.ServerReflection/";
  private static final String REFLECTION_OLDER = "grpc.reflection.v1alpha.ServerReflection/";

  private static final Set<Role> EVERY_ROLE = Set.of(Role.values());
  private static final Set<Role> ERASURE_READERS = Set
      .of(Role.UNLEARN, Role.APPROVE, Role.ADMIN, Role.AUDIT);
  private static final Set<Role> OPERATION_READERS = Set
      .of(Role.TRAIN, Role.UNLEARN, Role.APPROVE, Role.ADMIN, Role.AUDIT);

  /** Methods that change what is not the caller's own, or look up whose data was erased. */
  private static final Set<String> AUDITED = Set.of(
      INTERACTIONS + "ListInteractions", MODELS + "TrainModel", MODELS + "ActivateVersion",
      MODELS + "RebaseVersion", MODELS + "SetAlias", MODELS + "DeleteAlias", MODELS + "DeleteModel",
      MODELS + "ReloadPlugins", ERASURES + "ApproveErasure", ERASURES + "CancelErasure",
      ERASURES + "RetryErasure", ERASURES + "SearchErasures", ERASURES + "ReadmitSubject",
      OPERATIONS + "CancelOperation", OPERATIONS + "DeleteOperation");

  /** Methods that are called all day: each caller's first call of an hour stands for the others. */
  private static final Set<String> AUDITED_HOURLY = Set
      .of(INTERACTIONS + "AppendInteractions", INTERACTIONS + "ImportInteractions");

  private static final Map<String, Rule> RULES = Map.ofEntries(
      rule(RECOMMENDATIONS + "Recommend", Role.SERVE),
      rule(RECOMMENDATIONS + "BatchRecommend", Role.SERVE),
      rule(RECOMMENDATIONS + "Score", Role.SERVE),
      rule(RECOMMENDATIONS + "RecommendForItems", Role.SERVE),
      rule(RECOMMENDATIONS + "SimilarItems", Role.SERVE),

      rule(INTERACTIONS + "AppendInteractions", Role.INGEST),
      rule(INTERACTIONS + "ImportInteractions", Role.INGEST),
      rule(INTERACTIONS + "ListInteractions", Role.AUDIT),

      rule(CATALOGS + "UpdateItems", Role.INGEST), rule(CATALOGS + "DeleteItems", Role.INGEST),
      rule(CATALOGS + "GetItem", Role.SERVE, Role.INGEST),
      rule(CATALOGS + "ListItems", Role.SERVE, Role.INGEST),

      rule(MODELS + "ListModels", EVERY_ROLE), rule(MODELS + "GetModel", EVERY_ROLE),
      rule(MODELS + "ListModelVersions", EVERY_ROLE), rule(MODELS + "GetModelVersion", EVERY_ROLE),
      rule(MODELS + "TrainModel", Role.TRAIN), administration(MODELS + "ActivateVersion"),
      administration(MODELS + "RebaseVersion"), administration(MODELS + "SetAlias"),
      administration(MODELS + "DeleteAlias"), administration(MODELS + "DeleteModel"),
      rule(MODELS + "ListPlugins", Role.TRAIN, Role.AUDIT, Role.ADMIN),
      administration(MODELS + "ReloadPlugins"),

      rule(ERASURES + "Unlearn", Role.UNLEARN), rule(ERASURES + "GetErasure", ERASURE_READERS),
      rule(ERASURES + "ReadmitSubject", Role.UNLEARN),
      rule(ERASURES + "ListErasures", ERASURE_READERS),
      rule(ERASURES + "SearchErasures", Role.AUDIT),
      rule(ERASURES + "WatchErasure", ERASURE_READERS),
      rule(ERASURES + "GetReceipt", ERASURE_READERS),
      rule(ERASURES + "ApproveErasure", Role.APPROVE),
      // Those who did not ask must hold the second role: the endpoint looks at whose it is.
      rule(ERASURES + "CancelErasure", Role.UNLEARN, Role.APPROVE),

      rule(ERASURES + "RetryErasure", Role.UNLEARN, Role.APPROVE),

      // What others hold against the server: whoever may read receipts.
      rule(AUDIT + "GetLogCheckpoint", ERASURE_READERS),
      rule(AUDIT + "GetConsistencyProof", ERASURE_READERS),
      rule(AUDIT + "ListLogEntries", Role.AUDIT, Role.ADMIN),
      rule(AUDIT + "ListAuditEvents", Role.AUDIT, Role.ADMIN),
      rule(AUDIT + "ListSettings", Role.AUDIT, Role.ADMIN),

      rule(OPERATIONS + "ListOperations", OPERATION_READERS),
      rule(OPERATIONS + "GetOperation", OPERATION_READERS),
      rule(OPERATIONS + "WaitOperation", OPERATION_READERS),
      // Each for operations of its own kind: the endpoint looks at which kind it is.
      rule(OPERATIONS + "CancelOperation", Role.TRAIN, Role.UNLEARN, Role.APPROVE),
      administration(OPERATIONS + "DeleteOperation"),

      open(HEALTH + "Check"), open(HEALTH + "Watch"),
      administration(REFLECTION + "ServerReflectionInfo"),
      administration(REFLECTION_OLDER + "ServerReflectionInfo"));

  private MethodRoles() {}

  /**
   * What stands in the table about one method.
   *
   * @param open whether callers need not say who they are
   * @param administration whether it is offered on the administration port only
   */
  private record Rule(boolean open, boolean administration, Set<Role> roles) {}

  private static Map.Entry<String, Rule> rule(String method, Role... roles) {
    return rule(method, Set.of(roles));
  }

  private static Map.Entry<String, Rule> rule(String method, Set<Role> roles) {
    return Map.entry(method, new Rule(false, false, roles));
  }

  private static Map.Entry<String, Rule> administration(String method) {
    return Map.entry(method, new Rule(false, true, Set.of(Role.ADMIN)));
  }

  private static Map.Entry<String, Rule> open(String method) {
    return Map.entry(method, new Rule(true, false, EVERY_ROLE));
  }

  /** The methods in the table, as {@code package.Service/Method}. */
  public static Set<String> methods() {
    return RULES.keySet();
  }

  /** Whether a method is for everybody, known or not. */
  public static boolean isOpen(String method) {
    Rule rule = RULES.get(method);
    return rule != null && rule.open();
  }

  /** Whether calls of a method stand in the audit trail. */
  public static boolean isAudited(String method) {
    return AUDITED.contains(method) || isAuditedHourly(method);
  }

  /** Whether of those that were done only a caller's first of an hour stands there. */
  public static boolean isAuditedHourly(String method) {
    return AUDITED_HOURLY.contains(method);
  }

  /** Whether one of these roles is enough. */
  public static boolean allows(String method, Set<Role> roles) {
    Rule rule = RULES.get(method);
    return rule != null && roles.stream().anyMatch(rule.roles()::contains);
  }

  /** Whether a method is on the public port, where administration has one of its own. */
  public static boolean isPublic(String method) {
    Rule rule = RULES.get(method);
    return rule != null && !rule.administration();
  }
}
