package io.lethe.cli.admin;

import io.lethe.server.config.AccessConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * What an operator must know about who can call a server.
 *
 * @param warnings for the log
 * @param banner the same to be seen from afar; empty if there is nothing to warn of
 */
record AccessNotice(List<String> warnings, List<String> banner) {

  private static final int WIDTH = 78;

  AccessNotice {
    warnings = List.copyOf(warnings);
    banner = List.copyOf(banner);
  }

  static AccessNotice of(AccessConfig access) {
    List<String> warnings = new ArrayList<>();
    if (access.tls() == null) {
      warnings.add("PLAIN TEXT: this server is for callers on this machine only.");
    }
    if (!access.isAuthenticated()) {
      warnings.add("NO AUTHENTICATION: whoever reaches it may do everything, as its operator.");
    }
    return new AccessNotice(warnings, banner(warnings));
  }

  private static List<String> banner(List<String> warnings) {
    if (warnings.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("*".repeat(WIDTH));
    warnings.forEach(warning -> lines.add(framed(warning)));
    lines.add(framed("The settings tls.* and auth.* change that; 'lethe config' lists them."));
    lines.add("*".repeat(WIDTH));
    return lines;
  }

  private static String framed(String text) {
    return "* " + text + " ".repeat(Math.max(0, WIDTH - 4 - text.length())) + " *";
  }
}
