// What can be asked of the client. Each takes the arguments, and a function that gives the client.
import { createRequire } from "node:module";
import { Receipt, ReceiptVerifier } from "@lethe/client";
import { bench } from "./bench.mjs";
import { raw } from "./raw.mjs";

const { version } = createRequire(import.meta.url)("@lethe/client/package.json");

export const operations = {
  facts: () => ({ language: "node", runtime: `Node.js ${process.version}`, sdk: version }),

  recommend: ({ deadlineMillis, ...query }, client) =>
    client().recommend(query, { deadlineMillis }),
  batchRecommend: (query, client) => client().batchRecommend(query),
  score: (query, client) => client().score(query),
  recommendForItems: ({ history, ...query }, client) =>
    client().recommendForItems({ ...query, items: history }),
  similarItems: (query, client) => client().similarItems(query),

  appendInteractions: async ({ rows, ...request }, client) => {
    const appended = await client().appendInteractions({ ...request, interactions: dated(rows) });
    return { outcomes: appended.outcomes, learned: appended.learned };
  },
  appendAll: ({ rows, ...request }, client) =>
    client().appendAll({ ...request, interactions: dated(rows) }),
  importInteractions: ({ rows, ...request }, client) =>
    client().importInteractions({ ...request, interactions: dated(rows) }),
  interactionsOfUser: async (args, client) => {
    const interactions = [];
    for await (const row of client().interactionsOfUser(args.model, args.user)) {
      interactions.push(row);
    }
    return { interactions };
  },

  updateItems: ({ model, items, fields }, client) =>
    client().updateItems(model, items.map(typed), { fields }),
  deleteItems: async ({ model, items }, client) => ({
    deleted: await client().deleteItems(model, items),
  }),
  item: async ({ model, item }, client) => plain(await client().item(model, item)),
  items: async ({ model }, client) => {
    const found = [];
    for await (const item of client().items(model)) {
      found.push(plain(item));
    }
    return { items: found };
  },

  plan: (request, client) => client().plan(request),
  unlearn: async (request, client) => {
    const { name, requestId } = await client().unlearn(request);
    return { erasure: name, requestId };
  },
  readmit: async ({ model, ...target }, client) => ({
    readmittedCount: await client().readmit(model, target),
  }),
  erasure: async ({ name }, client) => erasure(await client().erasure(name).now()),
  erasures: async ({ model, limit }, client) => {
    const found = [];
    for await (const one of client().erasures(model === undefined ? {} : { model })) {
      found.push(erasure(one));
      if (found.length >= limit) {
        break;
      }
    }
    return { erasures: found };
  },
  await: async ({ name, timeoutMillis }, client) => {
    const progress = [];
    const onProgress = ({ state }) => progress.push(state);
    const ended = await client().erasure(name).wait({ onProgress, timeoutMillis });
    return { erasure: erasure(ended), progress };
  },
  watch: async ({ name }, client) => {
    const states = [];
    for await (const { state } of client().erasure(name).watch()) {
      states.push(state);
    }
    return { states };
  },
  cancelWatch: async ({ name }, client) => {
    const stop = new AbortController();
    let first;
    try {
      for await (const { state } of client().erasure(name).watch({ signal: stop.signal })) {
        first ??= state;
        stop.abort();
      }
    } catch (failure) {
      return { first, ended: failure.status };
    }
    return { first, ended: "COMPLETED" };
  },
  approve: async ({ name }, client) => erasure(await client().erasure(name).approve()),
  cancel: async ({ name }, client) => erasure(await client().erasure(name).cancel()),
  receipt: async ({ name }, client) => {
    const receipt = await client().erasure(name).receipt();
    return { receipt: Buffer.from(receipt.toBytes()).toString("base64"), name: receipt.name };
  },
  verify: ({ receipt, keys }) => {
    const verifier = new ReceiptVerifier(keys.map((key) => Buffer.from(key, "base64")));
    const { verdict, statement } = verifier.verify(Receipt.parse(Buffer.from(receipt, "base64")));
    return {
      verdict,
      erasure: statement?.erasure,
      assurance: statement?.assurance,
      forgottenInteractionCount: statement?.forgottenInteractionCount,
      unlearnedVersion: statement?.unlearnedVersion || undefined,
    };
  },

  models: async (_, client) => {
    const models = [];
    for await (const one of client().models()) {
      models.push(model(one));
    }
    return { models };
  },
  model: async (args, client) => model(await client().model(args.model)),
  versions: async (args, client) => {
    const versions = [];
    for await (const { name, state } of client().versions(args.model)) {
      versions.push({ name, state });
    }
    return { versions };
  },
  version: async ({ name }, client) => versionOf(await client().version(name)),
  activate: async ({ name }, client) => versionOf(await client().activate(name)),
  rebase: async ({ name }, client) => versionOf(await client().rebase(name)),
  setAlias: ({ model, alias, ...change }, client) => client().setAlias(model, alias, change),
  reloadPlugins: async (_, client) => ({ changes: await client().reloadPlugins() }),
  deleteAlias: async ({ model, alias }, client) => {
    await client().deleteAlias(model, alias);
    return {};
  },
  train: async (request, client) => {
    const training = await client().train(request);
    return { version: (await training.wait()).name };
  },

  raw: async ({ method, request }, client) => ({ response: await raw(client(), method, request) }),
  bench: (args, client) => bench(client(), args),
};

function erasure(message) {
  const { requester, approver, baseVersion, unlearnedVersion, failureReason, ...rest } = message;
  return {
    ...rest,
    requester: requester || undefined,
    approver: approver || undefined,
    baseVersion: baseVersion || undefined,
    unlearnedVersion: unlearnedVersion || undefined,
    failureReason: failureReason === "ERROR_REASON_UNSPECIFIED" ? undefined : failureReason,
  };
}

function model({ name, state, activeVersion, learning, aliases }) {
  return { name, state, activeVersion: activeVersion || undefined, learning, aliases };
}

function versionOf({ name, state }) {
  return { name, state };
}

/** Interactions whose times are as the client takes them. */
function dated(rows) {
  return rows.map(({ time, ...row }) => (time ? { ...row, time: new Date(time) } : row));
}

function kind(value) {
  return { number: "number", boolean: "flag", string: "text" }[typeof value];
}

/** An item with its attributes as the contract has them. */
function typed({ attributes = {}, ...item }) {
  const values = Object.entries(attributes).map(([name, value]) => [
    name,
    { [kind(value)]: value },
  ]);
  return { ...item, attributes: Object.fromEntries(values) };
}

/** The other way round. */
function plain({ item, categories, attributes, available }) {
  const values = Object.entries(attributes).map(([name, { text, number, flag }]) => [
    name,
    text ?? number ?? flag,
  ]);
  return { item, categories, attributes: Object.fromEntries(values), available };
}
