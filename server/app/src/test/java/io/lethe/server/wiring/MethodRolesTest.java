package io.lethe.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.longrunning.OperationsGrpc;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.lethe.server.access.MethodRoles;
import io.lethe.server.access.Role;
import io.lethe.v1.AuditServiceGrpc;
import io.lethe.v1.CatalogServiceGrpc;
import io.lethe.v1.InteractionServiceGrpc;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearningServiceGrpc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every method of every service, as every role and as nobody, against a running server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MethodRolesTest {

  private static final List<ServiceDescriptor> SERVICES = List.of(
      RecommendationServiceGrpc.getServiceDescriptor(), ModelServiceGrpc.getServiceDescriptor(),
      UnlearningServiceGrpc.getServiceDescriptor(), InteractionServiceGrpc.getServiceDescriptor(),
      CatalogServiceGrpc.getServiceDescriptor(), AuditServiceGrpc.getServiceDescriptor(),
      OperationsGrpc.getServiceDescriptor(), HealthGrpc.getServiceDescriptor(),
      ServerReflectionGrpc.getServiceDescriptor(),
      io.grpc.reflection.v1alpha.ServerReflectionGrpc.getServiceDescriptor());

  /** What does more than read. */
  private static final Set<String> CHANGES = Set.of(
      "TrainModel", "ActivateVersion", "RebaseVersion", "SetAlias", "DeleteAlias", "ReloadPlugins",
      "Unlearn", "ApproveErasure", "CancelErasure", "CancelOperation", "DeleteOperation");

  private GuardedServer guarded;
  private ManagedChannel open;
  private ManagedChannel admin;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    guarded = GuardedServer.start(folder, Map.of());
    open = guarded.open();
    admin = guarded.admin();
  }

  @AfterAll
  void stop() {
    open.shutdownNow();
    admin.shutdownNow();
    guarded.close();
  }

  private static Stream<MethodDescriptor<?, ?>> methods() {
    return SERVICES.stream().flatMap(service -> service.getMethods().stream());
  }

  @Test
  void table_comparedWithTheServices_hasExactlyTheirMethods() {
    Set<String> offered = methods().map(MethodDescriptor::getFullMethodName)
        .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(offered, new TreeSet<>(MethodRoles.methods()));
  }

  @Test
  void offeredServices_comparedWithThisTest_areTheSame() {
    Set<String> tried = SERVICES.stream()
        .map(ServiceDescriptor::getName)
        .collect(Collectors.toSet());
    assertEquals(
        tried,
        guarded.server()
            .services()
            .definitions()
            .stream()
            .map(service -> service.getServiceDescriptor().getName())
            .collect(Collectors.toSet()));
  }

  @Test
  void call_anyMethodAsAnyRoleOrNobody_isDecidedByTheTable() {
    Map<Role, String> tokens = new HashMap<>();
    for (Role role : Role.values()) {
      tokens.put(role, guarded.token("the-" + role.text(), role));
    }
    List<String> wrong = new ArrayList<>();
    methods().forEach(method -> {
      check(method, "", null, MethodRoles.isOpen(method.getFullMethodName()), wrong);
      for (Role role : Role.values()) {
        boolean allowed = MethodRoles.allows(method.getFullMethodName(), EnumSet.of(role));
        check(method, role.text(), tokens.get(role), allowed, wrong);
      }
      check(method, "no role", guarded.token("nobody"), false, wrong);
    });
    assertEquals(List.of(), wrong);
  }

  private void check(
      MethodDescriptor<?, ?> method, String who, @Nullable String token, boolean allowed,
      List<String> wrong) {
    String name = method.getFullMethodName();
    String expected = MethodRoles.isOpen(name) || allowed
        ? "passes"
        : token == null ? "UNAUTHENTICATED" : "PERMISSION_DENIED";
    String onAdmin = verdict(admin, method, token);
    if (!onAdmin.equals(expected)) {
      wrong.add("%s as '%s' on the admin port: %s, not %s".formatted(name, who, onAdmin, expected));
    }
    String onOpen = verdict(open, method, token);
    String expectedOnOpen = MethodRoles.isPublic(name) ? expected : "absent";
    if (!onOpen.equals(expectedOnOpen)) {
      wrong.add(
          "%s as '%s' on the public port: %s, not %s".formatted(name, who, onOpen, expectedOnOpen));
    }
  }

  private static String verdict(
      ManagedChannel channel, MethodDescriptor<?, ?> method, @Nullable String token) {
    RawCalls.Outcome outcome = RawCalls.call(
        channel, method.getFullMethodName(), method.getType(), RawCalls.bearing(token),
        new byte[0]);
    return switch (outcome.code()) {
      case UNIMPLEMENTED -> outcome.told()
          .contains("Method not found: " + method.getFullMethodName() + " is administration")
              ? "absent"
              : "passes";
      case UNAUTHENTICATED, PERMISSION_DENIED -> {
        assertEquals(outcome.code().name(), outcome.reason());
        yield outcome.reason();
      }
      default -> "passes";
    };
  }

  @Test
  void audit_whateverItMayCall_changesNothing() {
    methods().map(MethodDescriptor::getFullMethodName)
        .filter(method -> CHANGES.contains(method.substring(method.indexOf('/') + 1)))
        .forEach(method -> assertFalse(MethodRoles.allows(method, EnumSet.of(Role.AUDIT)), method));
  }

  @Test
  void roles_thatMustStayApart_doNotReachEachOther() {
    String activate = "lethe.v1.ModelService/ActivateVersion";
    String unlearn = "lethe.v1.UnlearningService/Unlearn";
    assertEquals(Set.of(Role.ADMIN), allowed(activate));
    assertEquals(Set.of(Role.UNLEARN), allowed(unlearn));
    assertEquals(Set.of(Role.APPROVE), allowed("lethe.v1.UnlearningService/ApproveErasure"));
  }

  private static Set<Role> allowed(String method) {
    return Arrays.stream(Role.values())
        .filter(role -> MethodRoles.allows(method, EnumSet.of(role)))
        .collect(Collectors.toSet());
  }

  @Test
  void methodThatIsNotInTheTable_anyRole_isDenied() {
    String method = "lethe.v1.ModelService/DropEverything";
    assertFalse(MethodRoles.isOpen(method));
    assertFalse(MethodRoles.isPublic(method));
    assertEquals(Set.of(), allowed(method));
  }

  @Test
  void refusals_areCounted() {
    long before = guarded.server().accessCounts().unauthenticated();
    RawCalls.Outcome refused = RawCalls.call(
        open, "lethe.v1.ModelService/ListModels", MethodDescriptor.MethodType.UNARY,
        RawCalls.bearing(null), new byte[0]);
    assertEquals(Status.Code.UNAUTHENTICATED, refused.code());
    assertEquals(before + 1, guarded.server().accessCounts().unauthenticated());
  }
}
