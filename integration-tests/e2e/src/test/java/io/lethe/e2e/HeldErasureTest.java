package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.longrunning.CancelOperationRequest;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.ListOperationsRequest;
import com.google.longrunning.ListOperationsResponse;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc;
import com.google.rpc.Code;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.Recommendations;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import io.lethe.v1.ErrorReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every request of more than a few interactions waits for a second person; some are taken back. */
@ExtendWith(Installations.class)
@TestInstance(Lifecycle.PER_CLASS)
final class HeldErasureTest {

  private static final String MODEL = Installation.MODEL;

  private final Installation installation;
  private final Server server;
  private final LetheClient client;

  HeldErasureTest(Installation installation) throws IOException {
    this.installation = installation;
    server = installation.serve(
        Map.of("LETHE_APPROVAL_INTERACTIONS_ABOVE", "2", "LETHE_RETRAINING_AUTOMATIC", "false"));
    client = server.client();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static void refused(ErrorReason reason, Runnable call) {
    LetheException refused = assertThrows(LetheException.class, call::run);
    assertEquals(reason.name(), refused.reason());
  }

  @Test
  void unlearn_large_heldContainedAndNotForItsRequesterToApprove() throws Exception {
    String user = SyntheticRatings.user(61);
    ErasureHandle handle = client.unlearn(ErasureRequest.ofUser(MODEL, user));
    assertEquals(Erasure.State.HELD, handle.now().state());
    assertEquals(0, handle.now().erasurePosition());
    refused(ErrorReason.USER_CONTAINED, () -> client.recommend(MODEL, user, 10));
    refused(ErrorReason.APPROVER_IS_REQUESTER, handle::approve);
    Distribution.Ended approve = installation
        .run("erasures", "approve", handle.name(), "--server", server.address());
    assertAll(
        () -> assertNotEquals(0, approve.exitCode(), approve.text()),
        () -> assertTrue(approve.text().contains("same principal"), approve.text()),
        () -> assertEquals(Erasure.State.HELD, handle.now().state()));
  }

  @Test
  void cancel_held_servedAgainAsBefore() {
    String user = SyntheticRatings.user(62);
    Recommendations before = client.recommend(MODEL, user, 10);
    ErasureRequest request = ErasureRequest.ofUser(MODEL, user);
    ErasureHandle handle = client.unlearn(request);
    assertEquals(Erasure.State.CANCELLED, handle.cancel().state());
    assertAll(
        () -> assertEquals(before.items(), client.recommend(MODEL, user, 10).items()),
        () -> assertEquals(Erasure.State.CANCELLED, handle.cancel().state()),
        () -> assertEquals(handle.name(), client.unlearn(request).name()),
        () -> assertEquals(Erasure.State.CANCELLED, handle.await(progress -> {}).state()));
  }

  @Test
  void cancelOperation_held_endsAsCancelled() {
    String user = SyntheticRatings.user(63);
    ErasureHandle handle = client.unlearn(ErasureRequest.ofUser(MODEL, user));
    String name = handle.name().replace("erasures/", "operations/erasure-");
    OperationsGrpc.OperationsBlockingStub operations = OperationsGrpc
        .newBlockingStub(server.channel());
    var _ = operations.cancelOperation(CancelOperationRequest.newBuilder().setName(name).build());
    Operation ended = operations
        .getOperation(GetOperationRequest.newBuilder().setName(name).build());
    assertAll(
        () -> assertTrue(ended.getDone()),
        () -> assertEquals(Code.CANCELLED_VALUE, ended.getError().getCode()),
        () -> assertEquals(10, client.recommend(MODEL, user, 10).items().size()));
  }

  @Test
  void listOperations_pagesOfOne_everyOperationOnce() {
    for (int user = 65; user < 68; user++) {
      client.unlearn(ErasureRequest.ofUser(MODEL, SyntheticRatings.user(user))).cancel();
    }
    OperationsGrpc.OperationsBlockingStub operations = OperationsGrpc
        .newBlockingStub(server.channel());
    List<String> all = operations
        .listOperations(ListOperationsRequest.newBuilder().setPageSize(1000).build())
        .getOperationsList()
        .stream()
        .map(Operation::getName)
        .toList();
    List<String> paged = new ArrayList<>();
    ListOperationsRequest request = ListOperationsRequest.newBuilder().setPageSize(1).build();
    ListOperationsResponse page = operations.listOperations(request);
    page.getOperationsList().forEach(operation -> paged.add(operation.getName()));
    while (!page.getNextPageToken().isEmpty()) {
      page = operations
          .listOperations(request.toBuilder().setPageToken(page.getNextPageToken()).build());
      page.getOperationsList().forEach(operation -> paged.add(operation.getName()));
    }
    assertTrue(all.size() >= 3);
    assertEquals(all, paged);
  }

  /** How much it takes, whose it is and until when it must be done. */
  private static void assertTellsTheApprover(Distribution.Ended shown) {
    assertTrue(
        shown.text()
            .matches(
                "(?s).*state +held\n.*names +30 interactions of [0-9,]+ \\([0-9.]+ %\\)\n"
                    + " +requester +operator\n.*due +20[0-9]{2}-.*"),
        shown.text());
  }

  @Test
  void cancel_onTheCommandLine_takesItBack() throws Exception {
    ErasureHandle handle = client.unlearn(ErasureRequest.ofUser(MODEL, SyntheticRatings.user(64)));
    assertTellsTheApprover(
        installation.run("erasures", handle.name(), "--server", server.address()));
    Distribution.Ended cancelled = installation
        .run("erasures", "cancel", handle.name(), "--server", server.address());
    assertEquals(0, cancelled.exitCode(), cancelled.text());
    assertEquals(Erasure.State.CANCELLED, handle.now().state());
  }
}
