package io.lethe.client.operations;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.v1.AuditServiceGrpc;
import io.lethe.v1.ListPluginsRequest;
import io.lethe.v1.ListSettingsRequest;
import io.lethe.v1.ModelServiceGrpc;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How a server is set up. Thread-safe; lives as long as the client that it is of. */
public final class ServerSetup {

  private final LetheClient client;

  private ServerSetup(LetheClient client) {
    this.client = client;
  }

  /** The setup of a server. */
  public static ServerSetup of(LetheClient client) {
    return new ServerSetup(client);
  }

  /**
   * A plugin in the server's plugin folder.
   *
   * @param plugin its name, such as {@code ease}; empty where nothing could be found out about it
   * @param version its own; empty likewise
   * @param digest a SHA-256 that names its code, 64 lower-case hexadecimal digits; empty likewise
   * @param entry its entry of the plugin folder: a folder, a zip or a jar
   * @param refusal why it cannot be used, in words; empty for one that trainings can take
   */
  public record Plugin(
      String plugin, String version, String digest, String entry, Optional<String> refusal) {}

  /**
   * A setting of the server.
   *
   * @param value as a settings file would have it, {@code ""} where the setting has none; empty where
   *     it was given one that the server does not tell
   * @param source where the value came from, in words
   * @param meaning with its unit
   */
  public record Setting(String key, Optional<String> value, String source, String meaning) {}

  /**
   * The plugins that trainings can take, then those that cannot be used. Needs the role {@code train},
   * {@code audit} or {@code admin}.
   *
   * @throws LetheException if the server does not answer, or refuses
   */
  public List<Plugin> plugins() {
    return call(ModelServiceGrpc.getListPluginsMethod(), ListPluginsRequest.getDefaultInstance())
        .getPluginsList()
        .stream()
        .map(
            each -> new Plugin(
                each.getPlugin(), each.getPluginVersion(), each.getPluginDigest(), each.getEntry(),
                Optional.of(each.getRefusal()).filter(reason -> !reason.isEmpty())))
        .toList();
  }

  /**
   * Every setting. Needs the role {@code audit} or {@code admin}.
   *
   * @throws LetheException if the server does not answer, or refuses
   */
  public List<Setting> settings() {
    return call(AuditServiceGrpc.getListSettingsMethod(), ListSettingsRequest.getDefaultInstance())
        .getSettingsList()
        .stream()
        .map(
            each -> new Setting(
                each.getKey(), each.getHidden() ? Optional.empty() : Optional.of(each.getValue()),
                each.getSource(), each.getMeaning()))
        .toList();
  }

  private <A, B> B call(MethodDescriptor<A, B> method, A request) {
    CallOptions options = CallOptions.DEFAULT
        .withDeadlineAfter(client.deadline().toNanos(), TimeUnit.NANOSECONDS);
    try {
      return ClientCalls.blockingUnaryCall(client.channel(), method, options, request);
    } catch (StatusRuntimeException failure) {
      throw LetheException.of(failure);
    }
  }
}
