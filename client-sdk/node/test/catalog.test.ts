import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { CatalogEntry, CatalogItem, LetheClient } from "../src/index.js";
import type * as v1 from "../src/v1.js";
import { TestServer } from "./server.js";

const MUG: CatalogItem = {
  item: "mug",
  categories: ["tea"],
  attributes: { price: { number: 12.5 }, colour: { text: "blue" }, fragile: { flag: true } },
  available: false,
  listedTime: new Date("2026-11-02T08:00:00Z"),
};
const POT: CatalogEntry = { item: "pot" };
const EMPTY = { items: [], modelVersion: "models/movies/versions/1", erasurePosition: 0 };
const NARROWED = { model: "movies", n: 3, filter: "attributes.price < 20" };

let server: TestServer;
let lethe: LetheClient;

beforeEach(async () => {
  server = await TestServer.start({
    updateItems: () => ({ added: 1, replaced: 1 }),
    deleteItems: ({ items }: v1.DeleteItemsRequest) => ({ deleted: items.length }),
    getItem: () => ({ item: MUG }),
    listItems: ({ pageToken }: v1.ListItemsRequest) =>
      pageToken === ""
        ? { items: [MUG], nextPageToken: "2" }
        : { items: [{ ...MUG, ...POT }], nextPageToken: "" },
    recommend: () => EMPTY,
    batchRecommend: () => ({ ...EMPTY, results: [] }),
    recommendForItems: () => EMPTY,
    similarItems: () => EMPTY,
  });
  lethe = server.client({ deadlineMillis: 60_000 });
});

afterEach(async () => {
  await lethe.close();
  server.stop();
});

test("a catalogue is written and read", async () => {
  assert.deepEqual(await lethe.updateItems("movies", [MUG, POT]), { added: 1, replaced: 1 });
  const [sent] = server.requests("updateItems") as v1.UpdateItemsRequest[];
  assert.equal(sent?.model, "models/movies");
  assert.equal(sent?.items[0]?.attributes.price?.number, 12.5);
  assert.equal(sent?.items[0]?.available, false);
  assert.equal(sent?.items[1]?.available, undefined);
  assert.equal(sent?.updateMask, undefined);
  await lethe.updateItems("movies", [POT], { fields: ["available", "listed_time"] });
  const masked = server.requests("updateItems").at(-1) as v1.UpdateItemsRequest;
  assert.deepEqual(masked.updateMask, ["available", "listed_time"]);
  assert.equal(await lethe.deleteItems("movies", ["a", "b"]), 2);
  const mug = await lethe.item("movies", "mug");
  assert.deepEqual(
    [mug.categories, mug.attributes.colour?.text, mug.attributes.fragile?.flag, mug.available],
    [["tea"], "blue", true, false],
  );
  assert.deepEqual(mug.listedTime, MUG.listedTime);
  const listed: string[] = [];
  for await (const { item } of lethe.items("movies")) {
    listed.push(item);
  }
  assert.deepEqual(listed, ["mug", "pot"]);
});

test("filters and allowed items are sent by every call that takes them", async () => {
  const allowItems = ["a", "b"];
  await lethe.recommend({ ...NARROWED, user: "ann", allowItems });
  await lethe.batchRecommend({ ...NARROWED, users: ["ann"] });
  await lethe.recommendForItems({ ...NARROWED, items: [{ item: "mug" }], allowItems });
  await lethe.similarItems({ ...NARROWED, item: "mug", allowItems });
  for (const call of ["recommend", "recommendForItems", "similarItems"]) {
    const [sent] = server.requests(call) as v1.RecommendRequest[];
    assert.equal(sent?.filter, NARROWED.filter);
    assert.deepEqual(sent?.allowItems, allowItems);
  }
  const [batch] = server.requests("batchRecommend") as v1.BatchRecommendRequest[];
  assert.equal(batch?.filter, NARROWED.filter);
});
