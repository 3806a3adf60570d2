package io.lethe.engine.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** From one call to the next another version answers: costs nothing unless somebody records it. */
@Name("io.lethe.Swap")
@Label("Version swap")
@Category("Lethe")
@Description("Another version answers from now on")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // The recorder reads the fields.
public final class SwapEvent extends Event {

  @Label("Model") private final String model;

  @Label("From")
  @Description("Number of the version that answered before; 0 for none") private final long from;

  @Label("To") private final long to;

  private SwapEvent(String model, long from, long to) {
    this.model = model;
    this.from = from;
    this.to = to;
  }

  /** Tells whoever records. */
  static void tell(String model, long from, long to) {
    new SwapEvent(model, from, to).commit();
  }
}
