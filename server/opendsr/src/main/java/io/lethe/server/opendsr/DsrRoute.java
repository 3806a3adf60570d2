package io.lethe.server.opendsr;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The operation that a call asks for, and the request that it is about.
 *
 * @param id of the request that the path names; empty if it names none
 */
record DsrRoute(Operation operation, String id) {

  private static final String REQUESTS = "/requests";
  private static final String ERASURES = "lethe.v1.UnlearningService/";
  private static final String INTERACTIONS = "lethe.v1.InteractionService/";
  private static final String RESULTS = "/results";
  private static final String RESULTS_CSV = "/results.csv";

  /**
   * What there is to ask for; each but the public ones stands for a method of the wire contract.
   */
  enum Operation {
    DISCOVERY("GET", null),
    CERTIFICATE("GET", null),
    CREATE("POST", ERASURES + "Unlearn"),
    STATUS("GET", ERASURES + "GetErasure"),
    RESULTS("GET", INTERACTIONS + "ListInteractions"),
    RESULTS_CSV("GET", INTERACTIONS + "ListInteractions"),
    CANCEL("DELETE", ERASURES + "CancelErasure");

    private final String verb;
    private final @Nullable String method;

    Operation(String verb, @Nullable String method) {
      this.verb = verb;
      this.method = method;
    }

    String verb() {
      return verb;
    }

    /** Whether the body says something. */
    boolean hasBody() {
      return this == CREATE;
    }

    /** Whose roles and limits hold, as {@code package.Service/Method}; empty where all may call. */
    Optional<String> method() {
      return Optional.ofNullable(method);
    }
  }

  /**
   * The operations of a path, below where the requests are mounted; none if there is no such path.
   */
  static List<DsrRoute> of(String path) {
    String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return switch (plain) {
      case "/discovery" -> routes("", Operation.DISCOVERY);
      case "/certificate" -> routes("", Operation.CERTIFICATE);
      case REQUESTS -> routes("", Operation.CREATE);
      default -> plain.startsWith(REQUESTS + "/")
          ? ofRequest(plain.substring(REQUESTS.length() + 1))
          : List.of();
    };
  }

  private static List<DsrRoute> ofRequest(String path) {
    if (path.endsWith(RESULTS)) {
      return routes(path.substring(0, path.length() - RESULTS.length()), Operation.RESULTS);
    }
    if (path.endsWith(RESULTS_CSV)) {
      return routes(path.substring(0, path.length() - RESULTS_CSV.length()), Operation.RESULTS_CSV);
    }
    return routes(path, Operation.STATUS, Operation.CANCEL);
  }

  /** The results' path, below the base URL. */
  static String resultsOf(UUID request) {
    return REQUESTS + "/" + request + RESULTS;
  }

  /** The one of a path and an HTTP method. */
  static Optional<DsrRoute> of(String verb, String path) {
    return of(path).stream().filter(route -> route.operation().verb().equals(verb)).findFirst();
  }

  private static List<DsrRoute> routes(String id, Operation... operations) {
    return Arrays.stream(operations).map(operation -> new DsrRoute(operation, id)).toList();
  }
}
