package io.lethe.cli.evaluate;

import java.util.ArrayList;

/** The methods that can be compared, for the help. */
final class MethodNames extends ArrayList<String> {

  private static final long serialVersionUID = 1L;

  MethodNames() {
    super(Methods.catalogue().names());
  }
}
