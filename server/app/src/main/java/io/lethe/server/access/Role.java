package io.lethe.server.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a principal may be allowed to do. No role contains another. */
public enum Role {
  /** Asks for recommendations. */
  SERVE,
  /** Takes in what people do, and what items are. */
  INGEST,
  /** Trains models. */
  TRAIN,
  /** Asks to forget, and takes back its own requests. */
  UNLEARN,
  /** Decides about other people's requests to forget. */
  APPROVE,
  /** Chooses what is served, and asks for the service definitions. */
  ADMIN,
  /** Reads what was done, and changes nothing. */
  AUDIT;

  /** As tokens and the roles file write it, such as {@code serve}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of a text; empty if there is none. */
  public static Optional<Role> of(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }
}
