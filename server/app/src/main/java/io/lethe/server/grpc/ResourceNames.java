package io.lethe.server.grpc;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasName;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resource names on the wire, to and from the engine's own. */
public final class ResourceNames {

  private static final Pattern MODEL = Pattern.compile("models/([^/]{1,63})");
  private static final Pattern VERSION = Pattern
      .compile("models/([^/]{1,63})/versions/([1-9][0-9]{0,17})");
  private static final Pattern ALIAS = Pattern.compile("models/([^/]{1,63})/aliases/([^/]{1,63})");
  private static final Pattern ERASURE = Pattern.compile("erasures/([^/]{36})");
  private static final Pattern RECEIPT = Pattern.compile("erasures/([^/]{36})/receipt");
  private static final String EXAMPLE = "erasures/7c9e6679-7425-40de-944b-e07fc1f90ae7";
  private static final Pattern UUID_4 = Pattern.compile(
      "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}");

  private ResourceNames() {}

  /**
   * The model of a name.
   *
   * @throws LetheException of kind {@code NAME_MALFORMED}
   */
  public static ModelName model(String field, String name) {
    return new ModelName(
        matched(MODEL, field, name, "models/{model}, such as models/movies").group(1));
  }

  static VersionId version(String field, String name) {
    Matcher parts = matched(
        VERSION, field, name, "models/{model}/versions/{number}, such as models/movies/versions/3");
    return new VersionId(new ModelName(parts.group(1)), Long.parseLong(parts.group(2)));
  }

  /** An alias of a model. */
  record AliasId(ModelName model, AliasName name) {}

  static AliasId alias(String field, String name) {
    Matcher parts = matched(
        ALIAS, field, name, "models/{model}/aliases/{alias}, such as models/movies/aliases/canary");
    return new AliasId(new ModelName(parts.group(1)), new AliasName(parts.group(2)));
  }

  static ErasureId erasure(String field, String name) {
    return ErasureId
        .parse(matched(ERASURE, field, name, "erasures/{uuid}, such as " + EXAMPLE).group(1));
  }

  static ErasureId receipt(String field, String name) {
    return ErasureId.parse(
        matched(
            RECEIPT, field, name, "erasures/{uuid}/receipt, such as %s/receipt".formatted(EXAMPLE))
            .group(1));
  }

  /** The caller's id of a request: a version 4 UUID in its 36-character form. */
  static UUID requestId(String text) {
    return requestId("request_id", text);
  }

  /** An id that its caller keeps over retries, in a field of this name. */
  public static UUID requestId(String field, String text) {
    if (text.isEmpty()) {
      throw new LetheException(
          ErrorKind.REQUEST_ID_MISSING, "%s is missing; make a random UUID".formatted(field));
    }
    if (!UUID_4.matcher(text).matches()) {
      throw new LetheException(
          ErrorKind.REQUEST_ID_MALFORMED,
          "%s is not a version 4 UUID in its 36-character form".formatted(field));
    }
    return UUID.fromString(text);
  }

  /** The name of a model. */
  public static String of(ModelName model) {
    return "models/" + model;
  }

  static String of(VersionId version) {
    return version.toString();
  }

  static String of(ModelName model, AliasName alias) {
    return of(model) + "/aliases/" + alias;
  }

  static String of(ErasureId erasure) {
    return "erasures/" + erasure;
  }

  static String receiptOf(ErasureId erasure) {
    return of(erasure) + "/receipt";
  }

  // The name itself is not repeated: somebody may have put a person's id there.
  private static Matcher matched(Pattern pattern, String field, String name, String form) {
    Matcher matcher = pattern.matcher(name);
    if (!matcher.matches()) {
      throw new LetheException(
          ErrorKind.NAME_MALFORMED, "%s must have the form %s".formatted(field, form),
          Map.of("field", field));
    }
    return matcher;
  }
}
