package io.lethe.engine.erasure.receipt;

import io.lethe.engine.erasure.ErasureFacts;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Ties a statement to its request without telling what was asked, by a key of its own: whoever has
 * the key and knows the request can show that they belong together; once the key is destroyed nobody
 * can, nor try out who it was. The wire contract defines the bytes.
 *
 * @param key 32 bytes; not copied
 */
public record RequestCommitment(byte[] key, ReceiptStatement.Commitment commitment) {

  private static final String ALGORITHM = "HmacSHA256";

  /**
   * Commits under a new key.
   *
   * @param ids random UUIDs, 122 bits of chance each; two make a key
   */
  static RequestCommitment to(ErasureFacts facts, ErasureTarget target, Supplier<UUID> ids) {
    ByteBuffer chance = ByteBuffer.allocate(4 * Long.BYTES);
    for (int k = 0; k < 2; k++) {
      UUID id = ids.get();
      chance.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }
    byte[] key = sha256(chance.array());
    String value = of(key, facts.requestId(), facts.model(), target);
    return new RequestCommitment(
        key, new ReceiptStatement.Commitment(value, HexFormat.of().formatHex(sha256(key))));
  }

  /**
   * The commitment to a request, as its statement has it.
   *
   * @param key 32 bytes
   */
  public static String of(byte[] key, UUID requestId, ModelName model, ErasureTarget target) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      for (String field : fields(requestId, model, target)) {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        mac.update(bytes);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK cannot do " + ALGORITHM, impossible);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JDK has no SHA-256", missing);
    }
  }

  private static List<String> fields(UUID requestId, ModelName model, ErasureTarget target) {
    List<String> fields = new ArrayList<>();
    fields.add("lethe.v1.request");
    fields.add(requestId.toString());
    fields.add("models/" + model.value());
    fields.add(target.kind().name().toLowerCase(Locale.ROOT));
    switch (target) {
      case ErasureTarget.User(String id) -> fields.add(id);
      case ErasureTarget.Item(String id) -> fields.add(id);
      case ErasureTarget.Interactions(List<ErasureTarget.Pair> pairs) -> pairs.forEach(pair -> {
        fields.add(pair.user());
        fields.add(pair.item());
      });
    }
    return fields;
  }
}
