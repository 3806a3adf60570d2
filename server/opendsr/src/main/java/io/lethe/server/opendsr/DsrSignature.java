package io.lethe.server.opendsr;

import io.lethe.server.access.ResponseSigner;
import java.util.Map;

/** The headers by which a controller knows that a body is this processor's. */
final class DsrSignature {

  static final String DOMAIN = "X-OpenDSR-Processor-Domain";
  static final String SIGNATURE = "X-OpenDSR-Signature";

  private DsrSignature() {}

  static Map<String, String> headers(ResponseSigner signer, byte[] body) {
    return Map.of(DOMAIN, signer.domain(), SIGNATURE, signer.sign(body));
  }
}
