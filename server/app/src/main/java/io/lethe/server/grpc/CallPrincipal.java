package io.lethe.server.grpc;

import io.grpc.Context;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureRequest;
import java.util.Map;
import java.util.Set;

/**
 * On whose behalf a call is made. Whoever authenticates calls puts it into the call's context; where
 * nobody does (plaintext on loopback), calls are the operator's.
 *
 * @param name as certificate or token name the caller; never shown in logs
 * @param roles which it holds, in lower case; {@link #EVERY_ROLE} stands for all of them
 */
public record CallPrincipal(String name, Set<String> roles) {

  /** Holds every role there is or will be. */
  public static final String EVERY_ROLE = "*";

  /** May let other principals' held erasures go on, and take erasures back. */
  public static final String APPROVE = "approve";

  /** The person at the machine itself. */
  public static final CallPrincipal OPERATOR = new CallPrincipal(
      ErasureRequest.OPERATOR, Set.of(EVERY_ROLE));

  /** Where the call's context holds it. */
  public static final Context.Key<CallPrincipal> KEY = Context
      .keyWithDefault("lethe-principal", OPERATOR);

  public CallPrincipal {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a principal without a name");
    }
    roles = Set.copyOf(roles);
  }

  /** Of the call that this thread works on. */
  public static CallPrincipal current() {
    return KEY.get();
  }

  /**
   * Lets only those go on who hold a role.
   *
   * @param method that asks for it, as {@code package.Service/Method}
   * @throws LetheException of kind {@code PERMISSION_DENIED} for everybody else
   */
  void require(String role, String method) {
    if (!holds(role)) {
      throw new LetheException(
          ErrorKind.PERMISSION_DENIED, "%s may not do this by %s".formatted(name, method),
          Map.of("principal", name, "method", method));
    }
  }

  /** Whether it holds a role. */
  public boolean holds(String role) {
    return roles.contains(role) || roles.contains(EVERY_ROLE);
  }
}
