package io.lethe.clients.testee;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.lethe.client.Receipt;
import io.lethe.client.ReceiptVerification;
import io.lethe.client.ReceiptVerifier;
import io.lethe.v1.ReceiptStatement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Receipts, verified without a server. */
public final class Receipts {

  private Receipts() {}

  /** The verdict on {@code receipt} by the trusted {@code keys}, and what an accepted one says. */
  public static JsonObject verify(Arguments arguments) {
    List<byte[]> keys = new ArrayList<>();
    for (JsonElement key : arguments.array("keys")) {
      keys.add(Base64.getDecoder().decode(key.getAsString()));
    }
    Receipt receipt = Receipt.parse(Base64.getDecoder().decode(arguments.text("receipt")));
    ReceiptVerification verification = ReceiptVerifier.trusting(keys).verify(receipt);
    JsonObject verdict = new JsonObject();
    if (verification instanceof ReceiptVerification.Accepted accepted) {
      ReceiptStatement statement = accepted.statement();
      verdict.addProperty("verdict", "ACCEPTED");
      verdict.addProperty("erasure", statement.getErasure());
      verdict.addProperty("assurance", statement.getAssurance().name());
      verdict.addProperty("forgottenInteractionCount", statement.getForgottenInteractionCount());
      if (!statement.getUnlearnedVersion().isEmpty()) {
        verdict.addProperty("unlearnedVersion", statement.getUnlearnedVersion());
      }
    } else if (verification instanceof ReceiptVerification.Rejected rejected) {
      verdict.addProperty("verdict", rejected.defect().name());
    }
    return verdict;
  }
}
