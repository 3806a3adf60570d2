package io.lethe.server.gateway;

import com.linecorp.armeria.server.HttpService;
import java.util.function.Function;

/**
 * More for the gateway's port. It is under the same guards (sizes, connections, TLS, origins), but it
 * must do everything that people may or may not by {@link ServiceCalls}, which asks who they are.
 *
 * @param prefix of its paths, such as {@code /opendsr/v2}
 * @param service made when the gateway starts, if it does; must not block
 */
public record HttpMount(String prefix, Function<ServiceCalls, HttpService> service) {}
