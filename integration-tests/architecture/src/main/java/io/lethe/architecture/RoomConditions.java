package io.lethe.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Conditions on a class that follow from the floors of its room. */
final class RoomConditions {

  private RoomConditions() {}

  static ArchCondition<JavaClass> haveARoom(String root) {
    return new ArchCondition<>("have a room on one of the floors") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (Room.of(root, type.getPackageName()).isEmpty()) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " has no room"));
        }
      }
    };
  }

  static ArchCondition<JavaClass> seeOnlyLowerFloors(String root) {
    return new ArchCondition<>("see only their own room and lower floors") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Optional<Room> from = Room.of(root, type.getPackageName());
        for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
          Optional<Room> to = Room
              .of(root, arrow.getTargetClass().getBaseComponentType().getPackageName());
          if (from.isPresent() && to.isPresent() && !from.get().maySee(to.get())) {
            events.add(
                SimpleConditionEvent.violated(
                    type, "%s to %s: %s".formatted(from.get(), to.get(), arrow.getDescription())));
          }
        }
      }
    };
  }

  /**
   * Parts of one room.
   *
   * @param room the package above the parts
   * @param maySee each part with the others that it may see
   */
  static ArchCondition<JavaClass> seeOnlyParts(String room, Map<String, Set<String>> maySee) {
    return new ArchCondition<>("be in a part of " + room + " and see only the parts below it") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String from = part(room, type.getPackageName());
        Set<String> below = maySee.get(from);
        if (below == null) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " is in no known part"));
          return;
        }
        for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
          String to = part(room, arrow.getTargetClass().getBaseComponentType().getPackageName());
          if (maySee.containsKey(to) && !to.equals(from) && !below.contains(to)) {
            events.add(SimpleConditionEvent.violated(type, arrow.getDescription()));
          }
        }
      }
    };
  }

  /** The first folder of a package below a room; empty for one that is not below it. */
  private static String part(String room, String packageName) {
    return packageName.startsWith(room + ".")
        ? packageName.substring(room.length() + 1).replaceAll("\\..*", "")
        : "";
  }
}
