package io.lethe.server.gateway.json;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every method that has an HTTP rule in the contract. Immutable. */
public final class HttpBindings {

  private final List<HttpBinding> all = new ArrayList<>();

  /**
   * Those of some services.
   *
   * @param services whose messages are streams of bytes
   */
  public HttpBindings(List<ServerServiceDefinition> services) {
    for (ServerServiceDefinition service : services) {
      for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
        if (method.getMethodDescriptor()
            .getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema) {
          add(schema, method);
        }
      }
    }
  }

  // Every service reads and writes bytes, see GrpcServices.add.
  @SuppressWarnings("unchecked")
  private void add(ProtoMethodDescriptorSupplier schema, ServerMethodDefinition<?, ?> method) {
    var descriptor = schema.getMethodDescriptor();
    if (descriptor.getOptions().hasExtension(AnnotationsProto.http)) {
      HttpRule rule = descriptor.getOptions().getExtension(AnnotationsProto.http);
      Stream.concat(Stream.of(rule), rule.getAdditionalBindingsList().stream())
          .map(
              each -> new HttpBinding(
                  each, (ServerMethodDefinition<InputStream, InputStream>) method, descriptor))
          .forEach(all::add);
    }
  }

  /** The binding that a request belongs to, if there is one. */
  public Optional<HttpBinding.Match> find(String httpMethod, String path) {
    for (HttpBinding binding : all) {
      if (binding.httpMethod().equals(httpMethod)) {
        Optional<Map<String, String>> variables = binding.path().match(path);
        if (variables.isPresent()) {
          return Optional.of(new HttpBinding.Match(binding, variables.get()));
        }
      }
    }
    return Optional.empty();
  }

  /** The HTTP methods that a path has; none if there is no such path. */
  public Set<String> httpMethods(String path) {
    return all.stream()
        .filter(binding -> binding.path().match(path).isPresent())
        .map(HttpBinding::httpMethod)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The types of all requests and answers. */
  public Set<Descriptor> messageTypes() {
    return all.stream()
        .flatMap(binding -> Stream.of(binding.requestType(), binding.responseType()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
