package io.lethe.server.wiring;

import dagger.BindsInstance;
import dagger.Component;
import io.lethe.server.config.ServerConfig;
import jakarta.inject.Singleton;

/** The data folder alone, for commands that need no server. */
@Singleton
@Component(modules = StoreModule.class)
interface StoreComponent {

  OfflineStore store();

  /** Makes the parts; nothing is opened before they are asked for. */
  @Component.Factory
  interface Factory {
    StoreComponent create(@BindsInstance ServerConfig config);
  }
}
