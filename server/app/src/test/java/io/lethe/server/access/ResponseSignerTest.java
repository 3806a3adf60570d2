package io.lethe.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.server.config.ConfigException;
import io.lethe.server.wiring.Authority;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponseSignerTest {

  private static final byte[] BODY = "{}".getBytes(StandardCharsets.US_ASCII);

  private Authority.Pair rsa;
  private Authority.Pair elliptic;

  @BeforeAll
  void make(@TempDir Path folder) throws Exception {
    Authority authority = new Authority(folder, "processor-ca");
    rsa = authority.domain("dsr.example.com");
    elliptic = authority.server("loopback");
  }

  private static ResponseSigner signer(Authority.Pair pair, String domain) {
    return new ResponseSigner(pair.certificate(), pair.key(), domain, InstantSource.system());
  }

  private static boolean verifies(String algorithm, ResponseSigner signer) throws Exception {
    Collection<X509Certificate> chain = CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(signer.certificate()))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
    assertEquals(2, chain.size());
    Signature check = Signature.getInstance(algorithm);
    check.initVerify(chain.iterator().next());
    check.update(BODY);
    return check.verify(Base64.getDecoder().decode(signer.sign(BODY)));
  }

  @Test
  void sign_eitherKind_verifiesByThePublishedCertificate() throws Exception {
    assertTrue(verifies("SHA256withRSA", signer(rsa, "")));
    assertTrue(verifies("SHA256withECDSA", signer(elliptic, "")));
  }

  @Test
  void domain_unsetOrAmongTheNames_isTheCertificates() {
    assertEquals("dsr.example.com", signer(rsa, "").domain());
    assertEquals("localhost", signer(elliptic, "localhost").domain());
    assertThrows(ConfigException.class, () -> signer(rsa, "localhost"));
  }

  @Test
  void new_expired_refused() {
    InstantSource later = () -> Instant.now().plus(Duration.ofDays(4000));
    assertThrows(
        ConfigException.class, () -> new ResponseSigner(rsa.certificate(), rsa.key(), "", later));
  }

  @Test
  void refresh_otherFiles_takenOverIfTheyAreForTheSameDomain(@TempDir Path folder)
      throws Exception {
    Path certificate = Files.copy(rsa.certificate(), folder.resolve("certificate.pem"));
    Path key = Files.copy(rsa.key(), folder.resolve("key.pem"));
    ResponseSigner signer = signer(new Authority.Pair(certificate, key), "");
    Files.copy(elliptic.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(elliptic.key(), key, StandardCopyOption.REPLACE_EXISTING);
    signer.refresh();
    assertTrue(verifies("SHA256withRSA", signer));
    Authority.Pair next = new Authority(folder, "next-ca").domain("dsr.example.com");
    Files.copy(next.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(next.key(), key, StandardCopyOption.REPLACE_EXISTING);
    byte[] before = signer.certificate();
    signer.refresh();
    assertTrue(verifies("SHA256withRSA", signer));
    assertTrue(!Arrays.equals(before, signer.certificate()));
  }
}
