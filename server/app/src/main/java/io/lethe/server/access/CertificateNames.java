package io.lethe.server.access;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Principals by their certificates, which the transport has verified. */
final class CertificateNames {

  private CertificateNames() {}

  /** The subject's common name; empty if it has none, several, or one that names no principal. */
  static Optional<String> principal(X509Certificate certificate) {
    try {
      LdapName subject = new LdapName(
          certificate.getSubjectX500Principal().getName(X500Principal.RFC2253));
      List<Rdn> names = subject.getRdns()
          .stream()
          .filter(part -> part.getType().equalsIgnoreCase("CN"))
          .toList();
      return names.size() == 1
          ? Optional.of(names.getFirst().getValue().toString()).filter(Principal::isName)
          : Optional.empty();
    } catch (InvalidNameException unreadable) {
      return Optional.empty();
    }
  }
}
