package io.lethe.engine.dsr;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A data subject request as it comes in. Contains personal data: never logged.
 *
 * @param id the controller's, random; the same one on each retry
 * @param controller the principal that asks, as it was authenticated
 * @param users ids that the person is known under, at least one
 * @param callbackUrls where to tell of its status
 * @param particulars whatever else makes two requests differ, in a fixed order; what is asked for is
 *     among them
 */
public record SubjectRequestOrder(
    UUID id, String controller, List<String> users, List<String> callbackUrls,
    List<String> particulars, Kind kind) {

  /** What a person asks for. */
  public enum Kind {
    /** To be forgotten. */
    ERASURE,
    /** To see what is held, or to take it along: both are answered with the same. */
    ACCESS
  }

  public SubjectRequestOrder {
    if (users.isEmpty()) {
      throw new IllegalArgumentException("a subject request without a user");
    }
    users = List.copyOf(users);
    callbackUrls = List.copyOf(callbackUrls);
    particulars = List.copyOf(particulars);
  }

  /**
   * What its digest is made of. Each list is preceded by its length, so that none runs into
   * another.
   */
  List<String> payload() {
    List<String> fields = new ArrayList<>(List.of("subject-request", controller));
    for (List<String> list : List.of(users, callbackUrls, particulars)) {
      fields.add(String.valueOf(list.size()));
      fields.addAll(list);
    }
    return fields;
  }

  /** Nothing of the person. */
  @Override
  public String toString() {
    return "SubjectRequestOrder[" + id + "]";
  }
}
