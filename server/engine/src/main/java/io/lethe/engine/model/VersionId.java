package io.lethe.engine.model;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.util.Map;

/**
 * A model version's name.
 *
 * @param number from 1, only growing within a model
 */
public record VersionId(ModelName model, long number) {

  public VersionId {
    if (number < 1) {
      throw new LetheException(
          ErrorKind.NAME_MALFORMED, "version number " + number + " is below 1",
          Map.of("field", "version"));
    }
  }

  /** {@code models/{model}/versions/{number}}. */
  @Override
  public String toString() {
    return "models/" + model + "/versions/" + number;
  }
}
