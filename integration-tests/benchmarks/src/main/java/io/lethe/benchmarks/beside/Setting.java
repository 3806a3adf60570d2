package io.lethe.benchmarks.beside;

import io.lethe.benchmarks.beside.Catalogues.Catalogue;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What all parts of a run share.
 *
 * @param launcher Lethe's
 * @param python with the peers' packages
 * @param scripts folder of the peers' scripts
 * @param scratch folder for data
 */
record Setting(
    Options options, Path launcher, Path python, Path scripts, Path scratch, Catalogues catalogues,
    Rounds rounds, Page page) {

  /** The peers that scan. */
  PeerProcess scans() throws IOException {
    return new PeerProcess(python, scripts.resolve("scans.py"));
  }

  /** {@code implicit} behind FastAPI, trained on a catalogue. */
  PeerServer serving(Catalogue catalogue) throws IOException, InterruptedException {
    return PeerServer
        .start(python, scripts.resolve("serving.py"), catalogue.file(), Catalogues.FACTORS);
  }
}
