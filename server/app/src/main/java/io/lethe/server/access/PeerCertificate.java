package io.lethe.server.access;

import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a caller has shown of itself when it connected. */
public final class PeerCertificate {

  private PeerCertificate() {}

  /**
   * The caller's own certificate, verified by the transport; null if it showed none.
   *
   * @param session null for a connection in plain text
   */
  public static @Nullable X509Certificate of(@Nullable SSLSession session) {
    if (session == null) {
      return null;
    }
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate shown ? shown : null;
    } catch (SSLPeerUnverifiedException none) {
      return null;
    }
  }
}
