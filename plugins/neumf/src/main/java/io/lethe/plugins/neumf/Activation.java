package io.lethe.plugins.neumf;

/** What a hidden layer does to each of its numbers. */
enum Activation {
  /** {@code max(x, 0)}: the paper's; has a kink, so that products with the Hessian mean little. */
  RELU,
  /** Hyperbolic tangent. */
  TANH,
  /** {@code x / (1 + exp(-x))}: like a ReLU, but smooth (Ramachandran et al. 2017). */
  SWISH;

  /** Of one number. */
  float of(float x) {
    return switch (this) {
      case RELU -> Math.max(x, 0);
      case TANH -> (float) Math.tanh(x);
      case SWISH -> (float) (x / (1 + Math.exp(-x)));
    };
  }
}
