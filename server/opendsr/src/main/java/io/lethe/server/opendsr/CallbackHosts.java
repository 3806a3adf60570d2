package io.lethe.server.opendsr;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.server.config.OutgoingUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which addresses callers may make the server call: on hosts that the operator named, each on its own
 * port, as {@link OutgoingUrl} allows. Refusals quote nothing of the address.
 */
final class CallbackHosts {

  private static final int URL_CHARS_MAX = 2048;
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  private final Set<String> hosts;

  /**
   * Of some hosts.
   *
   * @param hosts in lower case, with their port unless that is 443
   */
  CallbackHosts(Collection<String> hosts) {
    this.hosts = Set.copyOf(hosts);
  }

  /**
   * The address of a text.
   *
   * @param place in the request, from 0
   * @throws LetheException of kind {@code ARGUMENT_INVALID} if it may not be called
   */
  URI checked(String url, int place) {
    if (url.length() > URL_CHARS_MAX) {
      throw refused(place, "is longer than %d characters".formatted(URL_CHARS_MAX));
    }
    try {
      URI address = new URI(url);
      check(address, place);
      return address;
    } catch (URISyntaxException malformed) {
      throw refused(place, "is no URL");
    }
  }

  private void check(URI address, int place) {
    OutgoingUrl.refusal(address).ifPresent(why -> {
      throw refused(place, why);
    });
    String lower = address.getHost().toLowerCase(Locale.ROOT);
    String endpoint = endpoint(address);
    boolean allowed = hosts.contains(endpoint)
        || (endpoint.equals(lower + ":" + HTTPS_PORT) && hosts.contains(lower));
    if (!allowed) {
      throw refused(place, "has a host and port that opendsr.callback-hosts does not list");
    }
  }

  /** Host and port of an address that was checked. */
  static String endpoint(URI address) {
    boolean https = address.getScheme().equalsIgnoreCase("https");
    int port = address.getPort() >= 0 ? address.getPort() : https ? HTTPS_PORT : HTTP_PORT;
    return address.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }

  private static LetheException refused(int place, String why) {
    return new LetheException(
        ErrorKind.ARGUMENT_INVALID, "status_callback_urls[%d] %s".formatted(place, why),
        Map.of("field", "status_callback_urls"));
  }
}
