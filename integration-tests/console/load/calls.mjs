import { Agent, request } from "node:http";

/** A gateway's calls over connections that stay open, each with the time until its last byte. */
export class Calls {
  #agent;
  #url;

  /**
   * Of a gateway.
   *
   * @param connections at most so many at once
   */
  constructor(url, connections) {
    this.#url = url;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Sends one; what is no success is an error. */
  send(method, path, body) {
    const text = body === undefined ? "" : JSON.stringify(body);
    const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) };
    return new Promise((resolve, reject) => {
      const begin = performance.now();
      const call = request(this.#url + path, { method, agent: this.#agent, headers }, (answer) => {
        const chunks = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          const millis = performance.now() - begin;
          const whole = Buffer.concat(chunks).toString();
          if (answer.statusCode === 200) {
            resolve({ json: JSON.parse(whole), millis });
          } else {
            reject(new Error(`${method} ${path}: ${answer.statusCode} ${whole}`));
          }
        });
      });
      call.on("error", reject);
      call.end(text);
    });
  }

  /** A list of erasures. */
  read(query) {
    return this.send("GET", `/v1/erasures?${new URLSearchParams(query)}`);
  }

  close() {
    this.#agent.destroy();
  }
}
