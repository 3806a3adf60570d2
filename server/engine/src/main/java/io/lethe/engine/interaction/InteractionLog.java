package io.lethe.engine.interaction;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import java.util.List;

/**
 * A model's interactions on disk. Row {@code k} of the log has sequence number {@code k} for ever:
 * purging a row leaves a hole and moves no other. At most {@link Integer#MAX_VALUE} rows per model.
 *
 * <p>Thread-safe; the engine never lets {@link #append} and {@link #purge} of one model overlap, but
 * reads may overlap both and then see the log before or after. Throws {@link
 * io.lethe.engine.LetheException} of kind {@code STORAGE_FULL} or {@code STORAGE_FAILED} when the
 * disk refuses, {@code CHECKPOINT_DAMAGED} naming the file when a checksum does not fit; after a
 * failed call the log is as before it, but for a failed purge, which may have deleted some rows.
 */
public interface InteractionLog {

  /**
   * Appends all rows or none. When this returns, they are synced to disk.
   *
   * @param rows without purged ones
   * @return the log's end afterwards: the sequence number the next row will have
   */
  long append(ModelName model, InteractionColumns rows);

  /** The log's end: the number of rows ever appended; 0 for a model without a log. */
  long end(ModelName model);

  /**
   * The first rows, in order, holes included; ids keep the order in which rows first named them.
   *
   * @param end at most {@link #end}; the answer's size
   */
  InteractionColumns read(ModelName model, long end);

  /** How many rows a target names, of all in the log. May cost O(log). */
  long count(ModelName model, ErasureTarget target);

  /**
   * Deletes every row that some target names, and every id in the dictionaries that no row names any
   * more. When this returns, no file of the log holds them and the directory is synced. Repeating it
   * does nothing. Costs O(log).
   *
   * @return rows deleted by this call
   */
  long purge(ModelName model, List<ErasureTarget> targets);

  /**
   * Deletes a model's whole log. When this returns, no file of it is there and the directory is
   * synced. Repeating it does nothing.
   */
  void delete(ModelName model);

  /** Models that have a log, ascending. */
  List<ModelName> models();
}
