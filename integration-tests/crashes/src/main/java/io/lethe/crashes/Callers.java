package io.lethe.crashes;

import io.lethe.client.LetheClient;

/**
 * Who calls a server.
 *
 * @param shop asks for recommendations, brings interactions in, trains, looks at everything
 * @param office asks to forget, and takes it back
 * @param approver another principal than the office
 * @param administrator chooses what is served, at its own port
 */
record Callers(
    LetheClient shop, LetheClient office, LetheClient approver,
    LetheClient administrator) implements AutoCloseable {

  /** All of them are one, where a server does not ask who calls. */
  static Callers one(LetheClient everybody) {
    return new Callers(everybody, everybody, everybody, everybody);
  }

  @Override
  public void close() {
    shop.close();
    office.close();
    approver.close();
    administrator.close();
  }
}
