import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { Authority } from "./certificates.mjs";

const launcher = new URL("../../../lethe", import.meta.url).pathname;
const AUDIENCE = "console-test";
const run = promisify(execFile);

/** Ids that pages must show as the text that they are. */
export const NASTY = [
  "<script>document.title='owned'</script>",
  "<img src=x onerror=\"document.title='owned'\">",
  "\"quoted' & {{braces}} ${dollars}",
  "\u202eright to left\u202c \u05e9\u05dc\u05d5\u05dd",
  `long-${"x".repeat(240)}`,
];

/** A server of its own in a folder of its own, with 80 people's taste in 60 items. */
export class Lethe {
  #process;
  #folder = mkdtempSync(join(tmpdir(), "lethe-console-"));
  /** Where the console is. */
  url = "";
  /** As `serve` prints it, hexadecimal. */
  receiptKey = "";
  #target = "";
  #certificate;
  #admin = "";

  /**
   * Starts one.
   *
   * @param guarded whether it asks who calls, by tokens
   * @param certified whether it asks who calls, by certificates
   * @param settings more of them, by the folder that the server has for itself
   * @param models more of them, each with its interactions
   */
  static async start({ guarded = false, certified = false, settings: more = () => [], models = {} } = {}) {
    const lethe = new Lethe();
    try {
      const settings = [
        ...(guarded ? await lethe.#guarded() : []),
        ...(certified ? await lethe.#certified() : []),
        ...more(lethe.#folder),
      ];
      for (const [model, interactions] of Object.entries({ movies: ratings(), ...models })) {
        const file = lethe.#path(`${model}.jsonl`);
        writeFileSync(file, interactions);
        await lethe.#cli("import", file, "--model", model, "--set", `data.folder=${lethe.#path("data")}`);
      }
      await lethe.#serve(settings);
      return lethe;
    } catch (failure) {
      await lethe.stop();
      throw failure;
    }
  }

  async #guarded() {
    await this.#cli("token", "key", this.#path("key"));
    return [
      `auth.keys-file=${this.#path("key.jwks")}`,
      `auth.audience=${AUDIENCE}`,
      "admin.port=0",
      // The first two erasures of a day pass; what goes beyond that waits.
      "approval.interactions-above=15",
    ];
  }

  /** With certificates of its own; `dpo` may ask for erasures and train. */
  async #certified() {
    const authority = await Authority.in(this.#folder);
    const server = await authority.issue("server");
    this.#certificate = { authority: authority.certificate, ...(await authority.issue("dpo")) };
    writeFileSync(this.#path("roles.properties"), "dpo = unlearn, train, audit, serve\n");
    return [
      `tls.certificate-file=${server.certificate}`,
      `tls.key-file=${server.key}`,
      `tls.client-ca-file=${authority.certificate}`,
      "tls.client-certificates=REQUIRED",
      `auth.roles-file=${this.#path("roles.properties")}`,
      "admin.port=0",
    ];
  }

  /** What a browser shows to it by itself. */
  get clientCertificates() {
    const { certificate, key } = this.#certificate;
    return [{ origin: this.url, certPath: certificate, keyPath: key }];
  }

  async #serve(settings) {
    const all = [`data.folder=${this.#path("data")}`, "gateway.port=0", ...settings];
    this.#process = spawn(
      launcher,
      ["serve", "--port", "0", ...all.flatMap((setting) => ["--set", setting])],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    let log = "";
    this.#process.stderr.on("data", (bytes) => {
      log += bytes;
    });
    for await (const line of createInterface(this.#process.stdout)) {
      log += `${line}\n`;
      this.url = /gateway is on (https?:\S+);/.exec(line)?.[1] ?? this.url;
      this.#admin = /Administration is on (\S+)\.$/.exec(line)?.[1] ?? this.#admin;
      this.#target = /Lethe serves on (\S+) with/.exec(line)?.[1] ?? this.#target;
      this.receiptKey = /signed by key ([0-9a-f]{64})/.exec(line)?.[1] ?? this.receiptKey;
      if (this.receiptKey !== "") {
        return;
      }
    }
    throw new Error(`the server did not start:\n${log}`);
  }

  /** Ends it as a person would, and takes its folder away. */
  async stop() {
    if (this.#process !== undefined && this.#process.exitCode === null) {
      const ended = once(this.#process, "exit");
      this.#process.kill("SIGTERM");
      await ended;
    }
    rmSync(this.#folder, { recursive: true });
  }

  #path(name) {
    return join(this.#folder, name);
  }

  async #cli(...command) {
    const { stdout } = await run(launcher, command, { env: process.env });
    return stdout;
  }

  /** Runs a command against it; with a token, as that principal. */
  async command(token, ...command) {
    const administration = ["activate", "rebase"].includes(command[0]) && this.#admin !== "";
    const env = token === "" ? process.env : { ...process.env, LETHE_TOKEN: token };
    const server = administration ? this.#admin : this.#target;
    const { authority, certificate, key } = this.#certificate ?? {};
    const shown =
      key === undefined ? [] : ["--tls-ca", authority, "--tls-cert", certificate, "--tls-key", key];
    const { stdout } = await run(launcher, [...command, "--server", server, ...shown], { env });
    return stdout;
  }

  /** A command that needs no server. */
  local(...command) {
    return this.#cli(...command);
  }

  /** A token of this principal with these roles. */
  async token(principal, ...roles) {
    const printed = await this.#cli(
      ...["token", "create", "--key", this.#path("key"), "--principal", principal],
      ...["--roles", roles.join(","), "--audience", AUDIENCE],
    );
    return printed.trim();
  }

  /** Asks the gateway, as any program would. */
  async post(token, path, body) {
    const answer = await fetch(this.url + path, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(token === "" ? {} : { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    const json = await answer.json();
    if (!answer.ok) {
      throw new Error(`${path}: ${JSON.stringify(json)}`);
    }
    return json;
  }

  /** Asks to forget someone, and tells the erasure's name when the request is accepted. */
  async unlearn(token, user, requestId = randomUUID()) {
    const operation = await this.post(token, "/v1/erasures", {
      model: "models/movies",
      user,
      requestId,
    });
    return operation.metadata.erasure;
  }

  /** Waits until an erasure has ended: the stream of its states ends then. */
  async ended(token, erasure) {
    const headers = token === "" ? {} : { Authorization: `Bearer ${token}` };
    const states = await fetch(`${this.url}/v1/${erasure}:watch`, { headers });
    return (await states.text()).match(/^id: .*$/gm).at(-1);
  }

  read(file) {
    return readFileSync(file);
  }
}

/** Two tastes, and some whose ids are nasty; each person has 20 of 60 items. */
function ratings() {
  const lines = [];
  for (let user = 0; user < 80; user++) {
    for (let k = 0; k < 20; k++) {
      const item = (user % 2) * 30 + ((user * 7 + k * k + 3 * k) % 30);
      lines.push({ user: NASTY[user] ?? `user-${user}`, item: NASTY[item] ?? `item-${item}` });
    }
  }
  const pairs = new Map(lines.map((line) => [JSON.stringify(line), line]));
  return [...pairs.values()].map((line) => `${JSON.stringify(line)}\n`).join("");
}
