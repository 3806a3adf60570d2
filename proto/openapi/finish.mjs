// Joins the documents that were made of each .proto file, and adds what those lack: bounds, names of
// requests, examples, and what the .proto files do not say: the gateway's errors, events, tokens and own
// pages.
// node finish.mjs FOLDER-OF-PARTS FOLDER-OF-PROTOS DESCRIPTORS OUTPUT
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bounded, boundsOf, contractOf, partsOfName } from './bounds.mjs';

const [parts, protos, descriptors, output] = process.argv.slice(2);
const { messages, requests } = contractOf(descriptors);

/** What a path's parameter is called after the collection that it is in. */
const NAMES = {
  models: 'model', versions: 'version', aliases: 'alias', erasures: 'erasure', operations: 'operation',
};
const ERROR = { $ref: '#/components/responses/Error' };

const EXAMPLES = JSON.parse(readFileSync(new URL('examples.json', import.meta.url), 'utf8'));

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const sorted = (object) =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** As CONTRACT files have it: SHA-256 of the .proto files one behind the other, sorted by path. */
function contract() {
  const hash = createHash('sha256');
  readdirSync(protos)
    .filter((name) => name.endsWith('.proto'))
    .sort()
    .forEach((name) => hash.update(readFileSync(join(protos, name))));
  return hash.digest('hex');
}

/** `/v1/models/{name}/versions/{name_1}` is `/v1/models/{model}/versions/{version}`. */
function renamed(path) {
  return path.replace(/(\w+)\/\{[^}]+\}/g, (whole, collection) => {
    if (!NAMES[collection]) {
      throw new Error(`${path}: no name is known for a part of ${collection}`);
    }
    return `${collection}/{${NAMES[collection]}}`;
  });
}

function pathParameters(path, request) {
  const patterns = partsOfName(messages[request]);
  return [...path.matchAll(/(\w+)\/\{(\w+)\}/g)].map(([, collection, name]) => ({
    name,
    in: 'path',
    description: `The part of the resource's name behind \`${collection}/\`.`,
    required: true,
    schema: { type: 'string', pattern: patterns[collection] ?? '^[^/:]+$' },
    example: EXAMPLES.parameters[name],
  }));
}

function queryParameters(operation, request) {
  return (operation.parameters ?? [])
    .filter((each) => each.in !== 'path')
    .map((each) => {
      const field = messages[request]?.field?.find(({ jsonName }) => jsonName === each.name);
      const bounds = field ? boundsOf(field, `${request}.${field.name}`) : {};
      return { ...each, schema: { ...each.schema, ...bounds } };
    });
}

/** A request by its name, which is that of its message, without what stands in the path. */
function namedBody(operation, request) {
  const schema = operation.requestBody.content['application/json'].schema;
  if (schema.$ref) {
    throw new Error(`${operation.operationId} takes ${schema.$ref}: that has no name of its own`);
  }
  schemas[request] = bounded(
    { ...schema, description: `Request of \`${operation.operationId.replace('_', '.')}\`.` },
    messages[request],
    request,
  );
  const content = {
    'application/json': {
      schema: { $ref: `#/components/schemas/${request}` },
      example: example('requests', operation),
    },
  };
  return { ...operation.requestBody, content };
}

function example(kind, operation) {
  const found = EXAMPLES[kind][operation.operationId];
  if (!found && kind === 'requests') {
    throw new Error(`examples.json has no request of ${operation.operationId}`);
  }
  return found;
}

function finished(path, operation) {
  const request = requests[operation.operationId];
  const parameters = [...pathParameters(path, request), ...queryParameters(operation, request)];
  const responses = { ...operation.responses, default: ERROR };
  const answer = responses['200'].content['application/json'];
  const schema = answer.schema;
  answer.example = example('responses', operation);
  if (schema.title?.startsWith('Stream result of ')) {
    parameters.push({
      name: 'Last-Event-ID',
      in: 'header',
      description: 'The id of the event that was seen last; it is not sent again.',
      schema: { type: 'string' },
    });
    responses['200'] = events(schema.properties.result);
    responses['204'] = { description: 'The event that was seen last was the end: do not come again.' };
  }
  return {
    ...operation,
    ...(parameters.length > 0 && { parameters }),
    ...(operation.requestBody && { requestBody: namedBody(operation, request) }),
    responses: sorted(responses),
  };
}

/**
 * A schema with its bounds, and without the alternatives of a `oneof`: generators make a type of each,
 * or none at all, where all that is meant is that at most one of some properties is there.
 */
function finishedSchema(name, { oneOf, ...schema }) {
  const alternatives = (oneOf ?? []).flatMap((each) => each.required ?? []);
  const description = [
    schema.description,
    ...(alternatives.length > 0 ? [`At most one of these is set: ${alternatives.join(', ')}.`] : []),
  ].join('\n\n');
  return bounded({ ...schema, ...(description && { description }) }, messages[name], name);
}

function events(item) {
  return {
    description:
      'Server-sent events. The data of each is one message as JSON in one line, its id the state. ' +
      'Comments keep the connection alive every 15 seconds. The stream ends behind a terminal ' +
      'state. An event of type `failure` holds an `Error` and ends it, too.',
    content: {
      'text/event-stream': {
        schema: { type: 'string', contentMediaType: 'application/json', contentSchema: item },
      },
    },
  };
}

const page = (operationId, summary, responses) => ({
  get: { tags: ['Gateway'], summary, operationId, security: [], responses },
});
const json = (description, schema) => ({
  description,
  content: { 'application/json': { schema } },
});

const OWN_PAGES = {
  '/healthz': page('Gateway_GetHealth', 'Says whether the server serves, as `grpc.health.v1` has it.', {
    200: json('It serves.', { $ref: '#/components/schemas/Health' }),
    503: json('It does not.', { $ref: '#/components/schemas/Health' }),
    default: ERROR,
  }),
  '/openapi.json': page('Gateway_GetOpenApi', 'This document.', {
    200: json('OpenAPI 3.1.', { type: 'object' }),
    default: ERROR,
  }),
};

const OWN_SCHEMAS = {
  Error: {
    type: 'object',
    description: 'An error as AIP-193 has it.',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['code', 'message', 'status', 'details'],
        properties: {
          code: { type: 'integer', description: 'The HTTP status.' },
          message: { type: 'string', description: 'For people. Holds nobody\'s id.' },
          status: {
            type: 'string',
            description: 'The name of the `google.rpc.Code`, such as `NOT_FOUND`.',
          },
          details: {
            type: 'array',
            description:
              'A `google.rpc.ErrorInfo`: of domain `lethe.io`, whose reasons are those of ' +
              '`lethe.v1.ErrorReason`, or, for a request that came to no service, of ' +
              '`http.lethe.io`. A `google.rpc.RetryInfo`, where trying again helps.',
            items: {
              type: 'object',
              required: ['@type'],
              properties: { '@type': { type: 'string' } },
              additionalProperties: true,
            },
          },
        },
      },
    },
  },
  Health: {
    type: 'object',
    required: ['status'],
    properties: { status: { type: 'string', enum: ['SERVING', 'NOT_SERVING', 'UNKNOWN'] } },
  },
};

const OWN_RESPONSES = {
  Error: {
    description: 'The call failed.',
    headers: {
      'Retry-After': {
        description: 'Whole seconds after which to try again, where that helps.',
        schema: { type: 'integer' },
      },
      'WWW-Authenticate': {
        description: 'With 401: a bearer token is wanted.',
        schema: { type: 'string' },
      },
    },
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  },
};

const paths = {};
const schemas = {};
for (const file of readdirSync(parts, { recursive: true }).filter((name) => name.endsWith('.json'))) {
  const part = read(join(parts, file));
  for (const [name, schema] of Object.entries(part.components?.schemas ?? {})) {
    schemas[name] = finishedSchema(name, schema);
  }
  for (const [path, methods] of Object.entries(part.paths ?? {})) {
    const name = renamed(path);
    for (const [method, operation] of Object.entries(methods)) {
      paths[name] = { ...paths[name], [method]: finished(name, operation) };
    }
  }
}

const document = {
  openapi: '3.1.0',
  info: {
    title: 'Lethe',
    description:
      'A recommender model server that can forget. JSON is protobuf\'s own mapping: 64-bit integers ' +
      'are strings, fields with their default value are left out, bytes are base64.',
    version: 'v1',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    'x-contract-sha256': contract(),
  },
  servers: [{ url: 'http://127.0.0.1:7780', description: 'What `lethe demo` starts.' }],
  // A server without authentication takes calls without a token, one with it none.
  security: [{ bearer: [] }, {}],
  paths: { ...sorted(paths), ...OWN_PAGES },
  components: {
    schemas: { ...sorted(schemas), ...OWN_SCHEMAS },
    responses: OWN_RESPONSES,
    securitySchemes: {
      bearer: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'The roles in it say what it may call. A client certificate does, too.',
      },
    },
  },
};
writeFileSync(output, JSON.stringify(document, null, 2) + '\n');
