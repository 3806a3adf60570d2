package io.lethe.server.gateway.json;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.lethe.v1.Receipt;

/** Receipts as the JSON gateway gives them. */
public final class ReceiptJson {

  private ReceiptJson() {}

  /**
   * A receipt in the form in which it is checked. What is signed stands in both forms as bytes.
   *
   * @param kept as JSON, or in that form already: none of those begins with a brace
   * @return what was kept, if it is neither; that is no receipt
   */
  public static byte[] serialized(byte[] kept) {
    if (kept.length == 0 || kept[0] != '{') {
      return kept;
    }
    try {
      Receipt.Builder receipt = Receipt.newBuilder();
      JsonFormat.parser().merge(StrictJson.object(kept).toString(), receipt);
      return receipt.build().toByteArray();
    } catch (StrictJson.Malformed | InvalidProtocolBufferException other) {
      return kept;
    }
  }
}
