package io.lethe.server.opendsr;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP call as a transport read it.
 *
 * @param verb such as {@code POST}
 * @param path below where the requests are mounted, beginning with a slash, without a query
 * @param authorization values of the header of that name
 * @param certificate the caller's, verified by the transport; null for none
 */
record DsrCall(
    String verb, String path, List<String> authorization, @Nullable X509Certificate certificate) {

  public DsrCall {
    authorization = List.copyOf(authorization);
  }
}
