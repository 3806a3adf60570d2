package io.lethe.client;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Ties a statement to its request by the bytes that {@code receipt.proto} defines. */
final class RequestCommitment {

  private static final String ALGORITHM = "HmacSHA256";

  private RequestCommitment() {}

  /**
   * The commitment to a request, 64 lower-case hexadecimal digits.
   *
   * @param key 32 bytes
   * @param model {@code models/{model}}
   */
  static String of(ByteString key, UUID requestId, String model, ForgetTarget target) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.toByteArray(), ALGORITHM));
      for (String field : fields(requestId, model, target)) {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        mac.update(bytes);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  private static List<String> fields(UUID requestId, String model, ForgetTarget target) {
    List<String> fields = new ArrayList<>(List.of("lethe.v1.request", requestId.toString(), model));
    if (target instanceof ForgetTarget.User user) {
      fields.addAll(List.of("user", user.user()));
    } else if (target instanceof ForgetTarget.Item item) {
      fields.addAll(List.of("item", item.item()));
    } else if (target instanceof ForgetTarget.Interactions several) {
      fields.add("interactions");
      several.interactions()
          .stream()
          .distinct()
          .forEach(one -> fields.addAll(List.of(one.user(), one.item())));
    }
    return fields;
  }
}
