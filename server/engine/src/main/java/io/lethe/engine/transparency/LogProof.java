package io.lethe.engine.transparency;

import java.util.ArrayList;
import java.util.List;

/**
 * A proof that a leaf is in a log, to be checked without the log (c2sp.org/tlog-proof).
 *
 * @param index of the leaf, from 0
 * @param path from the leaf's sibling upwards
 * @param checkpoint the signed note of the tree that holds it
 */
public record LogProof(long index, List<TreeHash> path, SignedNote checkpoint) {

  private static final String HEADER = "c2sp.org/tlog-proof@v1\n";
  private static final String INDEX = "index ";
  /** As long as sizes are. */
  private static final int PATH_MAX = 63;

  public LogProof {
    path = List.copyOf(path);
  }

  /** The proof's text. */
  public String encoded() {
    StringBuilder text = new StringBuilder(HEADER).append(INDEX).append(index).append('\n');
    path.forEach(hash -> text.append(hash.base64()).append('\n'));
    return text.append('\n').append(checkpoint.encoded()).toString();
  }

  /** Reads a proof; one with {@code extra} data, which nothing vouches for, is refused. */
  public static LogProof parse(String text) throws MalformedNoteException {
    int gap = text.indexOf("\n\n");
    if (text.length() > SignedNote.LENGTH_MAX || gap < HEADER.length()
        || !text.startsWith(HEADER + INDEX)) {
      throw new MalformedNoteException("no proof of a log");
    }
    List<String> lines = text.substring(HEADER.length(), gap).lines().toList();
    if (lines.size() > 1 + PATH_MAX) {
      throw new MalformedNoteException(
          "a path of %d hashes; at most %d".formatted(lines.size() - 1, PATH_MAX));
    }
    List<TreeHash> path = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      path.add(StrictText.hash(line));
    }
    LogProof parsed = new LogProof(
        StrictText.number(lines.getFirst().substring(INDEX.length())), path,
        SignedNote.parse(text.substring(gap + 2)));
    if (!parsed.encoded().equals(text)) {
      throw new MalformedNoteException("a proof that nobody would write so");
    }
    return parsed;
  }

  /** Whether the log of a key holds the leaf. */
  public boolean holds(TreeHash leaf, NoteKey key) throws MalformedNoteException {
    LogCheckpoint signed = LogCheckpoint.parse(checkpoint);
    return key.signed(checkpoint) && signed.origin().equals(key.name())
        && MerkleProofs.includes(signed.head(), leaf, index, path);
  }
}
