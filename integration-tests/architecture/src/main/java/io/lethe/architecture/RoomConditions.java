package io.lethe.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;

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
}
