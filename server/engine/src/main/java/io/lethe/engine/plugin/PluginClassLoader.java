package io.lethe.engine.plugin;

import java.net.URL;
import java.net.URLClassLoader;
import org.jspecify.annotations.Nullable;

/**
 * The loader of one entry of the plugin folder: its own jars, the JDK, and of the host only what the allow-list
 * names. Whatever else the host has on its class path does not exist for a plugin.
 */
public final class PluginClassLoader extends URLClassLoader {

  private static final String PREFIX = "plugin-";

  static {
    registerAsParallelCapable();
  }

  /**
   * A loader.
   *
   * @param folder name of the entry
   * @param host loader of the SPI and the kernels
   */
  public PluginClassLoader(String folder, URL[] jars, ClassLoader host) {
    super(PREFIX + folder, jars, new AllowedHost(host));
  }

  /** Whether a loader's name is that of a plugin folder's. */
  static boolean isNamed(@Nullable String loader) {
    return loader != null && loader.startsWith(PREFIX);
  }

  /** The folder of a loader's name. */
  static String folder(String loader) {
    return loader.substring(PREFIX.length());
  }

  /** The host through the allow-list. */
  private static final class AllowedHost extends ClassLoader {

    private final ClassLoader host;

    AllowedHost(ClassLoader host) {
      super("allowed-host", ClassLoader.getPlatformClassLoader());
      this.host = host;
    }

    /** Called after the JDK was asked. */
    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (allowed(name)) {
        return host.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }

    private static boolean allowed(String name) {
      boolean contract = name.startsWith("io.lethe.spi.");
      boolean kernels = name.startsWith("io.lethe.kernels.")
          && !name.startsWith("io.lethe.kernels.nd4j.");
      return contract || kernels || name.startsWith("org.jspecify.annotations.")
          || name.startsWith("jdk.incubator.vector.");
    }
  }
}
