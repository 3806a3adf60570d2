package io.lethe.server.config;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the server may be made to call: https, and plain http on this machine alone. */
public final class OutgoingUrl {

  private static final Pattern LOOPBACK = Pattern
      .compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]");

  private OutgoingUrl() {}

  /** Why an address may not be called, in words that follow its name and quote nothing of it. */
  public static Optional<String> refusal(URI address) {
    String host = address.getHost();
    String scheme = address.getScheme();
    if (host == null || scheme == null) {
      return Optional.of("is no URL with scheme and host");
    }
    if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
      return Optional.of("has user information or a fragment, which it must not");
    }
    boolean loopback = scheme.equalsIgnoreCase("http")
        && LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    return scheme.equalsIgnoreCase("https") || loopback
        ? Optional.empty()
        : Optional.of("is not https; http is for loopback addresses only");
  }
}
