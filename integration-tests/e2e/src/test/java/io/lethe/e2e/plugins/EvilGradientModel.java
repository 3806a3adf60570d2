package io.lethe.e2e.plugins;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterLayout;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import io.lethe.spi.ViewDerivatives;

/** A model that claims to have derivatives, and misbehaves when they are asked for. */
final class EvilGradientModel extends EvilModel implements DifferentiableModel {

  private final String mode;

  EvilGradientModel(String mode, int users, int items) {
    super(mode, users, items);
    this.mode = mode;
  }

  private IllegalStateException evil() {
    Evil.doIf(mode, "gradient");
    return new IllegalStateException("it has none after all");
  }

  @Override
  public ParameterLayout layout() {
    throw evil();
  }

  @Override
  public ViewDerivatives on(InteractionView view) {
    throw evil();
  }

  @Override
  public ParameterSelection affectedRows(Removal removal) {
    throw evil();
  }

  @Override
  public DifferentiableModel viewedOn(InteractionView view) {
    throw evil();
  }

  @Override
  public DifferentiableModel withDelta(ParameterDelta delta) {
    throw evil();
  }

  @Override
  public void parameters(ParameterSelection selection, float[] out) {
    throw evil();
  }
}
