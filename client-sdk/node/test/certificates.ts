import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate and its key, PEM. */
export interface Identity {
  certificate: Buffer;
  key: Buffer;
}

/** An authority that signs certificates for localhost; made by openssl, for a day. */
export class Authority {
  readonly #folder = mkdtempSync(join(tmpdir(), "lethe-client-"));
  readonly certificate: Buffer;

  constructor() {
    this.#openssl(
      "req",
      "-x509",
      "-subj",
      "/CN=authority",
      ...this.#newKey("ca"),
      "-out",
      "ca.pem",
    );
    this.certificate = this.#read("ca.pem");
  }

  sign(name: string): Identity {
    this.#openssl("req", "-new", "-subj", `/CN=${name}`, ...this.#newKey(name), "-out", "request");
    writeFileSync(join(this.#folder, "extensions"), "subjectAltName=DNS:localhost\n");
    this.#openssl(
      ...["x509", "-req", "-in", "request", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "1"],
      ...["-CAcreateserial", "-extfile", "extensions", "-out", `${name}.pem`],
    );
    return { certificate: this.#read(`${name}.pem`), key: this.#read(`${name}.key`) };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #newKey(name: string): string[] {
    const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
    return [...kind, "-nodes", "-keyout", `${name}.key`];
  }

  #openssl(...args: string[]): void {
    execFileSync("openssl", args, { cwd: this.#folder, stdio: "pipe" });
  }

  #read(file: string): Buffer {
    return readFileSync(join(this.#folder, file));
  }
}
