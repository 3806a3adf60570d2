package io.lethe.server.gateway.json;

import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import java.io.InputStream;
import java.util.Map;

/** One method of a service at one HTTP method and path. */
public final class HttpBinding {

  private final String httpMethod;
  private final PathTemplate path;
  private final boolean takesBody;
  private final ServerMethodDefinition<InputStream, InputStream> definition;
  private final MethodDescriptor method;

  /**
   * A request that belongs to a binding.
   *
   * @param variables what the path says about the request's fields
   */
  public record Match(HttpBinding binding, Map<String, String> variables) {

    public Match {
      variables = Map.copyOf(variables);
    }
  }

  /**
   * A binding as the contract states it.
   *
   * @throws IllegalArgumentException if the rule needs what this gateway has not: a part of the request
   *     as body, a part of the response, a stream of requests or one for a body, or another HTTP
   *     method than GET, POST and DELETE
   */
  HttpBinding(
      HttpRule rule, ServerMethodDefinition<InputStream, InputStream> definition,
      MethodDescriptor method) {
    String template = switch (rule.getPatternCase()) {
      case GET -> rule.getGet();
      case POST -> rule.getPost();
      case DELETE -> rule.getDelete();
      default -> throw new IllegalArgumentException(method.getFullName() + " has no such rule");
    };
    boolean whole = rule.getBody().equals("*");
    if (!(whole || rule.getBody().isEmpty()) || !rule.getResponseBody().isEmpty()
        || method.isClientStreaming() || (whole && method.isServerStreaming())) {
      throw new IllegalArgumentException(method.getFullName() + " is not for this gateway");
    }
    this.httpMethod = rule.getPatternCase().name();
    this.path = new PathTemplate(template);
    this.takesBody = whole;
    this.definition = definition;
    this.method = method;
  }

  /** {@code GET}, {@code POST} or {@code DELETE}. */
  public String httpMethod() {
    return httpMethod;
  }

  PathTemplate path() {
    return path;
  }

  /** Whether the request is its body; otherwise it is its query. */
  public boolean takesBody() {
    return takesBody;
  }

  /** Whether the answer is a stream. */
  public boolean isStreaming() {
    return method.isServerStreaming();
  }

  /** What answers. */
  public ServerMethodDefinition<InputStream, InputStream> definition() {
    return definition;
  }

  /** The type of its requests. */
  public Descriptor requestType() {
    return method.getInputType();
  }

  /** The type of its answers. */
  public Descriptor responseType() {
    return method.getOutputType();
  }
}
