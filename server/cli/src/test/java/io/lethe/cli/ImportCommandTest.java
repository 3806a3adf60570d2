package io.lethe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lethe import} without a server: what it says of a file, and what counts of it. */
class ImportCommandTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    Screen screen = new Screen(new PrintWriter(out), new PrintWriter(err), false, false);
    return Commands
        .run(new Surroundings(screen, Map.of(), folder.resolve("home"), folder), arguments);
  }

  private String imported(String text, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("ratings.txt"), text);
    List<String> arguments = new ArrayList<>(
        List.of(
            "import", file.toString(), "--model", "shop", "--data-folder",
            folder.resolve("data").toString()));
    arguments.addAll(List.of(more));
    out.getBuffer().setLength(0);
    assertEquals(ExitCode.DONE, run(arguments.toArray(String[]::new)), err.toString());
    return out.toString();
  }

  @Test
  void import_filesAsPeopleHaveThem_saysWhatATrainingWillSee() throws IOException {
    String first = imported("user;item;rating\nann;tea;4,5\nann;tea;3\nAnn;cup;1\n");
    assertTrue(first.contains("Read 2 interactions of 2 users and 2 items."), first);
    assertTrue(
        first.contains("1 row repeated a pair of user and item: the latest value counts."), first);
    assertTrue(first.contains("Warning: 1 user id differs"), first);
    assertTrue(first.contains("Imported 2 new interactions for model shop; it has 2 now."), first);
    String unread = imported("user,item,amount\nann,tea,45\n");
    assertTrue(
        unread.contains("No column of values was found: each row counts 1. Not read: \"amount\"."),
        unread);
    String weighed = imported("user,item,event,shelf\nann,tea,buy,7\n", "--events", "buy=3");
    assertTrue(weighed.contains("Not read: \"shelf\"."), weighed);
    assertFalse(weighed.contains("counts 1"), weighed);
    String again = imported("user item rating\nann tea 5\nAnn cup 1\nbob tea 2\n");
    assertTrue(
        again.contains(
            "Imported 1 new interaction for model shop, replaced the value of 1, left 1 as they were;"
                + " it has 3 now."),
        again);
    String sum = imported(
        "user\titem\tplays\nbob\ttea\t2\nbob\ttea\t3\n", "--repeats", "sum", "--separator", "tab");
    assertTrue(sum.contains("the sum of the values counts"), sum);
    assertTrue(sum.contains("replaced the value of 1; it has 3 now."), sum);
  }

  @Test
  void import_timesThatCountAsNone_areCounted() throws IOException {
    String said = imported("""
        user,item,value,time
        ann,tea,1,yesterday
        bob,tea,1,2026-11-29T10:00:00Z
        cid,tea,1,2199-01-01
        dan,tea,1,2199-01-01
        """);
    assertTrue(said.contains("Warning: 1 row has no time that can be read"), said);
    assertTrue(said.contains("Warning: 2 rows have a time before the year 1 or more than"), said);
  }

  @Test
  void import_idThatAnEarlierFileSpelledOtherwise_isNamed() throws IOException {
    String _ = imported("user,item\n2,tea\n3,cup\n");
    String floats = imported("user,item\n2.0,tea\n3,tea\n");
    assertTrue(
        floats.contains("Warning: 1 user id differs from one that the model has only by"), floats);
    String again = imported("user,item\n2,tea\n2.0,tea\n3,tea\n");
    assertTrue(again.contains("Warning: 1 user id differs from an earlier one"), again);
    assertFalse(again.contains("that the model has"), again);
  }

  @Test
  void import_filesInAnyOrder_laterRowsCount() throws IOException {
    String late = imported("""
        user,item,rating,timestamp
        ann,tea,5,1700000100
        bob,tea,2,2023-11-14T22:15:00Z
        """);
    assertTrue(late.contains("Imported 2 new interactions for model shop; it has 2 now."), late);
    String early = imported("""
        user,item,rating,timestamp
        ann,tea,1,1700000099000
        ann,tea,2,1699999999
        bob,tea,2,1
        eve,tea,1,1
        """);
    assertTrue(
        early.contains(
            "Imported 1 new interaction for model shop, passed over 2 older than what it has;"
                + " it has 3 now."),
        early);
    String corrected = imported("user,item,rating\nann,tea,4\n");
    assertTrue(corrected.contains("replaced the value of 1; it has 3 now."), corrected);
  }

  @Test
  void import_eventTypes_areWeighed_andWhatIsNoneIsSaid() throws IOException {
    String visits = "user,item,event\nann,tea,view\nann,tea,buy\nann,mug,bot\nbob,tea,view\n";
    String labels = imported(visits);
    assertTrue(
        labels.contains(
            "Event types in column event: view 2, buy 1, bot 1. Each counts the same; --events weighs"
                + " them."),
        labels);
    assertTrue(labels.contains("it has 3 now."), labels);
    String weighed = imported(
        visits, "--events", "view=1,buy=5,bot=0", "--repeats", "max", "--event-column", "event");
    assertTrue(weighed.contains("Left out 1 row whose event type weighs 0."), weighed);
    assertTrue(weighed.contains("replaced the value of 1, left 1 as they were"), weighed);
    String none = imported("user,item,type\nann,pot,Home & Garden\n");
    assertTrue(
        none.contains(
            "No event types are read: column \"type\" holds \"Home & Garden\" in line 2."),
        none);
  }

  @Test
  void import_weightsThatAreNone_isUsage() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "user,item,event\nu,i,view\n");
    assertEquals(
        ExitCode.USAGE, run("import", file.toString(), "--model", "shop", "--events", "view=x"));
    assertTrue(
        err.toString().contains("--events: event_weights gives view the weight \"x\""),
        err.toString());
    assertEquals(
        ExitCode.USAGE,
        run(
            "import", file.toString(), "--model", "shop", "--columns", "user=0,item=1",
            "--event-column", "event"));
    assertTrue(err.toString().contains("mix positions and names"), err.toString());
  }

  @Test
  void import_separatorOfSeveralCharacters_isUsage() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "user,item\nu,i\n");
    assertEquals(
        ExitCode.USAGE, run("import", file.toString(), "--model", "shop", "--separator", ";;"));
    assertTrue(err.toString().contains("--separator: the separator \";;\" is"), err.toString());
  }
}
