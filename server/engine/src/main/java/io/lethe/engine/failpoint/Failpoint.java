package io.lethe.engine.failpoint;

import java.util.Arrays;
import java.util.Locale;

/**
 * Every step of an erasure, a training and a start after which, or before which, a process that dies
 * leaves something else behind. A step that loops is passed once per turn.
 */
public enum Failpoint {

  // Acceptance.
  /** The request is checked; nothing is durable. */
  ACCEPT_BEFORE_COMMIT,
  /** The request is durable; it is not contained, and the caller knows nothing. */
  ACCEPT_AFTER_COMMIT,
  /** The request is durable and contained; the caller knows nothing. */
  ACCEPT_CONTAINED,

  // A second person's word, and a change of mind.
  /** A held erasure is about to be approved; the ledger does not know. */
  APPROVE_BEFORE_COMMIT,
  /** The ledger knows that it is approved; it is not queued, and the caller knows nothing. */
  APPROVE_AFTER_COMMIT,
  /** An erasure is about to be taken back; the ledger does not know. */
  CANCEL_BEFORE_COMMIT,
  /** The ledger knows that it is taken back; it is contained still. */
  CANCEL_AFTER_COMMIT,

  // Carrying out, batch by batch.
  /** A batch is taken from the queue. */
  BEGIN_BEFORE,
  /** The ledger knows the batch. */
  BEGIN_AFTER,
  /** The new parameters are computed; they are in memory alone. */
  SOLVED,
  /** The active version has the batch reflected; the ledger does not know. */
  REFLECTED_BEFORE_COMMIT,
  /** The ledger knows that the active version reflects the batch. */
  REFLECTED_AFTER_COMMIT,
  /** A batch is live in the ledger; nobody is told, and nothing waits for the old version's end. */
  LIVE_BEFORE_ANNOUNCED,
  /** A batch is live, and watchers are told. */
  LIVE_ANNOUNCED,
  /** An erasure cannot be carried out; the ledger does not know. */
  FAIL_BEFORE_COMMIT,
  /** The ledger knows that it failed. */
  FAIL_AFTER_COMMIT,

  // Publishing a version, whoever made it.
  /** Nothing of the checkpoint is written. */
  CHECKPOINT_BEFORE_WRITE,
  /** All of the checkpoint is synced under its temporary name. */
  CHECKPOINT_BEFORE_RENAME,
  /** The checkpoint has its name; the folder is not synced. */
  CHECKPOINT_AFTER_RENAME,
  /** The checkpoint is durable; no ledger names it. */
  VERSION_BEFORE_COMMIT,
  /** The ledger names the version as the active one; another answers. */
  VERSION_AFTER_COMMIT,
  /** The version answers. */
  VERSION_PUBLISHED,

  // Finishing.
  /** An earlier training is loaded and still holds what was erased. */
  REBASE_BEFORE,
  /** It is stored without that, too; the one it came from is there. */
  REBASE_AFTER,
  /** No call is answered by a replaced version any more. */
  DRAINED,
  /** What answers, in memory and on disk, still tells what it forgot. */
  CONSOLIDATE_BEFORE_REWRITE,
  /** The active version's checkpoint holds nothing but what it reflects; memory still does. */
  CONSOLIDATE_AFTER_REWRITE,
  /** A version that holds erased data is about to go. */
  DESTROY_BEFORE,
  /** Nothing finds its checkpoint any more; its files are there, or some are another version's. */
  DESTROY_AFTER_RENAME,
  /** Its checkpoint is gone; the ledger does not know. */
  DESTROY_BEFORE_MARK,
  /** One kept version too many is marked destroyed; its checkpoint is there. */
  SURPLUS_AFTER_MARK,
  /** The log holds all rows. */
  PURGE_BEFORE,
  /** One file of the log has lost its rows, others perhaps not. */
  PURGE_BETWEEN_FILES,
  /** The rows are gone; nobody has signed. */
  PURGE_AFTER,
  /** The receipts are signed; they are in memory alone. */
  COMPLETE_BEFORE_COMMIT,
  /** Erasures are completed in the ledger, and contained still. */
  COMPLETE_AFTER_COMMIT,
  /** They are contained no more; watchers are not told. */
  CONTAINMENT_LIFTED,

  // Trainings, asked for or in the background.
  /** A training that was asked for is done; it is in memory alone. */
  TRAINING_BEFORE_PUBLISH,
  /** Its version answers; older ones are not cleaned up. */
  TRAINING_AFTER_PUBLISH,
  /** A training in the background is done; it is in memory alone. */
  RETRAINING_BEFORE_PUBLISH,
  /** Its version answers; older ones are not cleaned up. */
  RETRAINING_AFTER_PUBLISH,

  // Going back to an earlier version.
  /** It is loaded; the ledger names another one as active. */
  ACTIVATE_BEFORE_COMMIT,
  /** The ledger names it as active; another answers. */
  ACTIVATE_AFTER_COMMIT,

  // Naming versions beside the active one.
  /** An alias's version is loaded; the ledger does not know. */
  ALIAS_BEFORE_COMMIT,
  /** The ledger knows the alias, or that it is gone; it is answered as before. */
  ALIAS_AFTER_COMMIT,

  // Taking interactions in.
  /** What was erased is left out; nothing is written. */
  IMPORT_BEFORE_APPEND,
  /** The rows are durable; the caller knows nothing. */
  IMPORT_AFTER_APPEND,
  /** Interactions of callers are checked; nothing is written. */
  APPEND_BEFORE_COMMIT,
  /** They are durable; their callers know nothing. */
  APPEND_AFTER_COMMIT,
  /** Appended rows are in the log, and in the ledger still. */
  SETTLE_AFTER_APPEND,

  // Starting, model by model.
  /** The ledger is read; nothing is contained. */
  RECOVER_BEFORE,
  /** What is unfinished is contained and queued; nothing answers. */
  RECOVER_CONTAINED,
  /** Leftover checkpoints are gone; nothing answers. */
  RECOVER_CLEANED,
  /** The active version is loaded and answers; nothing is woken. */
  RECOVER_SERVING;

  /** As people write it: {@code version-after-commit}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The failpoint of a label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Failpoint of(String label) {
    return Arrays.stream(values())
        .filter(point -> point.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no failpoint " + label));
  }
}
