package io.lethe.server.opendsr;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.server.access.MethodRoles;
import io.lethe.server.access.Principal;
import io.lethe.server.access.Role;
import io.lethe.server.access.ServerAccess;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who calls, and whether they may: the same people and the same table as on the wire. */
final class DsrCallers {

  /** Where it does not count who calls. */
  static final Caller ANYBODY = new Caller("", false);

  private final ServerAccess access;

  DsrCallers(ServerAccess access) {
    this.access = access;
  }

  /**
   * A caller whose role allows the call.
   *
   * @param approver whether they decide about other people's requests
   */
  record Caller(String name, boolean approver) {}

  /**
   * Finds out who calls.
   *
   * @param method that the call stands for, as {@code package.Service/Method}
   * @throws LetheException of kind {@code UNAUTHENTICATED} or {@code PERMISSION_DENIED}
   */
  Caller caller(DsrCall call, String method) {
    if (access.authenticator().isEmpty()) {
      return new Caller(ErasureRequest.OPERATOR, true);
    }
    Optional<Principal> principal = access.authenticator()
        .flatMap(known -> known.principal(call.authorization(), call.certificate()));
    if (principal.isEmpty()) {
      access.counts().countUnauthenticated();
      throw new LetheException(
          ErrorKind.UNAUTHENTICATED, "the call proves no identity that this server accepts");
    }
    Set<Role> roles = principal.get().roles();
    if (!MethodRoles.allows(method, roles)) {
      access.counts().countDenied();
      throw new LetheException(
          ErrorKind.PERMISSION_DENIED,
          "%s has no role that may do this".formatted(principal.get().name()),
          Map.of("principal", principal.get().name(), "method", method));
    }
    return new Caller(principal.get().name(), roles.contains(Role.APPROVE));
  }
}
