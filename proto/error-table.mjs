// Prints ERRORS.md: the comments of errors.proto as a table. check-contract holds the file to it.
import { readFileSync } from "node:fs";

const HTTP = {
  INVALID_ARGUMENT: 400, FAILED_PRECONDITION: 400, UNAUTHENTICATED: 401, PERMISSION_DENIED: 403,
  NOT_FOUND: 404, ALREADY_EXISTS: 409, ABORTED: 409, RESOURCE_EXHAUSTED: 429, CANCELLED: 499,
  INTERNAL: 500, DATA_LOSS: 500, UNAVAILABLE: 503,
};

const source = readFileSync(new URL("src/main/protobuf/lethe/v1/errors.proto", import.meta.url), "utf8");
const body = source.slice(source.indexOf("enum ErrorReason {"));
const reason = /((?: {2}\/\/ .*\n)+) {2}([A-Z_]+) = \d+ \[\(reason_status\) = ([A-Z_]+)\];/g;

const rows = [...body.matchAll(reason)].map(([, comment, name, status]) => {
  const text = comment.replaceAll("  // ", "").replaceAll("\n", " ").trim();
  const [said, advice] = text.split(" Do: ");
  const [meaning, metadata = ""] = said.split(" Metadata: ");
  if (!advice || !(status in HTTP)) {
    throw new Error(`${name}: its comment needs "Do:", and ${status} an HTTP status here`);
  }
  const keys = metadata.replace(/\.$/, "");
  return `| \`${name}\` | \`${status}\` | ${HTTP[status]} | ${meaning} | ${keys} | ${advice} |`;
});

console.log(`# Every error, and what to do about it

Made of the comments in \`errors.proto\` by \`check-contract --accept\`. Errors travel as
\`google.rpc.ErrorInfo\` of domain \`lethe.io\`; over HTTP in the form of AIP-193. Reasons keep their
name and status for ever; new ones may come: treat one that you do not know by its status. The
clients retry \`UNAVAILABLE\` by themselves, and nothing else.

| reason | gRPC status | HTTP | meaning | metadata | what to do |
|---|---|---|---|---|---|
${rows.join("\n")}`);
