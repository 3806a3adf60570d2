package io.lethe.server.hook;

/** Whom notices are told. */
interface NoticeReceiver extends AutoCloseable {

  /**
   * Tells one.
   *
   * @throws NoticeFailedException if it was not taken, or not in time
   */
  void tell(TrainingNotice notice);

  @Override
  void close();
}
