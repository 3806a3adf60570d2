package io.lethe.store.keys;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.receipt.InstallationKeyStore;
import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.DurableFiles;
import io.lethe.store.disk.FileDigest;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.disk.StorageFailures;
import io.lethe.store.folder.DataFolder;
import io.lethe.store.folder.FirstStart;
import io.lethe.store.folder.StoreLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;

/** An installation's keys in one file of the data folder, readable by its owner only. */
public final class FileInstallationKeyStore implements InstallationKeyStore {

  static final int FORMAT = 1;

  private static final byte[] MAGIC = "LETHEKEY".getBytes(StandardCharsets.US_ASCII);
  private static final String ALGORITHM = "Ed25519";
  private static final int SECRET_BYTES = 32;

  private final StoreLayout layout;
  private final Path folder;
  private final Path file;
  private final BooleanSupplier ledgerIsEmpty;
  private final SecureRandom random;

  /**
   * The keys of a data folder.
   *
   * @param ledgerIsEmpty whether the folder's ledger holds nothing: only then keys may be created
   * @param random where new keys come from
   */
  public FileInstallationKeyStore(
      DataFolder folder, BooleanSupplier ledgerIsEmpty, SecureRandom random) {
    this(folder.layout(), ledgerIsEmpty, random);
  }

  /** Likewise, of a folder that this process need not have opened. */
  public FileInstallationKeyStore(
      StoreLayout layout, BooleanSupplier ledgerIsEmpty, SecureRandom random) {
    this.layout = layout;
    this.folder = layout.root();
    this.file = layout.keys();
    this.ledgerIsEmpty = ledgerIsEmpty;
    this.random = random;
  }

  @Override
  public synchronized InstallationKeys loadOrCreate() {
    try {
      if (!DurableFiles.isThere(file)) {
        new FirstStart(layout).checkKeys(ledgerIsEmpty.getAsBoolean());
        create();
      }
      // Also where they were there: the process that made them may have died before this.
      DurableFiles.syncFolder(folder);
      return load();
    } catch (IOException failure) {
      throw StorageFailures.of("the installation's keys", failure);
    }
  }

  /** The keys that are there; changes nothing. */
  public InstallationKeys load() {
    try {
      if (!DurableFiles.isThere(file)) {
        throw new LetheException(ErrorKind.STORAGE_FAILED, file.getFileName() + " is missing");
      }
      return read();
    } catch (DamagedFileException damaged) {
      throw new LetheException(
          ErrorKind.STORAGE_FAILED,
          "the installation's keys are damaged: %s; copy that file from any backup (BACKUP/%s/%s)"
              .formatted(damaged.getMessage(), StoreLayout.IN_BACKUP, file.getFileName()),
          damaged);
    } catch (IOException failure) {
      throw StorageFailures.of("the installation's keys", failure);
    }
  }

  private void create() throws IOException {
    InstallationKeys keys = InstallationKeys.generate(random);
    Path temporary = file.resolveSibling(StoreLayout.TEMPORARY_PREFIX + file.getFileName());
    DurableFiles.delete(temporary);
    try (FileOutput out = new FileOutput(temporary)) {
      out.write(MAGIC);
      out.writeInt(FORMAT);
      writePart(out, keys.signing().getPrivate().getEncoded());
      writePart(out, keys.signing().getPublic().getEncoded());
      writePart(out, keys.digestSecret());
      out.write(HexFormat.of().parseHex(out.digest().sha256()));
      out.sync();
    }
    DurableFiles.rename(temporary, file);
  }

  private static void writePart(FileOutput out, byte[] part) throws IOException {
    out.writeShort(part.length);
    out.write(part);
  }

  private InstallationKeys read() throws IOException, DamagedFileException {
    try (FileInput in = new FileInput(file)) {
      if (!Arrays.equals(in.readBytes(MAGIC.length), MAGIC)) {
        throw in.damaged("it is no file of keys");
      }
      int format = in.readInt();
      if (format != FORMAT) {
        throw in.damaged("it has format %d; this server reads %d".formatted(format, FORMAT));
      }
      byte[] signing = in.readBytes(in.readUnsignedShort());
      byte[] verifying = in.readBytes(in.readUnsignedShort());
      byte[] secret = in.readBytes(in.readUnsignedShort());
      byte[] computed = in.sha256();
      if (!Arrays.equals(in.readBytes(FileDigest.SHA256_BYTES), computed) || in.remaining() != 0) {
        throw in.damaged("its SHA-256 is not the one at its end");
      }
      return keys(in, signing, verifying, secret);
    }
  }

  private static InstallationKeys keys(
      FileInput in, byte[] signing, byte[] verifying, byte[] secret) throws DamagedFileException {
    try {
      KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
      KeyPair pair = new KeyPair(
          factory.generatePublic(new X509EncodedKeySpec(verifying)),
          factory.generatePrivate(new PKCS8EncodedKeySpec(signing)));
      if (secret.length != SECRET_BYTES || !belongTogether(pair)) {
        throw in.damaged("its keys do not belong together");
      }
      return new InstallationKeys(pair, secret);
    } catch (GeneralSecurityException unreadable) {
      throw new DamagedFileException(in.name(), "its keys cannot be read", unreadable);
    }
  }

  private static boolean belongTogether(KeyPair pair) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(ALGORITHM);
    signature.initSign(pair.getPrivate());
    signature.update(MAGIC);
    byte[] signed = signature.sign();
    signature.initVerify(pair.getPublic());
    signature.update(MAGIC);
    return signature.verify(signed);
  }
}
