package io.lethe.cli.erasures;

import io.lethe.client.Receipt;
import io.lethe.v1.Assurance;
import io.lethe.v1.DestroyedVersion;
import io.lethe.v1.ReceiptStatement;
import java.time.Instant;
import java.util.List;

/**
 * A receipt as a page for people: one HTML file without scripts, which loads nothing.
 *
 * @param file the receipt's own name, which is the proof; the page is not
 * @param trusted whether the reader named the key
 * @param checked when it was checked
 */
record ReceiptPage(
    Receipt receipt, ReceiptStatement statement, String file, boolean trusted, Instant checked) {

  String html() {
    HtmlPage page = new HtmlPage("Receipt of an erasure");
    page.paragraph("outcome", ReceiptWords.outcome(statement));
    page.paragraph("", verdict());
    asked(page);
    done(page);
    times(page);
    page.heading("What that means");
    page.paragraph("", ReceiptWords.assurance(statement));
    page.heading("What it covers");
    page.list(statement.getCoveredScopesList());
    page.heading("What it does not cover");
    page.list(statement.getUncoveredScopesList());
    measured(page);
    signer(page);
    howToCheck(page);
    return page.html();
  }

  private String verdict() {
    String when = "Checked on %s: ".formatted(ReceiptWords.time(checked));
    if (!StatementFacts.of(statement).logged()) {
      return when
          + "the receipt is signed by the key named below. It is from before the server kept "
          + "a log of its receipts.";
    }
    return when + (trusted
        ? "the receipt is genuine. The key that the checker trusts signed it, and it is in the log "
            + "that this key signed."
        : "nothing in the receipt was changed since it was signed. Whose key signed it was not "
            + "checked.");
  }

  private void asked(HtmlPage page) {
    page.heading("What was asked");
    page.row("To forget", "data of one request in the model " + name(statement.getModel()));
    page.row("Erasure", name(statement.getErasure()));
    page.row("Asked by", statement.getRequester());
    page.row("Approved by", statement.getApprover());
    page.row("Sealed request", statement.getRequestCommitment());
    page.endRows();
    page.paragraph(
        "note", "The receipt names nobody. Whoever has the request (its id, and whom or what it "
            + "named) can check that the receipt belongs to it; see the end of this page.");
  }

  private void done(HtmlPage page) {
    page.heading("What was done");
    if (statement.getAssurance() == Assurance.ASSURANCE_CONTAINED) {
      page.row("Failed because of", statement.getFailureReason().name());
    } else {
      if (!ReceiptWords.leftAsItWas(statement)) {
        page.row("How", ReceiptWords.method(statement));
      }
      page.row("Forgotten", ReceiptWords.forgotten(statement));
    }
    version(page, "Model before", statement.getBaseVersion(), statement.getBaseVersionDigest());
    version(
        page, "Model after", statement.getUnlearnedVersion(),
        statement.getUnlearnedVersionDigest());
    for (DestroyedVersion gone : statement.getDestroyedVersionsList()) {
      page.row(
          "Destroyed",
          "%s, %s".formatted(name(gone.getVersion()), ReceiptWords.time(gone.getDestroyTime())));
    }
    page.endRows();
  }

  private static void version(HtmlPage page, String what, String version, String digest) {
    if (!version.isEmpty()) {
      page.row(what, "%s, with the digest %s".formatted(name(version), digest));
    }
  }

  private void times(HtmlPage page) {
    page.heading("When");
    page.row("Asked", ReceiptWords.time(statement.getReceiveTime()));
    page.row("No longer used in answers", ReceiptWords.time(statement.getContainTime()));
    boolean learned = !ReceiptWords.leftAsItWas(statement);
    if (learned && statement.hasUnlearnTime()) {
      page.row("Forgotten by the model", ReceiptWords.time(statement.getUnlearnTime()));
    }
    if (statement.hasPurgeTime()) {
      page.row("Deleted from storage", ReceiptWords.time(statement.getPurgeTime()));
    }
    if (statement.hasExpireTime()) {
      page.row("Due", ReceiptWords.due(statement));
    }
    page.endRows();
  }

  /** What the statement measured, by the names that {@code receipt verify} has for it. */
  private void measured(HtmlPage page) {
    List<StatementFacts.Fact> measured = StatementFacts.of(statement).measured();
    if (!measured.isEmpty()) {
      page.heading("Measured, for specialists");
      measured.forEach(fact -> page.row(fact.name(), fact.value()));
      page.endRows();
    }
  }

  private void signer(HtmlPage page) {
    page.heading("Who signed");
    page.row("Public key", ReceiptCheck.key(receipt));
    page.row("Key id", ReceiptCheck.keyId(receipt));
    page.row("Log", receipt.logOrigin());
    page.row("Software", statement.getServerBuild());
    page.endRows();
    page.paragraph(
        "note", "A key in a receipt proves nothing by itself: compare it with the one that whoever "
            + "runs the server has published.");
  }

  /** The key in the receipt is not told there: whoever forges a receipt forges its page, too. */
  private void howToCheck(HtmlPage page) {
    String verify = "lethe receipt verify %s --key KEY".formatted(HtmlPage.shell(file));
    page.heading("How to check it");
    page.paragraph(
        "",
        "This page is for reading. The proof is the file %s, which came with it. ".formatted(file)
            + "Lethe checks it without a server and without the network. KEY is the public key, or "
            + "the key id, that whoever runs the server has published:");
    page.code(verify);
    page.paragraph("", "And that it belongs to a request, for whoever has that:");
    page.code(verify + " --request-id ID --user USER");
    page.paragraph(
        "",
        "Who trusts no program of Lethe's can use any other that knows Ed25519 (RFC 8032) and "
            + "Merkle trees (RFC 9162); the file receipt.proto of Lethe says how. verify_receipt.py "
            + "of Lethe's sources needs nothing but Python.");
  }

  /** A resource's name without the words of the interface. */
  private static String name(String resource) {
    return resource.replaceFirst("^(models|erasures)/", "").replace("/versions/", ", version ");
  }
}
