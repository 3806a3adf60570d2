package io.lethe.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which room may see which, and which libraries stay in which room.
 *
 * @param root the package above all rooms; the rules are tried on a small house with faults, too
 */
record Doors(String root) {

  private static final String[] SQL = {"java.sql..", "javax.sql..", "org.sqlite.."};
  private static final String[] WIRE = {"com.google.protobuf..", "com.google.longrunning..",
      "com.google.rpc.."};
  private static final String[] NOT_FOR_THE_SERVER = {"org.nd4j..", "org.bytedeco..",
      "jdk.incubator.vector.."};

  private static final List<String> ERASURE_PARTS = List.of("policy", "solve", "purge", "receipt");

  /** The rooms within the store, each with those that it may see. */
  private static final Map<String, Set<String>> STORE_PARTS = Map.ofEntries(
      Map.entry("disk", Set.of()), Map.entry("format", Set.of("disk")),
      Map.entry("folder", Set.of("disk")), Map.entry("sql", Set.of("disk", "folder")),
      Map.entry("sqlite", Set.of("disk", "folder", "sql")),
      Map.entry("postgres", Set.of("disk", "sql", "sqlite")),
      Map.entry("ledger", Set.of("disk", "format", "folder", "sql", "sqlite")),
      Map.entry("checkpoint", Set.of("disk", "format", "folder")),
      Map.entry("interaction", Set.of("disk", "format", "folder")),
      Map.entry("keys", Set.of("disk", "folder")),
      Map.entry(
          "backup",
          Set.of(
              "disk", "format", "folder", "sql", "sqlite", "ledger", "checkpoint", "interaction",
              "keys")),
      Map.entry(
          "check",
          Set.of(
              "disk", "folder", "sql", "sqlite", "ledger", "checkpoint", "interaction", "keys",
              "backup")),
      Map.entry("input", Set.of()), Map.entry("items", Set.of("input")),
      Map.entry("output", Set.of()), Map.entry("vectors", Set.of("disk", "format")));
  private static final String[] STORE_INSIDE = {"store.disk", "store.format", "store.sqlite"};

  Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("every class has a room", everyClassHasARoom());
    rules.put("arrows only go down", arrowsOnlyGoDown());
    rules.put("no package circles", noPackageCircles());
    rules.put("plugins do not see the server", pluginsDoNotSeeTheServer());
    rules.put("the server names no plugin", theServerNamesNoPlugin());
    rules.put("the contract does not know the kernels", shut(Room.SPI, Room.KERNELS));
    rules.put("the kernels do not know the contract", shut(Room.KERNELS, Room.SPI));
    rules.put("the contract uses JDK types only", theContractUsesJdkTypesOnly());
    rules.put("generated types only on the wire", generatedTypesOnlyOnTheWire());
    rules.put("commands call servers as clients do", commandsCallServersAsClientsDo());
    rules.put("comparisons stay apart", comparisonsStayApart());
    rules.put("Dagger only in the wiring", daggerOnlyInTheWiring());
    rules.put("SQL only in the store", sqlOnlyInTheStore());
    rules.put("files only in the store", filesOnlyInTheStore());
    rules.put("the store's rooms see what they stand on", storeRoomsSeeWhatTheyStandOn());
    rules.put("the store's inside stays inside", theStoresInsideStaysInside());
    rules.put("the server's core names no extension", theCoreNamesNoExtension());
    rules.put("recommend does not know erasure", recommendDoesNotKnowErasure());
    rules.put("erasure does not know recommend", erasureDoesNotKnowRecommend());
    rules.put("their meeting places know neither", meetingPlacesKnowNeither());
    rules.put("an erasure's value knows none of its uses", theErasureKnowsNoneOfItsUses());
    for (String part : ERASURE_PARTS) {
      rules.put("erasure." + part + " knows no sibling", partKnowsNoSibling(part));
    }
    rules.put("background work's tools know no work", workKnowsNoWork());
    return rules;
  }

  private ArchRule everyClassHasARoom() {
    return classes().that(OwnCode.of(root)).should(RoomConditions.haveARoom(root));
  }

  private ArchRule arrowsOnlyGoDown() {
    return classes().that(OwnCode.of(root)).should(RoomConditions.seeOnlyLowerFloors(root));
  }

  private ArchRule noPackageCircles() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  private ArchRule pluginsDoNotSeeTheServer() {
    return noClasses().that()
        .resideInAnyPackage(in("spi", "checks", "kernels", "training", "plugins", "testkit"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                join(
                    in(
                        "unlearning", "engine", "store", "evaluation", "server", "client", "cli",
                        "v1"),
                    WIRE, "io.grpc..")));
  }

  private ArchRule theServerNamesNoPlugin() {
    return noClasses().that()
        .resideInAnyPackage(in("unlearning", "engine", "store", "evaluation", "server", "cli"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                join(in("plugins", "training", "kernels.nd4j", "testkit"), NOT_FOR_THE_SERVER)));
  }

  private ArchRule shut(Room from, Room to) {
    return noClasses().that(room(from)).should().dependOnClassesThat(room(to));
  }

  private ArchRule theContractUsesJdkTypesOnly() {
    return classes().that(room(Room.SPI))
        .should()
        .onlyDependOnClassesThat(room(Room.SPI).or(resideInAnyPackage("java..", "org.jspecify..")));
  }

  /** A receipt's statement is a generated type in the Java client, too. */
  private ArchRule generatedTypesOnlyOnTheWire() {
    return outside("server.grpc", "server.gateway", "client", "cli.erasures").should()
        .dependOnClassesThat(resideInAnyPackage(join(in("v1"), WIRE)));
  }

  private ArchRule commandsCallServersAsClientsDo() {
    return noClasses().that()
        .resideInAnyPackage(in("cli"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(join(in("server.grpc"), new String[]{"io.grpc.stub.."})));
  }

  /** The distribution has the evaluation on the class path of three commands alone. */
  private ArchRule comparisonsStayApart() {
    return outside("evaluation", "cli.evaluate", "cli.demo", "cli.plugin").should()
        .dependOnClassesThat(resideInAnyPackage(in("evaluation")));
  }

  private ArchRule daggerOnlyInTheWiring() {
    return outside("server.wiring").should().dependOnClassesThat(resideInAnyPackage("dagger.."));
  }

  private ArchRule sqlOnlyInTheStore() {
    return outside("store").should().dependOnClassesThat(resideInAnyPackage(SQL));
  }

  /** Plugin folders and the paths that people name are files, too: keys, roles, certificates. */
  private ArchRule filesOnlyInTheStore() {
    return outside(
        "store", "engine.plugin", "server.access", "server.config", "server.opendsr", "cli",
        "server.wiring", "client").should()
        .dependOnClassesThat(describe("are about files", Doors::isAboutFiles));
  }

  /** They are found on the class path: a server works without any. */
  private ArchRule theCoreNamesNoExtension() {
    return outside("server.opendsr", "server.console", "engine.dsr", "store.ledger").should()
        .dependOnClassesThat(
            resideInAnyPackage(in("server.opendsr", "server.console", "engine.dsr")));
  }

  private ArchRule storeRoomsSeeWhatTheyStandOn() {
    return classes().that()
        .resideInAPackage(root + ".store..")
        .should(RoomConditions.seeOnlyParts(root + ".store", STORE_PARTS));
  }

  /** What files look like is the store's affair: others see its adapters and the folder they share. */
  private ArchRule theStoresInsideStaysInside() {
    return outside("store").should()
        .dependOnClassesThat(
            resideInAnyPackage(in(STORE_INSIDE)).or(
                describe(
                    "are the layout of the data folder",
                    type -> type.getName().equals(root + ".store.folder.StoreLayout"))));
  }

  private ArchRule recommendDoesNotKnowErasure() {
    return noClasses().that()
        .resideInAnyPackage(in("engine.recommend"))
        .should()
        .dependOnClassesThat(resideInAnyPackage(in("engine.erasure")));
  }

  private ArchRule erasureDoesNotKnowRecommend() {
    return noClasses().that()
        .resideInAnyPackage(in("engine.erasure"))
        .should()
        .dependOnClassesThat(resideInAnyPackage(in("engine.recommend")));
  }

  private ArchRule meetingPlacesKnowNeither() {
    return noClasses().that()
        .resideInAnyPackage(in("engine.data", "engine.model", "engine.publish", "engine.subject"))
        .should()
        .dependOnClassesThat(resideInAnyPackage(in("engine.recommend", "engine.erasure")));
  }

  private ArchRule theErasureKnowsNoneOfItsUses() {
    return noClasses().that()
        .resideInAPackage(root + ".engine.erasure")
        .should()
        .dependOnClassesThat(resideInAnyPackage(root + ".engine.erasure.*.."));
  }

  /** Only {@code run} brings the parts together. */
  private ArchRule partKnowsNoSibling(String part) {
    String[] siblings = Stream.concat(ERASURE_PARTS.stream(), Stream.of("run"))
        .filter(other -> !other.equals(part))
        .map(other -> "engine.erasure." + other)
        .toArray(String[]::new);
    return noClasses().that()
        .resideInAnyPackage(in("engine.erasure." + part))
        .should()
        .dependOnClassesThat(resideInAnyPackage(in(siblings)));
  }

  /** Whatever runs in the background may use it. */
  private ArchRule workKnowsNoWork() {
    return noClasses().that()
        .resideInAnyPackage(in("engine.work"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                in(
                    "engine.data", "engine.erasure", "engine.model", "engine.publish", "engine.dsr",
                    "engine.lifecycle", "engine.recommend", "engine.subject")));
  }

  private GivenClassesConjunction outside(String... folders) {
    return noClasses().that(OwnCode.of(root)).and().resideOutsideOfPackages(in(folders));
  }

  private DescribedPredicate<JavaClass> room(Room room) {
    return describe(
        "are in the room " + room,
        type -> Room.of(root, type.getPackageName()).filter(room::equals).isPresent());
  }

  private static boolean isAboutFiles(JavaClass type) {
    String name = type.getName();
    return name.startsWith("java.nio.file.") || name.startsWith("java.io.File")
        || name.equals("java.io.RandomAccessFile") || name.equals("java.nio.channels.FileChannel");
  }

  private String[] in(String... folders) {
    return Arrays.stream(folders).map(folder -> root + "." + folder + "..").toArray(String[]::new);
  }

  private static String[] join(String[] some, String[] more, String... others) {
    return Stream.of(some, more, others).flatMap(Arrays::stream).toArray(String[]::new);
  }
}
