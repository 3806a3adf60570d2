package io.lethe.store.sql;

/** Opens databases of one kind; found by {@link java.util.ServiceLoader}. */
public interface DatabaseProvider {

  /**
   * A data folder.
   *
   * @param folder its number, a UUID
   * @param isNew whether the ledger may be one that belongs to no data folder yet, and is empty
   */
  record Owner(String folder, boolean isNew) {}

  /** Whether an address is of this kind. */
  boolean opens(String url);

  /**
   * Opens a ledger, whose tables are made if the database has none.
   *
   * @param owner the data folder that the ledger belongs to
   * @param witness of the data folder; closed with the database
   * @throws io.lethe.engine.LetheException of kind {@code STORAGE_FAILED} if it cannot be reached, is
   *     another folder's, holds less than the witness was told, or another server has it
   */
  SqlDatabase open(DatabaseAccess access, Owner owner, CommitWitness witness);
}
