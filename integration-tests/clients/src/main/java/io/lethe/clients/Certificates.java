package io.lethe.clients;

import io.lethe.server.wiring.Authority;
import java.nio.file.Path;

/**
 * Who is who in the suite's world, on paper.
 *
 * @param authority what everybody trusts, PEM
 * @param client of a principal that may serve and read models
 * @param stranger of an authority that the server does not trust
 */
record Certificates(
    Path authority, Authority.Pair server, Authority.Pair client, Path othersAuthority,
    Authority.Pair stranger) {

  static Certificates make(Path folder) throws Exception {
    Authority house = new Authority(folder, "house");
    Authority others = new Authority(folder, "others");
    return new Certificates(
        house.certificate(), house.server("server"), house.client("shop"), others.certificate(),
        others.client("stranger"));
  }

  /** The server's file of roles for those who show a certificate. */
  String roles() {
    return "shop = serve\n";
  }
}
