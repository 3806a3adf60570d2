package io.lethe.kernels.nd4j.autodiff;

import io.lethe.kernels.nd4j.autodiff.NetworkShape.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A forward pass with its gradient as a SameDiff graph. Gathered rows are placeholders and layers
 * variables; one loss, {@code sum(loss * (softplus(z) - label * z) + score * z)}, gives the loss's
 * gradient and any product with the transposed Jacobian. Confined to one thread at a time.
 */
final class CompiledGraph {

  private static final String USERS = "user-rows";
  private static final String ITEMS = "item-rows";
  private static final String FEATURES = "item-features";
  private static final String LOSS_WEIGHTS = "loss-weights";
  private static final String LABELS = "labels";
  private static final String SCORE_WEIGHTS = "score-weights";
  private static final String LAYER_PREFIX = "layer-";
  private static final String GRADIENT_FUNCTION = "grad";

  private final NetworkShape shape;
  private final SameDiff graph = SameDiff.create();
  private final Map<String, INDArray> layers = new LinkedHashMap<>();
  private final List<String> differentiated = new ArrayList<>();
  private final CallMemory memory = new CallMemory();
  private final String logits;
  private final List<DenseLayer> dense;
  private final InferenceSession forward;
  private final InferenceSession backward;
  private final SameDiff gradients;

  /**
   * Builds the graph and its gradient.
   *
   * @throws IllegalArgumentException if the forward pass gathers
   */
  CompiledGraph(NetworkShape shape, ForwardPass pass) {
    this.shape = shape;
    SDVariable users = graph.placeHolder(USERS, DataType.DOUBLE, -1, shape.width());
    SDVariable items = graph.placeHolder(ITEMS, DataType.DOUBLE, -1, shape.width());
    differentiated.add(USERS);
    differentiated.add(ITEMS);
    Map<String, SDVariable> variables = layerVariables();
    Optional<SDVariable> features = shape.features() == 0
        ? Optional.empty()
        : Optional.of(graph.placeHolder(FEATURES, DataType.DOUBLE, -1, shape.features()));
    SDVariable scores = pass.logits(graph, new Inputs(users, items, features, variables));
    refuseGather();
    this.logits = scores.name();
    this.forward = session(graph);
    this.dense = fitting(
        DenseLayer.in(
            graph, shape,
            shape.layers().stream().map(layer -> variables.get(layer.name())).toList()));
    addLoss(scores);
    List<String> wanted = new ArrayList<>(differentiated);
    dense.forEach(layer -> wanted.add(layer.output()));
    SilentBuild
        .run(() -> graph.createGradFunction(wanted.stream().distinct().toArray(String[]::new)));
    this.gradients = Objects.requireNonNull(graph.getFunction(GRADIENT_FUNCTION));
    this.backward = session(gradients);
  }

  private Map<String, SDVariable> layerVariables() {
    Map<String, SDVariable> variables = new HashMap<>();
    for (Layer layer : shape.layers()) {
      INDArray values = zeros(layer.rows(), layer.width());
      String name = LAYER_PREFIX + layer.name();
      layers.put(name, values);
      differentiated.add(name);
      variables.put(layer.name(), graph.var(name, values));
    }
    return variables;
  }

  private void refuseGather() {
    for (var operation : graph.getOps().values()) {
      String name = operation.getOp().opName();
      if (name.startsWith("gather") || name.equals("embedding_lookup")) {
        throw new IllegalArgumentException(
            "the forward pass uses " + name + ", whose gradient is wrong; rows come gathered");
      }
    }
  }

  /** Those with a row for each pair, seen in a pass of more pairs than a layer has rows. */
  private List<DenseLayer> fitting(List<DenseLayer> candidates) {
    if (candidates.isEmpty()) {
      return candidates;
    }
    int pairs = 1 + shape.layers().stream().mapToInt(Layer::rows).max().orElse(0);
    Map<String, INDArray> known = new HashMap<>();
    known.put(USERS, zeros(pairs, shape.width()));
    known.put(ITEMS, zeros(pairs, shape.width()));
    if (shape.features() > 0) {
      known.put(FEATURES, zeros(pairs, shape.features()));
    }
    List<String> wanted = candidates.stream()
        .flatMap(
            layer -> Stream.of(Optional.ofNullable(layer.input()), Optional.of(layer.output())))
        .flatMap(Optional::stream)
        .filter(name -> !known.containsKey(name))
        .distinct()
        .toList();
    graph.getSessions().put(Thread.currentThread().threadId(), forward);
    try {
      Map<String, INDArray> all = new HashMap<>(graph.output(known, wanted));
      all.putAll(known);
      return candidates.stream()
          .filter(layer -> layer.fits(all, pairs, shape.layers().get(layer.layer())))
          .toList();
    } finally {
      graph.getSessions().clear();
      memory.close();
      known.values().forEach(CallMemory::free);
    }
  }

  private static INDArray zeros(int rows, int width) {
    return NativeArrays.matrix(new double[rows * width], rows, rows, width);
  }

  private void addLoss(SDVariable scores) {
    SDVariable weights = graph.placeHolder(LOSS_WEIGHTS, DataType.DOUBLE, -1, 1);
    SDVariable labels = graph.placeHolder(LABELS, DataType.DOUBLE, -1, 1);
    SDVariable scoreWeights = graph.placeHolder(SCORE_WEIGHTS, DataType.DOUBLE, -1, 1);
    SDVariable losses = graph.nn().softplus(scores).sub(labels.mul(scores)).mul(weights);
    graph.setLossVariables(losses.add(scoreWeights.mul(scores)).sum());
  }

  private InferenceSession session(SameDiff function) {
    InferenceSession session = new InferenceSession(function);
    session.setMmgr(memory);
    return session;
  }

  /** Logits of the pairs. */
  double[] logits(PairRows rows) {
    int capacity = Capacity.of(rows.count());
    Map<String, INDArray> inputs = rowInputs(rows, capacity);
    try {
      enter(rows.layers());
      return scores(graph.output(inputs, List.of(logits)), rows.count(), capacity);
    } finally {
      leave(inputs);
    }
  }

  /** Layers whose curvature has a Kronecker form. */
  List<DenseLayer> dense() {
    return dense;
  }

  /** What goes into each dense layer, and the gradient in what comes out of it. */
  List<LayerSlopes> layerSlopes(PairRows rows, PairWeights weights) {
    int capacity = Capacity.of(rows.count());
    Map<String, INDArray> inputs = rowInputs(rows, capacity);
    try {
      putWeights(inputs, weights, rows.count(), capacity);
      enter(rows.layers());
      List<String> between = dense.stream()
          .flatMap(layer -> Stream.ofNullable(layer.input()))
          .filter(name -> !inputs.containsKey(name))
          .distinct()
          .toList();
      OutAndGrad result = graph.calculateGradientsAndOutputs(
          inputs, between, dense.stream().map(DenseLayer::output).distinct().toList());
      Map<String, INDArray> known = new HashMap<>(result.getOutputs());
      known.putAll(inputs);
      List<LayerSlopes> slopes = layerSlopes(known, result.getGradients(), rows.count());
      result.getOutputs().values().forEach(CallMemory::free);
      result.getGradients().values().forEach(CallMemory::free);
      return slopes;
    } finally {
      leave(inputs);
    }
  }

  private List<LayerSlopes> layerSlopes(
      Map<String, INDArray> known, Map<String, INDArray> gradients, int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    Map<String, float[]> inputs = new HashMap<>();
    Map<String, float[]> outputs = new HashMap<>();
    return dense.stream().map(layer -> {
      Layer size = shape.layers().get(layer.layer());
      String input = layer.input();
      float[] into = input == null
          ? ones
          : inputs.computeIfAbsent(input, name -> floats(known, name, count * size.rows()));
      float[] out = outputs
          .computeIfAbsent(layer.output(), name -> floats(gradients, name, count * size.width()));
      return new LayerSlopes(NetworkParameters.FIRST_LAYER_BLOCK + layer.layer(), size, into, out);
    }).toList();
  }

  private static float[] floats(Map<String, INDArray> arrays, String name, int count) {
    double[] values = NativeArrays.read(Objects.requireNonNull(arrays.get(name)), count);
    float[] floats = new float[count];
    for (int k = 0; k < count; k++) {
      floats[k] = (float) values[k];
    }
    return floats;
  }

  private static void putWeights(
      Map<String, INDArray> inputs, PairWeights weights, int count, int capacity) {
    // Pairs beyond the count repeat the last one and weigh nothing.
    inputs.put(LOSS_WEIGHTS, column(weights.loss(), count, capacity));
    inputs.put(LABELS, column(weights.labels(), count, capacity));
    inputs.put(SCORE_WEIGHTS, column(weights.score(), count, capacity));
  }

  /** Logits and gradient. */
  Slopes slopes(PairRows rows, PairWeights weights) {
    int capacity = Capacity.of(rows.count());
    Map<String, INDArray> inputs = rowInputs(rows, capacity);
    try {
      putWeights(inputs, weights, rows.count(), capacity);
      enter(rows.layers());
      OutAndGrad result = graph
          .calculateGradientsAndOutputs(inputs, List.of(logits), differentiated);
      return slopes(result, rows.count(), capacity);
    } finally {
      leave(inputs);
    }
  }

  private Map<String, INDArray> rowInputs(PairRows rows, int capacity) {
    Map<String, INDArray> inputs = new HashMap<>();
    inputs.put(USERS, NativeArrays.matrix(rows.users(), rows.count(), capacity, shape.width()));
    inputs.put(ITEMS, NativeArrays.matrix(rows.items(), rows.count(), capacity, shape.width()));
    if (shape.features() > 0) {
      inputs.put(
          FEATURES, NativeArrays.matrix(rows.features(), rows.count(), capacity, shape.features()));
    }
    return inputs;
  }

  private static INDArray column(double[] values, int count, int capacity) {
    double[] padded = new double[capacity];
    System.arraycopy(values, 0, padded, 0, count);
    return NativeArrays.matrix(padded, capacity, capacity, 1);
  }

  /** Sessions go by thread; ours are put in place, or each calling thread would leave one behind. */
  private void enter(List<double[]> values) {
    long thread = Thread.currentThread().threadId();
    graph.getSessions().put(thread, forward);
    gradients.getSessions().put(thread, backward);
    int next = 0;
    for (INDArray layer : layers.values()) {
      NativeArrays.write(values.get(next++), layer);
    }
  }

  private void leave(Map<String, INDArray> inputs) {
    graph.getSessions().clear();
    gradients.getSessions().clear();
    memory.close();
    inputs.values().forEach(CallMemory::free);
  }

  private double[] scores(Map<String, INDArray> outputs, int count, int capacity) {
    INDArray scores = Objects.requireNonNull(outputs.get(logits));
    long[] found = scores.shape();
    if (found.length != 2 || found[0] != capacity || found[1] != 1) {
      throw new IllegalArgumentException(
          "the forward pass gives logits of shape %s for %d pairs; [%d, 1] is needed"
              .formatted(Arrays.toString(found), capacity, capacity));
    }
    double[] values = NativeArrays.read(scores, count);
    CallMemory.free(scores);
    return values;
  }

  private Slopes slopes(OutAndGrad result, int count, int capacity) {
    double[] scores = scores(result.getOutputs(), count, capacity);
    double[] users = gradient(result, USERS, count * shape.width());
    double[] items = gradient(result, ITEMS, count * shape.width());
    List<double[]> ofLayers = new ArrayList<>();
    for (Layer layer : shape.layers()) {
      ofLayers.add(gradient(result, LAYER_PREFIX + layer.name(), layer.rows() * layer.width()));
    }
    return new Slopes(scores, users, items, ofLayers);
  }

  private static double[] gradient(OutAndGrad result, String name, int count) {
    INDArray gradient = result.getGradients().get(name);
    if (gradient == null) {
      throw new IllegalStateException("SameDiff gives no gradient for " + name);
    }
    double[] values = NativeArrays.read(gradient, count);
    CallMemory.free(gradient);
    return values;
  }

  /** Frees the layers; the graph must not be used again. */
  void free() {
    layers.values().forEach(CallMemory::free);
  }
}
