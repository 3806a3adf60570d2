package io.lethe.server.grpc;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.lethe.engine.audit.AuditEvent;
import io.lethe.engine.audit.AuditTrail;
import io.lethe.engine.erasure.ReceiptLedger;
import io.lethe.engine.erasure.receipt.ReceiptLog;
import io.lethe.engine.transparency.TreeHash;
import io.lethe.server.config.Configuration;
import io.lethe.v1.AuditServiceGrpc;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.GetConsistencyProofRequest;
import io.lethe.v1.GetConsistencyProofResponse;
import io.lethe.v1.GetLogCheckpointRequest;
import io.lethe.v1.GetLogCheckpointResponse;
import io.lethe.v1.ListAuditEventsRequest;
import io.lethe.v1.ListAuditEventsResponse;
import io.lethe.v1.ListLogEntriesRequest;
import io.lethe.v1.ListLogEntriesResponse;
import io.lethe.v1.ListSettingsRequest;
import io.lethe.v1.ListSettingsResponse;
import io.lethe.v1.LogEntry;
import io.lethe.v1.ServerSetting;
import java.util.List;

/** The receipt log, the audit trail and the settings on the wire: translates, and nothing else. */
final class AuditEndpoint extends AuditServiceGrpc.AuditServiceImplBase {

  /** So that a page of statements stays well below the usual bound of a message, 4 MiB. */
  private static final int PAGE_ENTRIES_MAX = 500;
  private static final PageTokens TOKENS = new PageTokens("log entries");

  private static final PageTokens EVENT_TOKENS = new PageTokens("audit events");

  private final ReceiptLog log;
  private final AuditTrail trail;
  private final Configuration configuration;

  AuditEndpoint(ReceiptLog log, AuditTrail trail, Configuration configuration) {
    this.log = log;
    this.trail = trail;
    this.configuration = configuration;
  }

  @Override
  public void listSettings(
      ListSettingsRequest request, StreamObserver<ListSettingsResponse> observer) {
    ListSettingsResponse.Builder response = ListSettingsResponse.newBuilder();
    configuration.told().forEach(line -> response.addSettings(toWire(line)));
    observer.onNext(response.build());
    observer.onCompleted();
  }

  private static ServerSetting toWire(Configuration.Told line) {
    return ServerSetting.newBuilder()
        .setKey(line.key())
        .setValue(line.value())
        .setSource(line.source())
        .setMeaning(line.meaning())
        .setHidden(line.hidden())
        .build();
  }

  @Override
  public void listAuditEvents(
      ListAuditEventsRequest request, StreamObserver<ListAuditEventsResponse> observer) {
    AuditTrail.AuditPage page = trail.list(
        EVENT_TOKENS.cursor(request.getPageToken(), AuditTrail.AuditPage.FIRST),
        PageTokens.rows(request.getPageSize()));
    ListAuditEventsResponse.Builder response = ListAuditEventsResponse.newBuilder();
    page.events().forEach(event -> response.addAuditEvents(toWire(event)));
    if (page.next() != 0) {
      response.setNextPageToken(EVENT_TOKENS.of(page.next()));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  private static io.lethe.v1.AuditEvent toWire(AuditEvent event) {
    io.lethe.v1.AuditEvent.Builder wire = io.lethe.v1.AuditEvent.newBuilder()
        .setTime(WireTimes.of(event.time()))
        .setPrincipal(event.principal())
        .setAction(event.action())
        .setResource(event.resource());
    if (event.refusal() != null) {
      wire.setRefusal(ErrorReason.valueOf(event.refusal().name()));
    }
    return wire.build();
  }

  @Override
  public void getLogCheckpoint(
      GetLogCheckpointRequest request, StreamObserver<GetLogCheckpointResponse> observer) {
    observer.onNext(
        GetLogCheckpointResponse.newBuilder().setCheckpoint(log.publish().encoded()).build());
    observer.onCompleted();
  }

  @Override
  public void getConsistencyProof(
      GetConsistencyProofRequest request, StreamObserver<GetConsistencyProofResponse> observer) {
    GetConsistencyProofResponse.Builder response = GetConsistencyProofResponse.newBuilder();
    for (TreeHash hash : log.consistency(request.getOldSize(), request.getNewSize())) {
      response.addPath(ByteString.copyFrom(hash.bytes()));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void listLogEntries(
      ListLogEntriesRequest request, StreamObserver<ListLogEntriesResponse> observer) {
    int rows = Math.min(PageTokens.rows(request.getPageSize()), PAGE_ENTRIES_MAX);
    long from = Math.max(0, TOKENS.cursor(request.getPageToken(), 0));
    List<ReceiptLedger.Entry> entries = log.entries(from, rows + 1);
    ListLogEntriesResponse.Builder response = ListLogEntriesResponse.newBuilder();
    entries.stream().limit(rows).forEach(entry -> response.addLogEntries(toWire(entry)));
    if (entries.size() > rows) {
      response.setNextPageToken(TOKENS.of(from + rows));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  private static LogEntry toWire(ReceiptLedger.Entry entry) {
    return LogEntry.newBuilder()
        .setIndex(entry.index())
        .setErasure(ResourceNames.of(entry.erasure()))
        .setStatement(ByteString.copyFrom(entry.statement()))
        .setLeafHash(ByteString.copyFrom(TreeHash.ofLeaf(entry.statement()).bytes()))
        .build();
  }
}
