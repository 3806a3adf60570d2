package io.lethe.server.wiring;

import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** A TLS connection that only looks at whom it reached, and whether it may stay. */
public final class Handshake {

  private static final int PATIENCE_MILLIS = 120_000;
  private static final char[] NO_PASSWORD = {};

  private Handshake() {}

  /** The common name of the certificate that the server on a port shows now. */
  static String commonName(int port, Path authority) throws Exception {
    try (SSLSocket socket = connected(port, authority)) {
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName().replace("CN=", "");
    }
  }

  /** Whether the server speaks to somebody who shows this certificate, wanted or not. */
  static boolean isWelcome(int port, Path authority, Authority.Pair shown) throws Exception {
    try (SSLSocket socket = connected(port, authority, new Stubborn(shown))) {
      socket.startHandshake();
      // The first bytes of HTTP/2 are the server's settings: it has accepted.
      return socket.getInputStream().read() >= 0;
    } catch (IOException turnedAway) {
      return false;
    }
  }

  /** Of somebody who trusts an authority and shows a certificate. */
  public static SSLContext showing(Path authority, Authority.Pair shown) throws Exception {
    Stubborn own = new Stubborn(shown);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(Stubborn.ALIAS, own.key, NO_PASSWORD, own.chain);
    KeyManagerFactory managers = KeyManagerFactory
        .getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, NO_PASSWORD);
    return context(authority, managers.getKeyManagers());
  }

  private static SSLContext context(Path authority, KeyManager... keys) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream file = Files.newInputStream(authority)) {
      trusted.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(file));
    }
    TrustManagerFactory trust = TrustManagerFactory
        .getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), null);
    return context;
  }

  private static SSLSocket connected(int port, Path authority, KeyManager... keys)
      throws Exception {
    SSLSocket socket = (SSLSocket) context(authority, keys).getSocketFactory()
        .createSocket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[]{"h2"});
    socket.setSSLParameters(parameters);
    return socket;
  }

  /** Shows its certificate whichever issuers the server asks for. */
  private static final class Stubborn implements X509KeyManager {

    private static final String ALIAS = "mine";

    private final X509Certificate[] chain;
    private final PrivateKey key;

    Stubborn(Authority.Pair pair) throws Exception {
      try (InputStream certificate = Files.newInputStream(pair.certificate());
          InputStream secret = Files.newInputStream(pair.key())) {
        chain = CertificateUtils.getX509Certificates(certificate);
        key = CertificateUtils.getPrivateKey(secret);
      }
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
      return new String[]{ALIAS};
    }

    @Override
    public String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return ALIAS;
    }

    @Override
    public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
      return new String[0];
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain;
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }
}
