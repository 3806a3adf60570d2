package io.lethe.checks.mutants;

import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.RecommenderModel;
import java.util.Set;

/** One line of the sound family that is changed. */
public enum Mutant {
  /** None is. */
  NONE,
  /** Every block is declared to be shared. */
  ALL_SHARED,
  /** The items' block is. */
  ITEMS_SHARED,
  /** The Gauss-Newton product is a thousand times too large. */
  PRODUCT_TIMES_1000,
  /** It is n times the vector, whatever the model. */
  PRODUCT_UNRELATED,
  /** It is a tenth of what it should be. */
  PRODUCT_TENTH,
  /** Its sign is turned. */
  PRODUCT_NEGATED,
  /** It is not a number. */
  PRODUCT_NAN,
  /** The layout declares a hundred times the L2 that training subtracts. */
  PENALTY_TIMES_100,
  /** The curvature factors are a hundred times too large. */
  FACTORS_TIMES_100,
  /** They are a hundredth of what they should be. */
  FACTORS_HUNDREDTH,
  /** The user's and the item's have changed places. */
  FACTORS_SWAPPED,
  /** Terms count three times. */
  TERM_COUNTS_TIMES_3,
  /** First rows are drawn by position and number, not by key. */
  UNCOUPLED,
  /** No array is said to have been learnt. */
  NOTHING_LEARNT,
  /** The gradient is zero. */
  GRADIENT_ZERO,
  /** Its sign is turned. */
  GRADIENT_NEGATED,
  /** It is not a number. */
  GRADIENT_NAN,
  /** It is a thousand times too large. */
  GRADIENT_TIMES_1000,
  /** Its sign is turned in the users' rows alone. */
  USER_GRADIENT_NEGATED,
  /** The removal gradient is zero, while the gradient is right. */
  REMOVAL_ZERO,
  /** Rows that move leave the scores as they were. */
  SCORES_STALE,
  /** A model that is viewed on fewer interactions drops rows, and moves none. */
  VIEWS_STILL,
  /**
   * The Gauss-Newton product of a model that was moved is a thousand times too large; that of the model as
   * it was trained, which the check at training sees, is right.
   */
  PRODUCT_OF_MOVED_TIMES_1000,
  /** Loading rounds the items' rows. */
  LOADED_ROUNDED,
  /** Options that it does not know are passed over. */
  OPTIONS_IGNORED,
  /** First rows are drawn by the time of day, too. */
  UNREPEATABLE,
  /** Training looks at no interrupt. */
  DEAF,
  /** Training tells nothing of its progress. */
  SILENT,
  /** Lists begin with the second best item. */
  LIST_UNSORTED,
  /** Lists hold the items that they shall not. */
  LIST_WITH_EXCLUDED,
  /** Of several users, all get what is best for the first. */
  LISTS_OF_FIRST,
  /** Indices beyond the last are answered as the last. */
  INDICES_UNCHECKED;

  /** All but those that say something wrong of derivatives which a check of a trained model sees. */
  public static final Set<Mutant> NOT_OF_DERIVATIVES = Set.of(
      NONE, PRODUCT_OF_MOVED_TIMES_1000, UNCOUPLED, NOTHING_LEARNT, LOADED_ROUNDED, OPTIONS_IGNORED,
      UNREPEATABLE, DEAF, SILENT, LIST_UNSORTED, LIST_WITH_EXCLUDED, LISTS_OF_FIRST,
      INDICES_UNCHECKED);

  /** Those whose models are the sound one's: something else is wrong. */
  private static final Set<Mutant> SOUND_MODELS = Set
      .of(NONE, UNCOUPLED, LOADED_ROUNDED, OPTIONS_IGNORED, UNREPEATABLE, DEAF, SILENT);

  RecommenderModel of(PairwiseModel model) {
    return SOUND_MODELS.contains(this) ? model : new MutantModel(this, model, model, false);
  }

  static PairwiseModel sound(RecommenderModel model) {
    return model instanceof MutantModel mutant ? mutant.sound() : (PairwiseModel) model;
  }

  float[] loaded(float[] items) {
    if (this != LOADED_ROUNDED) {
      return items;
    }
    float[] rounded = items.clone();
    for (int k = 0; k < rounded.length; k++) {
      rounded[k] = Math.round(rounded[k] * 100) / 100f;
    }
    return rounded;
  }

  boolean shares(Side side) {
    return this == ALL_SHARED || (this == ITEMS_SHARED && side == Side.ITEM);
  }
}
