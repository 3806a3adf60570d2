package io.lethe.engine.transparency;

import java.util.List;

/**
 * A tree head in the name of a log: the text of a signed note (c2sp.org/tlog-checkpoint).
 *
 * @param origin the log's name
 */
public record LogCheckpoint(String origin, TreeHead head) {

  private static final int LINES = 3;

  public LogCheckpoint {
    if (!NoteKey.isName(origin)) {
      throw new IllegalArgumentException("a log cannot be named so");
    }
  }

  /** The text to sign. */
  public String text() {
    return "%s\n%d\n%s\n".formatted(origin, head.size(), head.root().base64());
  }

  /** Reads a note's text; a checkpoint with extension lines is refused. */
  public static LogCheckpoint parse(SignedNote note) throws MalformedNoteException {
    List<String> lines = note.text().lines().toList();
    if (lines.size() != LINES || !NoteKey.isName(lines.getFirst())) {
      throw new MalformedNoteException("a note that is no checkpoint");
    }
    TreeHead head = new TreeHead(StrictText.number(lines.get(1)), StrictText.hash(lines.get(2)));
    return new LogCheckpoint(lines.getFirst(), head);
  }
}
