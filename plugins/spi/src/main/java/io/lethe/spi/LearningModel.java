package io.lethe.spi;

/**
 * A model that takes in what came after its training without a new training: unlearning with the other
 * sign. A host asks it every second or so, each time from where the last learning ended, and trains
 * anew when the schedule or the sum of what was left undone says so.
 */
public interface LearningModel extends RecommenderModel {

  /**
   * The model that reflects {@code addition.after()}, as near to a training on it as the family can say
   * without one. Leaves this one as it is, and shares what did not change.
   *
   * <p>New users and items get rows of their own, coupled to what a training would begin them with;
   * known ones move. The same arguments give the same bits, whatever the number of threads. Costs what
   * the added rows touch, not the model: O(added rows and their users' and items' own interactions) is
   * the aim, and the family's README says what it is.
   *
   * @param addition its {@code before()} is what this model reflects
   * @throws PluginException of kind {@code NOT_FINITE} if no result can be trusted: the host keeps this
   *     model and waits for the next training; of kind {@code CANCELLED} if the calling thread is
   *     interrupted
   */
  Learned learn(Addition addition);
}
