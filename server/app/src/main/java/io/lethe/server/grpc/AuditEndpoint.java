package io.lethe.server.grpc;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.lethe.engine.erasure.ReceiptLedger;
import io.lethe.engine.erasure.receipt.ReceiptLog;
import io.lethe.engine.transparency.TreeHash;
import io.lethe.v1.AuditServiceGrpc;
import io.lethe.v1.GetConsistencyProofRequest;
import io.lethe.v1.GetConsistencyProofResponse;
import io.lethe.v1.GetLogCheckpointRequest;
import io.lethe.v1.GetLogCheckpointResponse;
import io.lethe.v1.ListLogEntriesRequest;
import io.lethe.v1.ListLogEntriesResponse;
import io.lethe.v1.LogEntry;
import java.util.List;

/** The receipt log on the wire: translates, and nothing else. */
final class AuditEndpoint extends AuditServiceGrpc.AuditServiceImplBase {

  /** So that a page of statements stays well below the usual bound of a message, 4 MiB. */
  private static final int PAGE_ENTRIES_MAX = 500;
  private static final PageTokens TOKENS = new PageTokens("log entries");

  private final ReceiptLog log;

  AuditEndpoint(ReceiptLog log) {
    this.log = log;
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
