package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.longrunning.CancelOperationRequest;
import com.google.longrunning.OperationsGrpc;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import io.lethe.server.access.Role;
import io.lethe.server.access.TokenIssuer;
import io.lethe.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who asked for an erasure, who decides about it, and who may neither, by their tokens. */
@ExtendWith(Installations.class)
@TestInstance(Lifecycle.PER_CLASS)
final class IdentityTest {

  private static final String MODEL = Installation.MODEL;
  private static final String AUDIENCE = "lethe-e2e";

  private final TokenIssuer.NewKey key = TokenIssuer.newKey(new SecureRandom());
  private final Installation installation;
  private final Server server;

  IdentityTest(Installation installation) throws IOException {
    this.installation = installation;
    Path keys = Files.writeString(installation.data().resolveSibling("keys.jwks"), key.open());
    server = installation.serve(
        Map.of(
            "LETHE_AUTH_KEYS_FILE", keys.toString(), "LETHE_AUTH_AUDIENCE", AUDIENCE,
            "LETHE_ADMIN_PORT", "0", "LETHE_APPROVAL_INTERACTIONS_ABOVE", "2",
            "LETHE_RETRAINING_AUTOMATIC", "false"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private LetheClient as(String principal, Role... roles) {
    return LetheClient.builder(server.address())
        .deadline(Duration.ofMinutes(2))
        .token(() -> token(principal, roles))
        .build();
  }

  private String token(String principal, Role... roles) {
    return TokenIssuer.issue(
        key.secret(),
        new TokenIssuer.Claims(principal, Set.of(roles), AUDIENCE, "", Duration.ofMinutes(5)),
        Instant.now());
  }

  private static void refused(ErrorReason reason, Runnable call) {
    LetheException refused = assertThrows(LetheException.class, call::run);
    assertEquals(reason.name(), refused.reason());
  }

  @Test
  void heldErasure_fourEyes_areTwoPrincipals() {
    try (LetheClient alice = as("alice", Role.UNLEARN, Role.APPROVE);
        LetheClient bob = as("bob", Role.APPROVE)) {
      ErasureHandle asked = alice.unlearn(ErasureRequest.ofUser(MODEL, SyntheticRatings.user(71)));
      assertEquals(Erasure.State.HELD, asked.now().state());
      refused(ErrorReason.APPROVER_IS_REQUESTER, asked::approve);
      bob.erasure(asked.name()).approve();
      assertEquals(Erasure.State.COMPLETED, asked.await(progress -> {}).state());
    }
  }

  @Test
  void cancel_byAnotherRequester_isRefusedByTheOwnOrAnApproverDone() {
    try (LetheClient alice = as("alice", Role.UNLEARN);
        LetheClient carol = as("carol", Role.UNLEARN);
        LetheClient bob = as("bob", Role.APPROVE)) {
      ErasureHandle first = alice.unlearn(ErasureRequest.ofUser(MODEL, SyntheticRatings.user(72)));
      ErasureHandle second = alice.unlearn(ErasureRequest.ofUser(MODEL, SyntheticRatings.user(73)));
      refused(ErrorReason.PERMISSION_DENIED, () -> carol.erasure(first.name()).cancel());
      assertEquals(Erasure.State.HELD, first.now().state());
      assertEquals(Erasure.State.CANCELLED, first.cancel().state());
      assertEquals(Erasure.State.CANCELLED, bob.erasure(second.name()).cancel().state());
    }
  }

  @Test
  void cancelOperation_ofAnErasureByTheRoleToTrain_isRefused() {
    try (LetheClient alice = as("alice", Role.UNLEARN)) {
      ErasureHandle asked = alice.unlearn(ErasureRequest.ofUser(MODEL, SyntheticRatings.user(76)));
      Metadata headers = new Metadata();
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
          "Bearer " + token("alice", Role.TRAIN));
      OperationsGrpc.OperationsBlockingStub operations = OperationsGrpc
          .newBlockingStub(server.channel())
          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
      CancelOperationRequest request = CancelOperationRequest.newBuilder()
          .setName(asked.name().replace("erasures/", "operations/erasure-"))
          .build();
      StatusRuntimeException refused = assertThrows(
          StatusRuntimeException.class, () -> operations.cancelOperation(request));
      assertEquals(Status.Code.PERMISSION_DENIED, refused.getStatus().getCode());
      assertEquals(Erasure.State.HELD, asked.now().state());
      assertEquals(Erasure.State.CANCELLED, asked.cancel().state());
    }
  }

  @Test
  void roles_ofOneKind_reachNoOther() {
    ErasureRequest request = ErasureRequest.ofUser(MODEL, SyntheticRatings.user(74));
    try (LetheClient shop = as("shop", Role.SERVE);
        LetheClient office = as("office", Role.UNLEARN);
        LetheClient auditor = as("auditor", Role.AUDIT);
        LetheClient nobody = as("nobody")) {
      assertEquals(5, shop.recommend(MODEL, SyntheticRatings.user(75), 5).items().size());
      refused(ErrorReason.PERMISSION_DENIED, () -> shop.unlearn(request));
      refused(
          ErrorReason.PERMISSION_DENIED,
          () -> office.recommend(MODEL, SyntheticRatings.user(75), 5));
      refused(ErrorReason.PERMISSION_DENIED, () -> auditor.unlearn(request));
      assertEquals(1, auditor.models().count());
      refused(
          ErrorReason.PERMISSION_DENIED,
          () -> nobody.models().forEach(model -> fail("it was shown a model")));
      refused(
          ErrorReason.UNAUTHENTICATED,
          () -> server.client().models().forEach(model -> fail("it was shown a model")));
    }
  }

  @Test
  void activate_onThePublicPort_saysThatAdministrationIsElsewhere() throws Exception {
    Distribution.Ended ended = installation
        .run("activate", MODEL, "1", "--server", server.channel().authority());
    assertEquals(4, ended.exitCode(), ended.text());
    assertTrue(
        ended.text()
            .contains(
                "lethe.v1.ModelService/ActivateVersion is administration, which has a port of its "
                    + "own: admin.port; name it by --server"),
        ended.text());
  }

  @Test
  void serve_elsewhereInPlainText_refusesToStartInOneLine() throws Exception {
    Distribution.Ended ended = installation.run("serve", "--host", "0.0.0.0", "--port", "0");
    assertEquals(2, ended.exitCode(), ended.text());
    assertTrue(ended.text().contains("plain text is allowed on loopback only"), ended.text());
    assertFalse(ended.text().contains("\tat "), ended.text());
  }

  @Test
  void serve_inPlainText_saysSoLoudly() {
    assertTrue(
        server.output().stream().anyMatch(line -> line.contains("PLAIN TEXT")),
        () -> server.output().toString());
    assertTrue(
        server.output().stream().noneMatch(line -> line.contains("NO AUTHENTICATION")),
        () -> server.output().toString());
  }
}
