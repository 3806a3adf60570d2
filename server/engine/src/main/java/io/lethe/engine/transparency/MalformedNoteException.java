package io.lethe.engine.transparency;

import java.io.Serial;

/** A text is no note, checkpoint or proof. The message names what is wrong, never the text. */
public final class MalformedNoteException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  MalformedNoteException(String message) {
    super(message);
  }
}
