package io.lethe.cli.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Status;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.catalog.CatalogClient;
import io.lethe.client.catalog.CatalogItem;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.LetheServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a shop is told of its filters, by a server with a catalogue. */
class ItemFilterTest {

  @TempDir private Path folder;
  private LetheServer server;
  private LetheClient client;

  @BeforeEach
  void start() throws IOException {
    ServerConfig config = ServerConfig.of(
        ConfigLoader.load(
            Map.of(
                "data.folder", folder.resolve("data").toString(), "plugins.folder",
                Files.createDirectory(folder.resolve("plugins")).toString(), "listen.port", "0"),
            Map.of(), null, Map.of()));
    server = LetheServer.start(config);
    client = LetheClient.builder("127.0.0.1:" + server.port()).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private CatalogClient catalog() {
    return CatalogClient.of(client, "shop");
  }

  @Test
  void leftNothing_emptyCatalogue_saysSo() {
    assertEquals(
        "The filter leaves no item: the catalogue is empty, and without an entry there an item has"
            + " neither categories nor attributes. 'lethe items update' fills it.",
        new ItemFilter("attributes.price < 20").leftNothing(catalog()));
  }

  @Test
  void leftNothing_namesWhatNoItemHas() {
    catalog().update(
        List.of(
            new CatalogItem(
                "mug", List.of("tea", "gifts"), Map.of("price", 12.5), true, Optional.empty()),
            new CatalogItem("pot", List.of(), Map.of("colour", "blue"), true, Optional.empty())),
        Set.of());
    assertEquals(
        "The filter leaves no item. No item of the catalogue has an attribute \"prise\"; there is"
            + " colour, price.",
        new ItemFilter("attributes.prise < 20 && attributes['price'] < 3").leftNothing(catalog()));
    assertEquals(
        "The filter leaves no item. No item of the catalogue has a category \"tee\"; there is gifts,"
            + " tea.",
        new ItemFilter("'tee' in categories || \"tea\" in categories").leftNothing(catalog()));
    assertEquals(
        "The filter leaves no item.",
        new ItemFilter("attributes.price < 1").leftNothing(catalog()));
  }

  @Test
  void leftNothing_withoutAFilter_isNotItsFault() {
    assertEquals("No item is left to answer with.", new ItemFilter("").leftNothing(catalog()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      price < 20          | 1  | "price"
      true && now > 3     | 9  | "now"
      attributes.price <  | 19 | its end
      """)
  void told_refusal_hasTheWordAtFault(String filter, int column, String word) {
    String refusal = "filter, line 1, column %d: so it is".formatted(column);
    CommandException told = assertThrows(
        CommandException.class, () -> new ItemFilter(filter).told(() -> {
          throw LetheException
              .of(Status.INVALID_ARGUMENT.withDescription(refusal).asRuntimeException());
        }));
    assertEquals(ExitCode.REFUSED, told.exitCode());
    assertEquals(refusal + " (--filter has " + word + " there)", told.getMessage());
  }
}
