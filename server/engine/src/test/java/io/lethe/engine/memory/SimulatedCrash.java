package io.lethe.engine.memory;

import java.io.Serial;

/** The process died at this instruction: whatever catches it must not carry on. */
public final class SimulatedCrash extends VirtualMachineError {

  @Serial private static final long serialVersionUID = 1L;

  public SimulatedCrash(String where) {
    super("crash " + where);
  }
}
