package io.lethe.server.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate authority of a test, by the JDK's keytool. */
public final class Authority {

  private static final String PASSWORD = "for-tests-only";
  private static final String ROOT = "root";
  private static final List<String> EC = List.of("-keyalg", "EC", "-groupname", "secp256r1");
  private static final List<String> RSA = List.of("-keyalg", "RSA", "-keysize", "2048");
  private static final long KEYTOOL_SECONDS_MAX = 120;

  private final Path folder;
  private final Path store;

  /** Certificate and key files, PEM. */
  public record Pair(Path certificate, Path key) {}

  public Authority(Path folder, String name) throws Exception {
    this.folder = folder;
    this.store = folder.resolve(name + ".p12");
    keytool(ROOT, "CN=" + name, "-ext", "bc:c", "-ext", "ku=keyCertSign");
  }

  /** What those who trust it have. */
  public Path certificate() throws Exception {
    Path file = folder.resolve(store.getFileName() + "-root.pem");
    return Files.writeString(file, pem("CERTIFICATE", load().getCertificate(ROOT).getEncoded()));
  }

  /** A certificate for a server on loopback. */
  public Pair server(String name, String... more) throws Exception {
    List<String> options = new ArrayList<>(
        List.of("-signer", ROOT, "-ext", "san=ip:127.0.0.1,dns:localhost", "-ext", "eku=sA"));
    options.addAll(List.of(more));
    keytool(name, "CN=" + name, options.toArray(String[]::new));
    return pair(name);
  }

  /** A certificate of an RSA key for a domain. */
  public Pair domain(String domain) throws Exception {
    keytool(RSA, domain, "CN=" + domain, "-signer", ROOT, "-ext", "san=dns:" + domain);
    return pair(domain);
  }

  /** A certificate for a client. */
  public Pair client(String name) throws Exception {
    keytool(name, "CN=" + name, "-signer", ROOT, "-ext", "eku=cA");
    return pair(name);
  }

  /** A certificate that nobody but its own key vouches for. */
  Pair selfSigned(String name) throws Exception {
    keytool(name, "CN=" + name, "-ext", "eku=cA");
    return pair(name);
  }

  private Pair pair(String alias) throws Exception {
    KeyStore keys = load();
    StringBuilder chain = new StringBuilder();
    for (Certificate each : keys.getCertificateChain(alias)) {
      chain.append(pem("CERTIFICATE", each.getEncoded()));
    }
    byte[] key = keys.getKey(alias, PASSWORD.toCharArray()).getEncoded();
    return new Pair(
        Files.writeString(folder.resolve(alias + ".pem"), chain),
        Files.writeString(folder.resolve(alias + ".key"), pem("PRIVATE KEY", key)));
  }

  private KeyStore load() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(store)) {
      keys.load(file, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static String pem(String kind, byte[] der) {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
        .encodeToString(der);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, body, kind);
  }

  private void keytool(String alias, String subject, String... more)
      throws IOException, InterruptedException {
    keytool(EC, alias, subject, more);
  }

  private void keytool(List<String> algorithm, String alias, String subject, String... more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-Xshare:auto",
            "-J-XX:TieredStopAtLevel=1", "-genkeypair", "-keystore", store.toString(), "-storetype",
            "PKCS12", "-storepass", PASSWORD, "-alias", alias, "-dname", subject));
    command.addAll(algorithm);
    command.addAll(List.of(more));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!keytool.waitFor(KEYTOOL_SECONDS_MAX, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IllegalStateException("keytool: " + said);
    }
  }
}
