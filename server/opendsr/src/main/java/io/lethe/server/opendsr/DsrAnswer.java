package io.lethe.server.opendsr;

import java.util.Map;

/**
 * An HTTP answer, whatever the transport.
 *
 * @param headers by name, content type included
 * @param body not copied
 */
record DsrAnswer(int status, Map<String, String> headers, byte[] body) {

  static final String CONTENT_TYPE = "content-type";
  static final String JSON = "application/json; charset=utf-8";

  public DsrAnswer {
    headers = Map.copyOf(headers);
  }

  static DsrAnswer json(int status, byte[] body) {
    return new DsrAnswer(status, Map.of(CONTENT_TYPE, JSON, "cache-control", "no-store"), body);
  }
}
