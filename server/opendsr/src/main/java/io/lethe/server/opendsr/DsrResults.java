package io.lethe.server.opendsr;

import io.lethe.engine.dsr.SubjectResults;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.store.output.InteractionText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that is held of a person, as one document. */
final class DsrResults {

  private static final String ROW_END = "\r\n";

  private DsrResults() {}

  static byte[] json(List<SubjectResults.Held> held) {
    return bytes(
        texts(held, InteractionText::json)
            .collect(Collectors.joining(",", "{\"interactions\":[", "]}")));
  }

  static byte[] csv(List<SubjectResults.Held> held) {
    return bytes(
        Stream.concat(Stream.of(InteractionText.CSV_HEADER), texts(held, InteractionText::csv))
            .collect(Collectors.joining(ROW_END, "", ROW_END)));
  }

  private static Stream<String> texts(
      List<SubjectResults.Held> held, BiFunction<String, AppendOrder.Row, String> form) {
    return held.stream()
        .flatMap(
            each -> each.rows().stream().map(row -> form.apply("models/" + each.model(), row)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
