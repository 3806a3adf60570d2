package io.lethe.cli.options;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.client.LetheClient;
import io.lethe.client.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that talks to a running server. */
public final class ServerOptions {

  private static final int PORTS_MAX = 65_535;

  @Option(
      names = "--server",
      defaultValue = "${env:LETHE_SERVER:-127.0.0.1:7707}",
      description = "The server to ask. Default: LETHE_SERVER, else 127.0.0.1:7707",
      paramLabel = "HOST:PORT") private String address = "";

  @Mixin private CredentialOptions credentials = new CredentialOptions();

  /** A client of the server; it connects with its first call. */
  public LetheClient connect() {
    int colon = address.lastIndexOf(':');
    if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new CommandException(
          ExitCode.USAGE,
          "--server %s is not HOST:PORT, such as 127.0.0.1:7707".formatted(address));
    }
    int port = Integer.parseInt(address.substring(colon + 1));
    if (port > PORTS_MAX) {
      throw new CommandException(
          ExitCode.USAGE, "port %d is outside 1..%d".formatted(port, PORTS_MAX));
    }
    String host = address.substring(0, colon);
    boolean bareIpv6 = host.indexOf(':') >= 0 && !host.startsWith("[");
    return credentials.connect((bareIpv6 ? "[" + host + "]" : host) + ":" + port);
  }

  /** The id of the model that is meant: the one named, else the only one there is. */
  public static String model(LetheClient server, @Nullable String named) {
    if (named != null) {
      return Names.model(named).toString();
    }
    List<String> names = server.models().map(Model::id).toList();
    if (names.size() == 1) {
      return names.getFirst();
    }
    throw new CommandException(
        ExitCode.USAGE,
        names.isEmpty()
            ? "the server has no model; 'lethe train' makes one"
            : "say which model by --model; there are " + String.join(", ", names));
  }
}
