package io.lethe.store.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.data.Repeats;
import io.lethe.engine.event.EventColumn;
import io.lethe.engine.event.EventWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Event types of files: found, told, weighed, and left alone where a column holds something else. */
class EventCellsTest {

  private static final InputOptions FOUND = InputOptions.defaults();
  private static final InputOptions WEIGHED = FOUND
      .withWeights(EventWeights.parse("view=1,cart=3,buy=5,bot=0"));

  @TempDir Path folder = Path.of("");

  private InputFiles files = new InputFiles(folder);

  @BeforeEach
  void useFolder() {
    files = new InputFiles(folder);
  }

  private InteractionFile read(InputOptions options, String name, String text) throws IOException {
    return new InteractionReader(options).read(files.plain(name, text));
  }

  private InteractionFile read(InputOptions options, String text) throws IOException {
    return read(options, "a.csv", text);
  }

  private String refused(InputOptions options, String text) {
    return String
        .valueOf(assertThrows(BadInputException.class, () -> read(options, text)).getMessage());
  }

  private static List<String> shown(InteractionFile file) {
    InteractionColumns rows = file.columns();
    List<String> shown = InputFiles.shown(file);
    List<String> typed = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      String event = rows.events().at(row);
      typed.add(shown.get(row) + (event.isEmpty() ? "" : " " + event));
    }
    return typed;
  }

  /** The headers of usual data sets, and the cells that they have. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
          // RetailRocket; REES46; Tmall and RecBole's form of it; RecSys 2016 of Xing; OTTO, flat.
          "timestamp,visitorid,event,itemid,transactionid; 1433221332117,v,view,i,; v i 1.0 view",
          "event_time,event_type,product_id,price,user_id; 2019-10-01 00:00:00 UTC,cart,i,35.79,v; v i 1.0 cart",
          "user_id,item_id,cat_id,seller_id,brand_id,time_stamp,action_type; v,i,2,3,4,829,0; v i 1.0 0",
          "user_id,item_id,interaction_type,created_at; v,i,4,1448000000; v i 1.0 4",
          "session,user,item,ts,type; 7,v,i,1661724000278,clicks; v i 1.0 clicks",
          "user_id,item_id,Behavior Type,timestamp; v,i,pv,1511544070; v i 1.0 pv",
          "user,item,rating,Action; v,i,2,listen; v i 2.0 listen"})
  void read_usualNames_areFound(String header, String row, String expected) throws IOException {
    assertEquals(List.of(expected), shown(read(FOUND, header.strip() + "\n" + row.strip() + "\n")));
  }

  @Test
  void read_recBoleAndJsonLines_areFound() throws IOException {
    assertEquals(
        List.of("u i 1.0 pv", "u j 1.0"),
        shown(
            read(
                FOUND, "a.inter",
                "user_id:token\titem_id:token\tbehavior_type:token\nu\ti\tpv\nu\tj\t\n")));
    InteractionFile lines = read(
        WEIGHED, "a.jsonl",
        "{\"user\":\"u\",\"item\":\"i\",\"event_type\":\"cart\",\"value\":2}\n{\"user\":\"u\",\"item\":\"j\",\"value\":1}\n");
    assertEquals(List.of("u i 6.0 cart", "u j 1.0"), shown(lines));
  }

  /** A column that is called so for another reason: the file is read as it was without it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"type; 1,17,9.5; column \"type\" holds \"1\" in line 2",
          "type; book,Toys & Games,book; column \"type\" holds \"Toys & Games\" in line 3",
          "event; Product Viewed,a,b; column \"event\" holds \"Product Viewed\" in line 2",
          "action; play,\"a,b\",-; column \"action\" holds \"-\" in line 4",
          "type; 1.0,2.0,3.0; column \"type\" holds \"1.0\" in line 2"})
  void read_columnThatHoldsSomethingElse_isLeftAlone(String name, String cells, String why)
      throws IOException {
    String[] three = cells.strip().replace("\"a,b\"", "ab").split(",", -1);
    InteractionFile file = read(
        FOUND, "user,item,rating,%s\nu,a,1,%s\nu,b,2,%s\nu,c,3,%s\n"
            .formatted(name, three[0], three[1], three[2]));
    assertEquals(List.of("u a 1.0", "u b 2.0", "u c 3.0"), shown(file));
    assertSame(EventColumn.NONE, file.columns().events());
    assertFalse(file.events().any());
    assertEquals(why.strip(), file.events().unread());
    assertEquals(Map.of(), file.skipped());
  }

  @Test
  void read_moreThan100Kinds_areNoEventTypes_unlessToldWhichIsAnError() throws IOException {
    StringBuilder text = new StringBuilder("user,item,event\n");
    for (int k = 0; k < 101; k++) {
      text.append("u,i%d,e%d\n".formatted(k, k));
    }
    InteractionFile file = read(FOUND, text.toString());
    assertEquals(101, file.columns().size());
    assertEquals(
        "column \"event\" has more than 100 event types in line 102", file.events().unread());
    assertSame(EventColumn.NONE, file.columns().events());
    assertEquals(
        "a.csv, line 102: column \"event\" has more than 100 event types",
        refused(FOUND.withEventColumn("event").skippingBadRows(), text.toString()));
  }

  @Test
  void read_toldColumn_everyCellMustBeAnEventType() throws IOException {
    String text = "user,item,type,kind\nu,a,1,view\nu,b,2,add to cart\nu,c,3,\n";
    assertEquals(
        List.of("u a 1.0 1", "u b 1.0 2", "u c 1.0 3"),
        shown(read(FOUND.withEventColumn("type"), text)));
    assertEquals(
        "a.csv, line 3: the event type \"add to cart\" is none: 1 to 64 letters, digits, _ . : / and"
            + " - make one",
        refused(FOUND.withEventColumn("kind"), text));
    InteractionFile skipped = read(FOUND.withEventColumn("kind").skippingBadRows(), text);
    assertEquals(List.of("u a 1.0 view", "u c 1.0"), shown(skipped));
    assertEquals(Map.of(RowFault.NO_EVENT_TYPE, 1L), skipped.skipped());
    assertTrue(refused(FOUND.withEventColumn("nope"), text).contains("no column \"nope\" in"));
    assertEquals(
        "a.csv, line 1: column \"item\" is that of the items, not of event types",
        refused(FOUND.withEventColumn("item"), text));
  }

  @Test
  void read_toldColumnThatWouldBeTheRating_isNoRating() throws IOException {
    assertEquals(
        List.of("u i 1.0 click"),
        shown(read(FOUND.withEventColumn("label"), "user,item,label\nu,i,click\n")));
  }

  @Test
  void read_mapping_namesTheColumnOfEventTypes_andWithoutItThereIsNone() throws IOException {
    InputOptions byPlace = FOUND
        .withColumns(ColumnMapping.parse("user=0,item=1,event=3,timestamp=4"));
    assertEquals(List.of("u i 1.0 pv"), shown(read(byPlace, "u,i,9,pv,1511544070\n")));
    String text = "user,item,event\nu,i,view\n";
    assertEquals(
        List.of("u i 1.0"),
        shown(read(FOUND.withColumns(ColumnMapping.parse("user=user,item=item")), text)));
    assertEquals(
        List.of("u i 1.0 view"),
        shown(
            read(
                FOUND.withColumns(ColumnMapping.parse("user=user,item=item").withEvent("event")),
                text)));
    IllegalArgumentException mixed = assertThrows(
        IllegalArgumentException.class,
        () -> ColumnMapping.parse("user=0,item=1").withEvent("event"));
    assertTrue(String.valueOf(mixed.getMessage()).contains("mix positions and names"));
  }

  @Test
  void read_weights_needAColumn() {
    assertEquals(
        "a.csv, line 1: event types have weights, and the file has no column called event,"
            + " event_type or alike; name it, such as with --event-column",
        refused(WEIGHED, "user,item,kind\nu,i,view\n"));
  }

  @Test
  void read_weights_multiplyValues_leaveOutWhatWeighs0_andRefuseOthers() throws IOException {
    String text = "user,item,rating,type\nu,a,2,view\nu,b,2,cart\nu,c,2,buy\nu,d,2,bot\nu,e,2,\n";
    InteractionFile file = read(WEIGHED, text);
    assertEquals(List.of("u a 2.0 view", "u b 6.0 cart", "u c 10.0 buy", "u e 2.0"), shown(file));
    assertEquals(1, file.events().leftOut());
    assertEquals(
        Map.of("view", 1L, "cart", 1L, "buy", 1L, "bot", 1L), Map.copyOf(file.events().rows()));
    assertEquals(List.of("view", "cart", "buy"), file.columns().events().names());
    String more = text + "u,f,2,wish\n";
    assertEquals(
        "a.csv, line 7: the event type \"wish\" has no weight; those with one are bot, buy, cart, view",
        refused(WEIGHED, more));
    assertEquals(Map.of(RowFault.NO_WEIGHT, 1L), read(WEIGHED.skippingBadRows(), more).skipped());
    assertEquals(
        "a.csv, line 2: the rating \"3e38\" times the weight of its event type is not a finite"
            + " number",
        refused(WEIGHED, "user,item,rating,type\nu,a,3e38,buy\n"));
  }

  /** One user's rows of one item, out of order: by time they are a view, a cart, a buy, a view. */
  @ParameterizedTest
  @CsvSource({"LATEST, u i 1.0 view", "FIRST, u i 2.0 view", "SUM, u i 11.0 view",
      "MAX, u i 5.0 buy"})
  void read_repeats_areDecidedOnWeighedValuesByTime(Repeats rule, String expected)
      throws IOException {
    String[] rows = {"u,i,2,10,view", "u,i,1,20,cart", "u,i,1,30,buy", "u,i,1,40,view"};
    int[][] orders = {{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 3, 0, 1}, {3, 0, 2, 1}, {1, 3, 0, 2}};
    for (int[] order : orders) {
      StringBuilder text = new StringBuilder("user,item,rating,timestamp,event\n");
      for (int row : order) {
        text.append(rows[row]).append('\n');
      }
      assertEquals(
          List.of(expected), shown(read(WEIGHED.withRepeats(rule), text.toString())),
          text.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATEST", "SUM"})
  void read_repeatsWithoutTimes_theLastRowsEventTypeStays(Repeats rule) throws IOException {
    assertEquals(
        "cart",
        read(WEIGHED.withRepeats(rule), "user,item,event\nu,i,buy\nu,i,cart\n").columns()
            .events()
            .at(0));
  }
}
