// Writes src/build-info.ts: what the package carries of the files around it.
import { readFileSync, writeFileSync } from "node:fs";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const { version } = read("../package.json");
const config = JSON.stringify(read("../../shared/service-config.json"));

writeFileSync(
  new URL("../src/build-info.ts", import.meta.url),
  `// Written by scripts/build-info.mjs. DO NOT EDIT.

/** The version of this package. */
export const VERSION = ${JSON.stringify(version)};

/** The gRPC service config that the clients of all languages share: what is retried, and how. */
export const SERVICE_CONFIG =
  ${JSON.stringify(config)};
`,
);
