package io.lethe.spi;

import java.util.function.Consumer;

/** Fits one model. Confined: one call at a time. */
public interface ModelTrainer {

  /**
   * Trains from scratch. The same data, configuration and seed give the same bits, whatever the
   * number of threads; two runs that differ in some interactions differ through them alone.
   *
   * @param progress told after every epoch, on the calling thread
   * @throws PluginException of kind {@code CANCELLED} if the calling thread is interrupted
   */
  TrainedModel train(TrainingData data, Consumer<TrainingProgress> progress);
}
