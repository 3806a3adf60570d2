package io.lethe.server.gateway;

import com.linecorp.armeria.server.HttpService;
import java.util.Set;
import java.util.function.Function;

/**
 * More for the gateway's port. It is under the same guards (sizes, connections, TLS, origins), but it
 * must do everything that people may or may not by {@link ServiceCalls}, which asks who they are.
 *
 * @param paths in Armeria's form: {@code prefix:/opendsr/v2} with all below it, or {@code exact:/}
 * @param service made when the gateway starts, if it does; must not block
 */
public record HttpMount(Set<String> paths, Function<ServiceCalls, HttpService> service) {

  /** Where a browser that is given no path begins. */
  public static final String HOME = "exact:/";

  public HttpMount {
    paths = Set.copyOf(paths);
  }

  /** A mount of everything below a prefix, such as {@code /opendsr/v2}. */
  public static HttpMount under(String prefix, Function<ServiceCalls, HttpService> service) {
    return new HttpMount(Set.of("prefix:" + prefix), service);
  }
}
