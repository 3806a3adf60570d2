// What the .proto files say of a field's bounds, for machines: protovalidate's rules as JSON Schema has
// them. Read from a set of descriptors in JSON, as buf writes it.
import { readFileSync } from 'node:fs';

const RULES = '[buf.validate.field]';
/** What a server takes for a number that is not sent, where 0 does not mean 0. */
const DEFAULTS = {
  'lethe.v1.RecommendRequest.n': 10,
  'lethe.v1.BatchRecommendRequest.n': 10,
  'lethe.v1.RecommendForItemsRequest.n': 10,
  'lethe.v1.SimilarItemsRequest.n': 10,
};

/** The messages of the contract by their full names, and the request of each call by `Service_Call`. */
export function contractOf(descriptors) {
  const { file } = JSON.parse(readFileSync(descriptors, 'utf8'));
  const messages = {};
  const requests = {};
  const add = (prefix, message) => {
    messages[prefix + message.name] = message;
    for (const nested of message.nestedType ?? []) add(`${prefix}${message.name}.`, nested);
  };
  for (const each of file) {
    for (const message of each.messageType ?? []) add(`${each.package}.`, message);
    for (const service of each.service ?? []) {
      for (const call of service.method) {
        requests[`${service.name}_${call.name}`] = call.inputType.slice(1);
      }
    }
  }
  return { messages, requests };
}

/** A schema of a message with the bounds of its fields. */
export function bounded(schema, message, name) {
  if (!schema.properties || !message) return schema;
  const properties = Object.entries(schema.properties).map(([property, value]) => {
    const field = (message.field ?? []).find((each) => each.jsonName === property);
    return [property, field ? { ...value, ...boundsOf(field, `${name}.${field.name}`) } : value];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** The bounds of a field: those of a list are about how many, and within it about each. */
export function boundsOf(field, fullName) {
  const rules = field.options?.[RULES] ?? {};
  const preset = DEFAULTS[fullName];
  return {
    ...ofText(rules.string),
    ...ofNumber(rules.int32),
    ...(Number(rules.int64?.gte) === 0 && { pattern: '^[0-9]{1,19}$' }),
    ...(rules.repeated && ofList(rules.repeated)),
    ...(rules.map && { maxProperties: Number(rules.map.maxPairs) }),
    ...(preset !== undefined && { default: preset }),
  };
}

/** As many bytes hold at most as many characters: the server's own bound is on the bytes. */
function ofText(rules = {}) {
  const min = rules.minBytes ?? rules.minLen;
  const max = rules.maxBytes ?? rules.maxLen;
  return {
    ...(min !== undefined && { minLength: 1 }),
    ...(max !== undefined && { maxLength: Number(max) }),
    ...(rules.pattern !== undefined && { pattern: rules.pattern }),
  };
}

function ofNumber(rules = {}) {
  return {
    ...(rules.gte !== undefined && { minimum: rules.gte }),
    ...(rules.lte !== undefined && { maximum: rules.lte }),
  };
}

function ofList(rules) {
  return {
    ...(rules.minItems !== undefined && { minItems: Number(rules.minItems) }),
    ...(rules.maxItems !== undefined && { maxItems: Number(rules.maxItems) }),
    ...(rules.items?.string && { items: { type: 'string', ...ofText(rules.items.string) } }),
  };
}

/** The patterns of a resource's name by what stands before each: `models` to `[a-z]...`. */
export function partsOfName(message) {
  const pattern = (message?.field ?? [])
    .map((field) => field.options?.[RULES]?.string?.pattern)
    .find((each) => /^\^(models|erasures)\//.test(each ?? ''));
  const words = (pattern ?? '').slice(1, -1).split(/(?<!\^)\//);
  return Object.fromEntries(
    words.flatMap((word, k) => (k % 2 === 1 ? [[words[k - 1], `^${word}$`]] : [])),
  );
}
