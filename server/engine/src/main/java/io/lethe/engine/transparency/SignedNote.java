package io.lethe.engine.transparency;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A text with signatures (c2sp.org/signed-note). Who signed is not checked here: see {@link
 * NoteKey#signed}. The text must be ignored unless a trusted key signed it.
 *
 * @param text with its last newline, without the empty line that follows it
 * @param signatures at least one
 */
public record SignedNote(String text, List<Line> signatures) {

  /** Longest note that is read, characters. */
  public static final int LENGTH_MAX = 64 * 1024;

  private static final int SIGNATURES_MAX = 32;
  private static final String DASH = "\u2014 ";
  private static final String GAP = "\n\n";

  /**
   * One signature.
   *
   * @param keyId a hint at the key
   * @param signature without the key id; not copied
   */
  public record Line(String name, int keyId, byte[] signature) {}

  public SignedNote {
    signatures = List.copyOf(signatures);
  }

  /** A note with one signature. */
  public static SignedNote of(String text, NoteKey key, byte[] signature) {
    return new SignedNote(text, List.of(new Line(key.name(), key.id(), signature)));
  }

  /** The whole note. */
  public String encoded() {
    StringBuilder note = new StringBuilder(text).append('\n');
    for (Line line : signatures) {
      ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + line.signature().length);
      bytes.putInt(line.keyId()).put(line.signature());
      note.append(DASH)
          .append(line.name())
          .append(' ')
          .append(Base64.getEncoder().encodeToString(bytes.array()))
          .append('\n');
    }
    return note.toString();
  }

  /** Reads a note; nothing but exactly the format is taken. */
  public static SignedNote parse(String note) throws MalformedNoteException {
    if (note.length() > LENGTH_MAX) {
      throw new MalformedNoteException(
          "a note of %d characters; at most %d".formatted(note.length(), LENGTH_MAX));
    }
    if (note.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw new MalformedNoteException("a control character in the note");
    }
    int gap = note.lastIndexOf(GAP);
    if (gap < 0 || !note.endsWith("\n")) {
      throw new MalformedNoteException("no empty line before the signatures");
    }
    String signed = note.substring(gap + GAP.length());
    List<Line> signatures = new ArrayList<>();
    for (String line : signed.lines().toList()) {
      signatures.add(line(line));
    }
    if (signatures.isEmpty() || signatures.size() > SIGNATURES_MAX) {
      throw new MalformedNoteException(
          "%d signatures; 1 to %d are taken".formatted(signatures.size(), SIGNATURES_MAX));
    }
    SignedNote parsed = new SignedNote(note.substring(0, gap + 1), signatures);
    if (!parsed.encoded().equals(note)) {
      throw new MalformedNoteException("a note that nobody would write so");
    }
    return parsed;
  }

  private static Line line(String line) throws MalformedNoteException {
    int end = line.lastIndexOf(' ');
    if (!line.startsWith(DASH) || end < DASH.length()) {
      throw new MalformedNoteException("a line that is no signature");
    }
    String name = line.substring(DASH.length(), end);
    byte[] bytes = StrictText.base64(line.substring(end + 1));
    if (!NoteKey.isName(name) || bytes.length <= Integer.BYTES) {
      throw new MalformedNoteException("a signature without a name, or too short");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int keyId = buffer.getInt();
    byte[] signature = new byte[buffer.remaining()];
    buffer.get(signature);
    return new Line(name, keyId, signature);
  }
}
