package io.lethe.cli.items;

import io.lethe.cli.options.JsonOption;
import io.lethe.cli.options.ServerOptions;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Names;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Units;
import io.lethe.client.LetheClient;
import io.lethe.client.catalog.CatalogClient;
import io.lethe.client.catalog.CatalogItem;
import io.lethe.client.catalog.CatalogUpdate;
import io.lethe.engine.catalog.AttributeValue;
import io.lethe.store.items.ItemEntry;
import io.lethe.store.items.ItemFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The catalogue of a model. */
@Command(
    name = "items",
    description = "Tells a running server what items are, and shows and deletes that.")
public final class ItemsCommand {

  private ItemsCommand() {}

  /** The group of them. */
  public static ItemsCommand group() {
    return new ItemsCommand();
  }

  /** Which catalogue is meant. */
  static final class Which {

    @Mixin private ServerOptions options = new ServerOptions();

    @Option(
        names = "--model",
        required = true,
        description = "The model whose items they are; it need not be there yet.",
        paramLabel = "NAME") private String model = "";

    LetheClient connect() {
      return options.connect();
    }

    CatalogClient catalog(LetheClient server) {
      return CatalogClient.of(server, name());
    }

    String name() {
      return Names.model(model).value();
    }
  }

  @Command(
      name = "update",
      description = {
          "Puts items into the catalogue of a model, or changes what they are: of each item"
              + " the fields that the file tells, by a column or a member of its object. The others stay.",
          "A CSV file has a column item (or item_id, movie_id, ...), and may have categories (a|b; or"
              + " category, genres, genre), available (true or false) and listed_time (2026-11-01, which is 00:00 UTC, or"
              + " 2026-11-01T09:30:00Z); every other column is an attribute. Or JSON, an object in each line,"
              + " such as {\"item\":\"7\",\"categories\":[\"tea\"],\"attributes\":{\"price\":12.5}}."
              + " The catalogue must hold no person's data: erasures leave it as it is."})
  public static final class Update implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin private Which which = new Which();

    @Parameters(
        arity = "0..1",
        description = "The items. Default, or -: standard input.",
        paramLabel = "FILE") private @Nullable Path file;

    @Option(
        names = "--only",
        split = ",",
        description = "Changes these fields, whatever else the file tells: categories, attributes,"
            + " available, listed_time. One that the file does not tell is emptied; available is true"
            + " then. Each is replaced whole: of attributes, those that the file does not name are gone."
            + " Default: the fields that the file tells.",
        paramLabel = "FIELD") private List<CatalogItem.Field> only = new ArrayList<>();

    public Update(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
      String name = which.name();
      List<ItemEntry> entries = read();
      try (LetheClient server = which.connect()) {
        CatalogUpdate done = update(which.catalog(server), entries);
        surroundings.screen()
            .line(
                "The catalogue of %s has %s more, and another entry of %s.".formatted(
                    name, Units.count(done.added(), "item"), Units.count(done.replaced())));
      }
      return ExitCode.DONE;
    }

    /** One update for each run of entries that change the same fields: their order stays. */
    private CatalogUpdate update(CatalogClient catalog, List<ItemEntry> entries) {
      CatalogUpdate sum = new CatalogUpdate(0, 0);
      for (int from = 0, to; from < entries.size(); from = to) {
        Set<CatalogItem.Field> fields = fields(entries.get(from));
        to = from + 1;
        while (to < entries.size() && fields(entries.get(to)).equals(fields)) {
          to++;
        }
        sum = sum.plus(
            catalog.updateAll(
                entries.subList(from, to).stream().map(entry -> item(entry.item())), fields));
      }
      return sum;
    }

    private Set<CatalogItem.Field> fields(ItemEntry entry) {
      return only.isEmpty()
          ? entry.told()
              .stream()
              .map(field -> CatalogItem.Field.valueOf(field.name()))
              .collect(Collectors.toSet())
          : Set.copyOf(only);
    }

    private List<ItemEntry> read() throws IOException {
      if (file == null || file.toString().equals("-")) {
        return ItemFile.read("standard input", surroundings.input());
      }
      try (InputStream stream = Files.newInputStream(file)) {
        return ItemFile.read(String.valueOf(file.getFileName()), stream);
      }
    }
  }

  private static CatalogItem item(io.lethe.engine.catalog.CatalogItem item) {
    Map<String, Object> attributes = new TreeMap<>();
    item.attributes().forEach((name, value) -> attributes.put(name, switch (value) {
      case AttributeValue.Text(String text) -> text;
      case AttributeValue.Decimal(double number) -> number;
      case AttributeValue.Flag(boolean flag) -> flag;
    }));
    return new CatalogItem(
        item.id(), item.categories(), attributes, item.available(), item.listed());
  }

  @Command(name = "show", description = "Shows what an item is.")
  public static final class Show implements Callable<Integer> {

    private final Screen screen;

    @Mixin private Which which = new Which();

    @Mixin private JsonOption json = new JsonOption();

    @Parameters(description = "The item's id.", paramLabel = "ITEM") private String item = "";

    public Show(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() {
      try (LetheClient server = which.connect()) {
        CatalogItem shown = which.catalog(server).get(item);
        if (json.wrote(screen, shown)) {
          return ExitCode.DONE;
        }
        screen.line("item        " + shown.item());
        screen.line("available   " + (shown.available() ? "yes" : "no"));
        screen.line("categories  " + String.join(", ", shown.categories()));
        new TreeMap<>(shown.attributes())
            .forEach((name, value) -> screen.line("attribute   %s = %s".formatted(name, value)));
        Optional<String> listed = shown.listedTime().map(Units::time);
        listed.ifPresent(time -> screen.line("listed      " + time));
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "delete",
      description = {"Takes items out of the catalogue of a model. They count as available then.",
          "What people did with them stays: 'lethe unlearn' has that forgotten."})
  public static final class Delete implements Callable<Integer> {

    private final Screen screen;

    @Mixin private Which which = new Which();

    @Parameters(
        arity = "1..*",
        description = "Ids of items.",
        paramLabel = "ITEM") private List<String> items = new ArrayList<>();

    public Delete(Surroundings surroundings) {
      screen = surroundings.screen();
    }

    @Override
    public Integer call() {
      try (LetheClient server = which.connect()) {
        int deleted = which.catalog(server).delete(items);
        screen.line(
            "The catalogue of %s has %s less."
                .formatted(which.name(), Units.count(deleted, "item")));
      }
      return ExitCode.DONE;
    }
  }
}
