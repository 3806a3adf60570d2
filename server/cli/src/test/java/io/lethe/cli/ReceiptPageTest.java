package io.lethe.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.lethe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page that {@code lethe receipt print} makes of a receipt. */
class ReceiptPageTest {

  /** What would run, load or lead anywhere. */
  private static final Pattern ACTIVE = Pattern
      .compile("<script|<link|<img|<iframe|\\son\\w+=|src=|href=|url\\(|@import|https?:");

  @TempDir private Path folder;

  private static String listed(String name) throws IOException {
    String json = Files.readString(ReceiptRun.FIXTURES.resolve("verdicts.json"));
    return JsonParser.parseString(json).getAsJsonObject().get(name).getAsString();
  }

  private Path html() {
    return folder.resolve("receipt.html");
  }

  private String page(Path receipt, String... options) throws IOException {
    ReceiptRun run = ReceiptRun.of(
        "print", receipt.toString(),
        Stream.concat(Stream.of("--html", html().toString()), Arrays.stream(options))
            .toArray(String[]::new));
    assertEquals(ExitCode.DONE, run.exitCode(), run.text());
    return Files.readString(html());
  }

  @ParameterizedTest
  @ValueSource(strings = {"as-fetched.bin", "pretty.json"})
  void print_genuine_saysAllThatAPersonAsks(String fixture) throws IOException {
    String key = listed("key");
    String page = page(ReceiptRun.FIXTURES.resolve(fixture), "--key", key);
    assertAll(
        () -> assertTrue(
            page.contains("The data was erased, and the model has forgotten it."), page),
        () -> assertTrue(page.contains(": the receipt is genuine."), page),
        () -> assertTrue(page.contains("<h2>What was asked</h2>"), page),
        () -> assertTrue(page.contains("<th>Asked by</th><td>operator</td>"), page),
        () -> assertTrue(page.contains("<th>Forgotten</th><td>62 interactions</td>"), page),
        () -> assertTrue(
            page.contains("29 December 2026, 09:02:04 UTC: done 29 days before"), page),
        () -> assertTrue(page.contains("Exact. The model is the one that a training"), page),
        () -> assertTrue(
            page.contains("<h2>What it does not cover</h2>\n<ul>\n<li>Backups,"), page),
        () -> assertTrue(page.contains("<th>Public key</th><td>" + key + "</td>"), page),
        () -> assertTrue(page.contains("<th>Key id</th><td>" + listed("keyId") + "</td>"), page),
        () -> assertTrue(
            page.contains("lethe receipt verify %s --key KEY<".formatted(fixture)), page),
        () -> assertFalse(ACTIVE.matcher(page).find(), page));
  }

  @Test
  void print_withoutAKey_doesNotSayGenuine() throws IOException {
    String page = page(ReceiptRun.FIXTURES.resolve("as-fetched.bin"));
    assertAll(
        () -> assertFalse(page.contains("genuine"), page),
        () -> assertTrue(page.contains("Whose key signed it was not checked."), page));
  }

  @Test
  void print_assuranceOfANewerServer_isToldAsItsNumber() throws IOException {
    String page = page(ReceiptRun.FIXTURES.resolve("newer-statement-field.bin"));
    assertTrue(page.contains("Assurance number 99, which this version"), page);
  }

  @Test
  void print_fileWithAnEvilName_isShownAsText() throws IOException {
    Path evil = folder.resolve("<script>'&.bin");
    Files.copy(ReceiptRun.FIXTURES.resolve("as-fetched.bin"), evil);
    String page = page(evil);
    assertAll(
        () -> assertFalse(ACTIVE.matcher(page).find(), page),
        () -> assertTrue(page.contains("verify '&lt;script&gt;'\\''&amp;.bin' --key"), page));
  }

  @ParameterizedTest
  @ValueSource(strings = {"changed-statement.bin", "without-proof.bin", "empty.bin"})
  void print_notGenuineOrUnreadable_makesNoPage(String fixture) {
    ReceiptRun run = ReceiptRun
        .of("print", ReceiptRun.FIXTURES.resolve(fixture).toString(), "--html", html().toString());
    assertTrue(
        run.exitCode() == ExitCode.NOT_VERIFIED || run.exitCode() == ExitCode.UNREADABLE,
        run.text());
    assertFalse(Files.exists(html()));
  }
}
