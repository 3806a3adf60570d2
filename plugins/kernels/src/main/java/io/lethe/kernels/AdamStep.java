package io.lethe.kernels;

/**
 * The coefficients of one Adam step, bias corrections folded in: {@code g' = g + weightDecay * w; m
 * = meanDecay * m + (1 - meanDecay) * g'; v = squareDecay * v + (1 - squareDecay) * g'^2; w -=
 * stepSize * m / (sqrt(v) * rootScale + epsilon)}.
 *
 * @param stepSize learning rate over the mean's bias correction
 * @param rootScale one over the root of the squares' bias correction
 * @param meanDecay Adam's beta 1
 * @param squareDecay Adam's beta 2
 * @param epsilon added to the root
 * @param weightDecay L2 weight added to the gradient
 */
public record AdamStep(
    float stepSize, float rootScale, float meanDecay, float squareDecay, float epsilon,
    float weightDecay) {}
