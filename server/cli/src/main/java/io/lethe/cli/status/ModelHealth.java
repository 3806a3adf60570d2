package io.lethe.cli.status;

import io.lethe.cli.terminal.Names;
import io.lethe.client.LetheClient;
import io.lethe.client.Model;
import io.lethe.client.operations.Health;

/** Whether a model is well: for {@code status} and {@code health} alike. */
record ModelHealth(Model model, Health health) {

  /** Asks a server. */
  static ModelHealth of(LetheClient server, Model model) {
    return new ModelHealth(model, Health.of(server, "models/" + model.id()));
  }

  /** One that was never trained, or is being loaded, is no fault. */
  boolean isWell() {
    return health.serving() || model.state() == Model.State.UNTRAINED
        || model.state() == Model.State.PREPARING;
  }

  /** How it is: what keeps it from serving says the model. */
  String words() {
    return health.serving() ? Names.words(health.state()) : Names.words(model.state());
  }
}
