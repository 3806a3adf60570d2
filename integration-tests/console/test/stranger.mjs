import { once } from "node:events";
import { createServer } from "node:http";

/** A web site of a stranger: shows the pages that a test gives it, and keeps all that it is asked. */
export class StrangersSite {
  /** Addresses and headers of the requests. */
  asked = [];
  /** Of its pages, by another name than the console's. */
  url = "";
  #pages = new Map();
  #server = createServer((request, response) => {
    this.asked.push({ address: request.url, headers: request.headers });
    const page = this.#pages.get(request.url);
    response.writeHead(page === undefined ? 404 : 200, { "Content-Type": "text/html; charset=utf-8" });
    response.end(page ?? "");
  });

  static async start() {
    const site = new StrangersSite();
    site.#server.listen(0, "127.0.0.1");
    await once(site.#server, "listening");
    // Another port alone would be of the same site, whose cookies browsers send along.
    site.url = `http://localhost:${site.#server.address().port}`;
    return site;
  }

  /** Shows a page from now on, and tells its address. */
  shows(name, html) {
    this.#pages.set(`/${name}`, `<!doctype html><title>${name}</title>${html}`);
    return `${this.url}/${name}`;
  }

  stop() {
    this.#server.closeAllConnections();
    return new Promise((stopped) => this.#server.close(stopped));
  }
}
