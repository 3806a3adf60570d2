import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { status } from "@grpc/grpc-js";
import {
  InvalidArgumentError,
  type LetheClient,
  type LetheError,
  type ModelLearning,
  PluginOutcome,
} from "../src/index.js";
import * as v1 from "../src/v1.js";
import { problem, recommended, TestServer } from "./server.js";

let server: TestServer;
let lethe: LetheClient;

before(async () => {
  server = await TestServer.start({
    recommend: () => recommended("i1", "i2"),
    batchRecommend: ({ users }: v1.BatchRecommendRequest) =>
      v1.BatchRecommendResponse.fromPartial({
        results: users.map((user) => ({
          outcome: user === "ann" ? "OUTCOME_RECOMMENDED" : "OUTCOME_USER_NOT_FOUND",
          items: user === "ann" ? recommended("i1").items : [],
          source: user === "ann" ? "SOURCE_HISTORY" : "SOURCE_UNSPECIFIED",
        })),
        modelVersion: "models/movies/versions/3",
      }),
    recommendForItems: ({ model }: v1.RecommendForItemsRequest) => {
      if (model === "models/neural") {
        const metadata = { model: "neural", plugin: "neumf" };
        throw problem(status.INVALID_ARGUMENT, "HISTORY_NOT_SUPPORTED", metadata);
      }
      return v1.RecommendForItemsResponse.fromPartial({ items: recommended("i3").items });
    },
    similarItems: () => v1.SimilarItemsResponse.fromPartial({ items: recommended("i4").items }),
    score: () => v1.ScoreResponse.fromPartial({ scores: [{ score: 0.5 }, {}, { score: 0 }] }),
    listModels: ({ pageToken }: v1.ListModelsRequest) =>
      pageToken === ""
        ? { models: [model("models/a"), model("models/b")], nextPageToken: "2" }
        : { models: [model("models/c")], nextPageToken: "" },
    getModel: ({ name }: v1.GetModelRequest) => model(name),
    listModelVersions: ({ parent }: v1.ListModelVersionsRequest) =>
      v1.ListModelVersionsResponse.fromPartial({
        modelVersions: [{ name: `${parent}/versions/2` }],
      }),
    getModelVersion: ({ name }: v1.GetModelVersionRequest) => v1.ModelVersion.fromPartial({ name }),
    activateVersion: ({ name }: v1.ActivateVersionRequest) => v1.ModelVersion.fromPartial({ name }),
    rebaseVersion: ({ name }: v1.RebaseVersionRequest) => v1.ModelVersion.fromPartial({ name }),
    setAlias: ({ name, modelVersion, basisPoints }: v1.SetAliasRequest) =>
      v1.Alias.fromPartial({ name, modelVersion, basisPoints: basisPoints ?? 1000 }),
    reloadPlugins: () =>
      v1.ReloadPluginsResponse.fromPartial({
        changes: [{ outcome: "OUTCOME_REFUSED", entry: "mine.zip", reason: "it fails" }],
      }),
    deleteAlias: () => ({}),
    getLogCheckpoint: () => ({ checkpoint: "a note" }),
  });
  lethe = server.client();
});

after(async () => {
  await lethe.close();
  server.stop();
});

function model(name: string): v1.Model {
  return v1.Model.fromPartial({ name, state: "STATE_SERVING" });
}

test("recommend sends what was asked and gives what came", async () => {
  const query = {
    model: "movies",
    user: "ann",
    n: 2,
    excludeItems: ["i9"],
    includeSeen: true,
    because: 3,
  };
  const fallback = "FALLBACK_POPULAR";
  const answer = await lethe.recommend({ ...query, minErasurePosition: 4, fallback });

  assert.deepEqual(server.requests("recommend").at(-1), {
    ...query,
    model: "models/movies",
    minErasurePosition: 4,
    fallback,
    filter: "",
    allowItems: [],
    alias: "",
    because: 3,
  });
  assert.deepEqual(answer, recommended("i1", "i2"));
});

test("models go by their id only, as in the other languages", async () => {
  await lethe.model("movies");
  await lethe.model("models/movies");
  const names = server.requests<v1.GetModelRequest>("getModel").map(({ name }) => name);
  assert.deepEqual(names, ["models/movies", "models/models/movies"]);
});

test("batchRecommend answers each user", async () => {
  const query = { model: "movies", users: ["ann", "bob"], n: 1 };
  const { results } = await lethe.batchRecommend({ ...query, fallback: "FALLBACK_NONE" });
  assert.deepEqual(results, [
    {
      outcome: "OUTCOME_RECOMMENDED",
      items: [{ item: "i1", score: 1, because: [] }],
      source: "SOURCE_HISTORY",
    },
    { outcome: "OUTCOME_USER_NOT_FOUND", items: [], source: "SOURCE_UNSPECIFIED" },
  ]);
  const [sent] = server.requests<v1.BatchRecommendRequest>("batchRecommend");
  assert.equal(sent?.fallback, "FALLBACK_NONE");
});

test("recommendForItems sends the history and gives what came", async () => {
  const more = { n: 2, excludeItems: ["x"], includeGiven: true, minErasurePosition: 4 };
  const items = [{ item: "a" }, { item: "b", value: 0 }];
  const answer = await lethe.recommendForItems({ model: "movies", items, ...more });

  assert.deepEqual(server.requests("recommendForItems").at(-1), {
    model: "models/movies",
    items: [
      { item: "a", value: undefined },
      { item: "b", value: 0 },
    ],
    ...more,
    filter: "",
    allowItems: [],
    alias: "",
  });
  assert.deepEqual(answer.items, [{ item: "i3", score: 1, because: [] }]);
});

test("a family without histories says so", async () => {
  const query = { model: "neural", items: [{ item: "a" }], n: 2 };
  await assert.rejects(lethe.recommendForItems(query), (failure: LetheError) => {
    assert.ok(failure instanceof InvalidArgumentError);
    assert.equal(failure.reason, "HISTORY_NOT_SUPPORTED");
    assert.deepEqual(failure.metadata, { model: "neural", plugin: "neumf" });
    return true;
  });
});

test("similarItems sends the item and gives what came", async () => {
  const query = { item: "a", n: 2, excludeItems: ["x"], minErasurePosition: 4 };
  const answer = await lethe.similarItems({ model: "movies", ...query });

  assert.deepEqual(server.requests("similarItems").at(-1), {
    model: "models/movies",
    ...query,
    filter: "",
    allowItems: [],
    alias: "",
  });
  assert.deepEqual(answer.items, [{ item: "i4", score: 1, because: [] }]);
});

test("a score that is absent is null, one of 0 is 0", async () => {
  const { scores } = await lethe.score({ model: "movies", user: "ann", items: ["a", "b", "c"] });
  assert.deepEqual(scores, [0.5, null, 0]);
});

test("lists are read page by page, the next only when it is needed", async () => {
  const names: string[] = [];
  for await (const { name } of lethe.models()) {
    names.push(name);
    if (name === "models/b") {
      assert.equal(server.requests("listModels").length, 1);
    }
  }
  assert.deepEqual(names, ["models/a", "models/b", "models/c"]);
});

test("versions are listed, read, activated and rebased by name", async () => {
  const versions = [];
  for await (const version of lethe.versions("movies")) {
    versions.push(version);
  }
  const name = versions[0]?.name as string;
  assert.equal(name, "models/movies/versions/2");
  assert.equal((await lethe.version(name)).name, name);
  assert.equal((await lethe.activate(name)).name, name);
  assert.equal((await lethe.rebase(name)).name, name);
});

test("an alias is set, changed and deleted", async () => {
  const modelVersion = "models/movies/versions/2";
  const alias = await lethe.setAlias("movies", "canary", { modelVersion, basisPoints: 0 });
  assert.equal(alias.name, "models/movies/aliases/canary");
  assert.equal(alias.modelVersion, modelVersion);
  assert.equal(alias.basisPoints, 0);
  assert.equal((await lethe.setAlias("movies", "canary", {})).basisPoints, 1000);
  await lethe.deleteAlias("movies", "canary");
  const [deleted] = server.requests<v1.DeleteAliasRequest>("deleteAlias");
  assert.equal(deleted?.name, alias.name);
});

test("reloading plugins tells what became of each", async () => {
  const [change] = await lethe.reloadPlugins();
  assert.equal(change?.outcome, PluginOutcome.OUTCOME_REFUSED);
  assert.equal(change?.entry, "mine.zip");
  assert.equal(change?.reason, "it fails");
});

test("reloading plugins has a minute more than other calls", async () => {
  const hasty = server.client({ deadlineMillis: 0.001 });
  await assert.rejects(hasty.deleteAlias("movies", "canary"), { status: "DEADLINE_EXCEEDED" });
  assert.equal((await hasty.reloadPlugins()).length, 1);
  await assert.rejects(hasty.reloadPlugins({ deadlineMillis: 0.001 }), {
    status: "DEADLINE_EXCEEDED",
  });
  await hasty.close();
});

test("every query can name an alias", async () => {
  const query = { model: "movies", user: "ann", n: 1, alias: "canary" };
  await lethe.recommend(query);
  await lethe.batchRecommend({ ...query, users: ["ann"] });
  await lethe.score({ ...query, items: ["i1"] });
  await lethe.recommendForItems({ ...query, items: [{ item: "i1" }] });
  await lethe.similarItems({ ...query, item: "i1" });
  for (const call of [
    "recommend",
    "batchRecommend",
    "score",
    "recommendForItems",
    "similarItems",
  ] as const) {
    assert.equal((server.requests(call).at(-1) as { alias: string }).alias, "canary");
  }
});

test("a number that the wire cannot carry is named, and no id with it", async () => {
  for (const n of [1.5, Number.NaN, 2 ** 31]) {
    await assert.rejects(lethe.recommend({ model: "movies", user: "ann", n }), (failure: Error) => {
      assert.equal(failure.name, "RangeError");
      assert.equal(
        failure.message,
        `n must be a whole number from -2147483647 to 2147483647, got ${n}`,
      );
      return true;
    });
  }
});

test("what has no method of the client goes by a stub over its channel", async () => {
  const audit = lethe.stub(v1.AuditServiceClient);
  const { checkpoint } = await new Promise<v1.GetLogCheckpointResponse>((resolve, reject) => {
    audit.getLogCheckpoint({}, (failure, answer) => (failure ? reject(failure) : resolve(answer)));
  });
  assert.equal(checkpoint, "a note");
});

test("fields and enum values of a newer server do not matter", () => {
  const field = (writer: BinaryWriter) => writer.uint32(999 << 3).int32(5);
  const bytes = v1.Model.encode(model("models/movies"), field(new BinaryWriter())).finish();
  assert.deepEqual(v1.Model.decode(bytes), model("models/movies"));

  const newer = new BinaryWriter().uint32(2 << 3).int32(77);
  assert.equal(v1.Model.decode(newer.finish()).state, "UNRECOGNIZED");
});

test("a model tells what it has learned since its training", () => {
  const learning: ModelLearning = {
    supported: true,
    learnedInteractionCount: 40,
    waitingInteractionCount: 2,
    undoneInteractionCount: 0.5,
    refusal: "too much",
  };
  const bytes = v1.Model.encode({ ...model("models/movies"), learning }).finish();
  assert.deepEqual(v1.Model.decode(bytes).learning, learning);
});

test("fields that an older server does not send have their defaults", () => {
  assert.deepEqual(v1.RecommendResponse.decode(new Uint8Array()), {
    items: [],
    modelVersion: "",
    erasurePosition: 0,
    source: "SOURCE_UNSPECIFIED",
  });
});
