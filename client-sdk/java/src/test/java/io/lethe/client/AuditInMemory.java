package io.lethe.client;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.lethe.v1.AuditServiceGrpc.AuditServiceImplBase;
import io.lethe.v1.GetConsistencyProofRequest;
import io.lethe.v1.GetConsistencyProofResponse;
import io.lethe.v1.GetLogCheckpointRequest;
import io.lethe.v1.GetLogCheckpointResponse;
import io.lethe.v1.ListSettingsRequest;
import io.lethe.v1.ListSettingsResponse;
import io.lethe.v1.ServerSetting;

/** Shows a checkpoint that a test has set, and a path of one hash made of the sizes asked for. */
final class AuditInMemory extends AuditServiceImplBase {

  private volatile String checkpoint = "";

  void show(String note) {
    checkpoint = note;
  }

  static ByteString path(long oldSize, long newSize) {
    return ByteString.copyFromUtf8("%016d%016d".formatted(oldSize, newSize));
  }

  @Override
  public void getLogCheckpoint(
      GetLogCheckpointRequest request, StreamObserver<GetLogCheckpointResponse> answer) {
    answer.onNext(GetLogCheckpointResponse.newBuilder().setCheckpoint(checkpoint).build());
    answer.onCompleted();
  }

  @Override
  public void getConsistencyProof(
      GetConsistencyProofRequest request, StreamObserver<GetConsistencyProofResponse> answer) {
    answer.onNext(
        GetConsistencyProofResponse.newBuilder()
            .addPath(path(request.getOldSize(), request.getNewSize()))
            .build());
    answer.onCompleted();
  }

  @Override
  public void listSettings(
      ListSettingsRequest request, StreamObserver<ListSettingsResponse> answer) {
    answer.onNext(
        ListSettingsResponse.newBuilder()
            .addSettings(setting("listen.port", "7707", "default", "port"))
            .addSettings(setting("gateway.host", "", "default", "address"))
            .addSettings(setting("tls.key-file", "", "command line", "key").setHidden(true))
            .build());
    answer.onCompleted();
  }

  private static ServerSetting.Builder setting(
      String key, String value, String source, String meaning) {
    return ServerSetting.newBuilder()
        .setKey(key)
        .setValue(value)
        .setSource(source)
        .setMeaning(meaning);
  }
}
