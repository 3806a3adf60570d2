package io.lethe.architecture;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** The rooms of the house with their floors; an arrow may go down, never up and never sideways. */
enum Room {
  SPI("spi", 0),
  KERNELS("kernels", 0),
  WIRE("v1", 0),
  /** What server and test kit hold against a model alike. */
  CHECKS("checks", 1),
  /** Below the model families, because their authors build on it, and below the next, which does. */
  TRAINING("training", 1),
  UNLEARNING("unlearning", 2),
  ND4J("kernels.nd4j", 2),
  ENGINE("engine", 3),
  MODEL_FAMILIES("plugins", 3),
  TESTKIT("testkit", 3),
  STORE("store", 4),
  EVALUATION("evaluation", 4),
  /** Found on the class path, as OpenDSR is: nothing names it. */
  POSTGRES("store.postgres", 5),
  SERVER("server", 5),
  OPENDSR("server.opendsr", 6),
  CONSOLE("server.console", 6),
  CLIENT("client", 5),
  CLI("cli", 6);

  private final String folder;
  private final int floor;

  Room(String folder, int floor) {
    this.folder = folder;
    this.floor = floor;
  }

  /** The package of this room under {@code root}, without its subpackages. */
  String packageUnder(String root) {
    return root + "." + folder;
  }

  boolean maySee(Room other) {
    return this == other || other.floor < floor;
  }

  /** The room of a package, the deepest one where rooms lie in each other; empty outside. */
  static Optional<Room> of(String root, String packageName) {
    return Arrays.stream(values())
        .filter(room -> (packageName + ".").startsWith(room.packageUnder(root) + "."))
        .max(Comparator.comparingInt(room -> room.folder.length()));
  }
}
