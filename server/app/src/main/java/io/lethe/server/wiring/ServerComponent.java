package io.lethe.server.wiring;

import dagger.BindsInstance;
import dagger.Component;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.extension.ServerExtension;
import io.lethe.server.grpc.warm.SelfCalls;
import jakarta.inject.Singleton;
import java.util.List;

/** A whole server: which part gets which stands in the modules. */
@Singleton
@Component(
    modules = {StoreModule.class, PluginModule.class, EngineModule.class, GrpcModule.class,
        TransportModule.class, ExtensionModule.class, HookModule.class})
interface ServerComponent {

  LetheServer server();

  /** Of the server's own parts, for once. */
  SelfCalls selfCalls();

  /** Makes the parts of one server; nothing is opened before they are asked for. */
  @Component.Factory
  interface Factory {
    ServerComponent create(
        @BindsInstance ServerConfig config, @BindsInstance ServerAccess access,
        @BindsInstance List<ServerExtension.Prepared> extensions);
  }
}
