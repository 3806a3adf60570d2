package io.lethe.cli.options;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.engine.model.ModelName;
import io.lethe.server.grpc.remote.RemoteModel;
import io.lethe.server.grpc.remote.RemoteServer;
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

  public RemoteServer connect() {
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
    return credentials.connect(address.substring(0, colon), port);
  }

  public String address() {
    return address;
  }

  /** The model that is meant: the one named, else the only one there is. */
  public static String model(RemoteServer server, @Nullable String named) {
    if (named != null) {
      return "models/" + new ModelName(named);
    }
    List<String> names = server.models().stream().map(RemoteModel::name).toList();
    if (names.size() == 1) {
      return names.getFirst();
    }
    throw new CommandException(
        ExitCode.USAGE,
        names.isEmpty()
            ? "the server has no model; 'lethe train' makes one"
            : "say which model by --model; there are " + shortNames(names));
  }

  private static String shortNames(List<String> names) {
    return String.join(", ", names.stream().map(Names::shortName).toList());
  }
}
