package io.lethe.unlearning;

import io.lethe.kernels.solve.LinearOperator;

/**
 * About minimizes a quadratic model of the objective within a trust region: preconditioned conjugate
 * gradients that stop at the region's edge, or go there along a direction of negative curvature
 * (Steihaug 1983; Conn, Gould and Toint 2000, algorithm 7.5.1). Lengths are those of the
 * preconditioner's inverse, in which the iterates only grow. Confined to one thread and used once.
 */
final class TrustRegionSolve {

  private final LinearOperator hessian;
  private final LinearOperator preconditioner;
  private final double radius;
  private final float[] step;
  private final float[] residual;
  private final float[] preconditioned;
  private final float[] direction;
  private final float[] product;

  /** Squared length of the step, its product with the direction, squared length of that. */
  private double stepStep;
  private double stepDirection;
  private double directionDirection;

  /** How far the last step went along the direction. */
  private double along;

  private double decrease;
  private int products;
  private boolean atEdge;

  /**
   * Prepares.
   *
   * @param hessian symmetric, possibly indefinite
   * @param preconditioner approximate inverse, symmetric and positive definite
   * @param gradient of the objective; only read
   * @param radius of the region
   */
  TrustRegionSolve(
      LinearOperator hessian, LinearOperator preconditioner, float[] gradient, double radius) {
    this.hessian = hessian;
    this.preconditioner = preconditioner;
    this.radius = radius;
    this.step = new float[gradient.length];
    this.residual = new float[gradient.length];
    this.preconditioned = new float[gradient.length];
    this.direction = new float[gradient.length];
    this.product = new float[gradient.length];
    for (int k = 0; k < gradient.length; k++) {
      residual[k] = -gradient[k];
    }
  }

  /**
   * Where it ended.
   *
   * @param step from the present point
   * @param predictedDecrease of the objective, by the quadratic model
   * @param products with the Hessian
   * @param atEdge whether the region's edge ended it
   */
  record Result(float[] step, double predictedDecrease, int products, boolean atEdge) {}

  /**
   * Solves.
   *
   * @param tolerance norm of the residual over that of the gradient at which it ends
   * @param productsMax the most products
   */
  Result solve(double tolerance, int productsMax) {
    double enough = tolerance * Vectors.norm(residual);
    double inner = turned();
    System.arraycopy(preconditioned, 0, direction, 0, direction.length);
    directionDirection = inner;
    while (products < productsMax && !atEdge && inner > 0) {
      advance(inner);
      if (!atEdge && Vectors.norm(residual) <= enough) {
        break;
      }
      double next = turned();
      turn(next / inner, next);
      inner = next;
    }
    return new Result(step, decrease, products, atEdge);
  }

  private double turned() {
    preconditioner.apply(residual, preconditioned);
    return Vectors.dot(residual, preconditioned);
  }

  private void turn(double beta, double inner) {
    stepDirection = beta * (stepDirection + along * directionDirection);
    directionDirection = inner + beta * beta * directionDirection;
    for (int k = 0; k < direction.length; k++) {
      direction[k] = (float) (preconditioned[k] + beta * direction[k]);
    }
  }

  private void advance(double inner) {
    hessian.apply(direction, product);
    products++;
    double curvature = Vectors.dot(direction, product);
    along = inner / curvature;
    double length = stepStep + 2 * along * stepDirection + along * along * directionDirection;
    if (!(curvature > 0) || !(length < radius * radius)) {
      atEdge = true;
      along = toEdge();
    } else {
      stepStep = length;
    }
    decrease += along * inner - along * along * curvature / 2;
    for (int k = 0; k < step.length; k++) {
      step[k] = (float) (step[k] + along * direction[k]);
      residual[k] = (float) (residual[k] - along * product[k]);
    }
  }

  private double toEdge() {
    double room = directionDirection * (radius * radius - stepStep);
    return (Math.sqrt(stepDirection * stepDirection + room) - stepDirection) / directionDirection;
  }
}
