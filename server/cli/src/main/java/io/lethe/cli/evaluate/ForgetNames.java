package io.lethe.cli.evaluate;

import io.lethe.evaluation.experiment.ForgetKind;
import java.util.ArrayList;

/** The kinds of forget sets, for the help. */
final class ForgetNames extends ArrayList<String> {

  private static final long serialVersionUID = 1L;

  ForgetNames() {
    super(ForgetKind.ids());
  }
}
