package io.lethe.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;

/** Classes written by people: neither the wire stubs nor what Dagger generates. */
final class OwnCode {

  private OwnCode() {}

  static DescribedPredicate<JavaClass> of(String root) {
    return DescribedPredicate.describe(
        "are written by people", type -> !isUnder(root + ".v1", type) && !isFromDagger(type));
  }

  private static boolean isUnder(String folder, JavaClass type) {
    return (type.getPackageName() + ".").startsWith(folder + ".");
  }

  private static boolean isFromDagger(JavaClass type) {
    return type.isAnnotatedWith("dagger.internal.DaggerGenerated")
        || type.getEnclosingClass().filter(OwnCode::isFromDagger).isPresent();
  }
}
