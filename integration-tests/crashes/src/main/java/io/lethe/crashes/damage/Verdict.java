package io.lethe.crashes.damage;

/** How a server took a damaged file. */
public enum Verdict {
  REFUSED_NAMED("start refused, the file is named", true),
  REFUSED_UNNAMED("start refused, the file is not named", false),
  MODEL_NAMED("model not served, the file is named", true),
  MODEL_UNNAMED("model not served, the file is not named", false),
  RECEIPTS_STOPPED("receipt log contradicts: nothing is served or trained", true),
  MENDED("mended with a warning that names the file, everything as it was", true),
  HARMLESS("without effect, everything as it was", true),
  SILENT("SILENT: something else than before, and nothing said", false),
  LOST("LOST: an acknowledged erasure is unknown", false),
  SERVED("SERVED: an erased person or film is shown, or anything beside a contradiction", false),
  UNPLANNED("UNPLANNED: a failure that no code planned for", false);

  private final String meaning;
  private final boolean wanted;

  Verdict(String meaning, boolean wanted) {
    this.meaning = meaning;
    this.wanted = wanted;
  }

  public String meaning() {
    return meaning;
  }

  /** Whether it is as it should be. */
  public boolean wanted() {
    return wanted;
  }
}
