package io.lethe.server.opendsr;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which addresses the server may be made to call: https on hosts that the operator named, each on
 * its own port. Plain http is for this machine only. Refusals quote nothing of the address.
 */
final class CallbackHosts {

  private static final int URL_CHARS_MAX = 2048;
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;
  private static final Pattern LOOPBACK = Pattern
      .compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]");

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
    String host = address.getHost();
    String scheme = address.getScheme();
    if (host == null || scheme == null) {
      throw refused(place, "is no URL with scheme and host");
    }
    if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
      throw refused(place, "has user information or a fragment, which it must not");
    }
    String lower = host.toLowerCase(Locale.ROOT);
    boolean https = scheme.equalsIgnoreCase("https");
    boolean loopback = scheme.equalsIgnoreCase("http") && LOOPBACK.matcher(lower).matches();
    if (!https && !loopback) {
      throw refused(place, "is not https; http is for loopback addresses only");
    }
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
