import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** A certificate authority of a test, by the program openssl. */
export class Authority {
  #folder;

  constructor(folder) {
    this.#folder = folder;
  }

  /** What those who trust it have. */
  get certificate() {
    return this.#path("authority.pem");
  }

  static async in(folder) {
    const authority = new Authority(folder);
    await run("openssl", [
      ...["req", "-x509", ...CURVE, "-days", "2", "-subj", "/CN=authority"],
      ...["-keyout", authority.#path("authority.key"), "-out", authority.certificate],
    ]);
    return authority;
  }

  /** A certificate of this common name, for servers on loopback and for clients. */
  async issue(name) {
    const [certificate, key, request] = ["pem", "key", "csr"].map((kind) => this.#path(`${name}.${kind}`));
    await run("openssl", ["req", ...CURVE, "-subj", `/CN=${name}`, "-keyout", key, "-out", request]);
    const extensions = this.#path("extensions");
    writeFileSync(extensions, "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
    await run("openssl", [
      ...["x509", "-req", "-in", request, "-days", "2", "-extfile", extensions, "-out", certificate],
      ...["-CA", this.certificate, "-CAkey", this.#path("authority.key"), "-CAcreateserial"],
    ]);
    return { certificate, key };
  }

  #path(name) {
    return join(this.#folder, name);
  }
}
