package io.lethe.client;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.StatusOr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Resolves {@code overruling:///PORT} to loopback, with a service config that retries nothing. */
final class Overruling extends NameResolverProvider {

  static final String SCHEME = "overruling";

  @Override
  public NameResolver newNameResolver(URI target, NameResolver.Args args) {
    int port = Integer.parseInt(target.getPath().substring(1));
    InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return new NameResolver() {
      @Override
      public String getServiceAuthority() {
        return "localhost";
      }

      @Override
      public void start(Listener2 listener) {
        listener.onResult(
            ResolutionResult.newBuilder()
                .setAddressesOrError(
                    StatusOr.fromValue(List.of(new EquivalentAddressGroup(server))))
                .setServiceConfig(args.getServiceConfigParser().parseServiceConfig(Map.of()))
                .build());
      }

      @Override
      public void shutdown() {}
    };
  }

  @Override
  public String getDefaultScheme() {
    return SCHEME;
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  @Override
  protected int priority() {
    return 1;
  }
}
