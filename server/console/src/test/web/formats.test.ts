import assert from "node:assert/strict";
import { test } from "node:test";
import {
  away,
  count,
  counted,
  durationMillis,
  lastPart,
  length,
  measure,
  modelPart,
  share,
  shortId,
  utcTime,
  waiting,
} from "../../main/web/formats";

test("counts have thousands apart, also those beyond a double's whole numbers", () => {
  assert.equal(count(undefined), "0");
  assert.equal(count("100000"), "100,000");
  assert.equal(count("9007199254740993"), "9,007,199,254,740,993");
  assert.equal(counted(1, "interaction"), "1 interaction");
  assert.equal(counted("2", "interaction"), "2 interactions");
  assert.equal(counted(undefined, "interaction"), "0 interactions");
});

test("interactions that were learned since the training wait no more", () => {
  const learned = { learnedInteractionCount: "4" };
  assert.equal(waiting({ notLearnedInteractionCount: "4", learning: learned }), "0");
  const learning = { ...learned, waitingInteractionCount: "1000" };
  assert.equal(waiting({ notLearnedInteractionCount: "1004", learning }), "1,000");
  assert.equal(waiting({ notLearnedInteractionCount: "7" }), "7");
  assert.equal(waiting({}), "0");
});

test("lengths have two units at most, and a duration of the gateway is read to its last digit", () => {
  const lengths: [number, string][] = [
    [0, "0 ms"],
    [0.4, "0.4 ms"],
    [18, "18 ms"],
    [1966, "1.97 s"],
    [59_900, "59.9 s"],
    [60_000, "1 min"],
    [3_725_000, "1 h 2 min"],
    [86_400_000 * 3 + 3_600_000 * 4 + 1, "3 d 4 h"],
    [86_400_000 * 30, "30 d"],
  ];
  for (const [millis, text] of lengths) {
    assert.equal(length(millis), text);
  }
  assert.equal(durationMillis("1.500s"), 1500);
  assert.equal(durationMillis("0.000250s"), 0.25);
});

test("times are told from now, and in words of UTC on receipts", () => {
  const now = Date.parse("2026-11-30T12:00:00Z");
  assert.equal(away("2026-12-03T16:00:00Z", now), "in 3 d 4 h");
  assert.equal(away("2026-11-30T11:59:48Z", now), "12.0 s ago");
  assert.equal(away("2026-11-30T12:00:00Z", now), "now");
  assert.equal(utcTime(new Date("2026-11-03T09:05:07Z")), "3 November 2026, 09:05:07 UTC");
});

test("shares and measures have as many digits as say something", () => {
  assert.deepEqual([0, 0.00005, 0.0023, 0.0234, 0.25, 1].map(share), [
    "0 %",
    "< 0.01 %",
    "0.23 %",
    "2.3 %",
    "25 %",
    "100 %",
  ]);
  assert.deepEqual([undefined, 0.4271, 0, 1].map(measure), ["–", ".427", ".000", "1.000"]);
});

test("names of resources are taken apart", () => {
  assert.equal(lastPart("models/movies/versions/3"), "3");
  assert.equal(modelPart("models/movies/versions/3"), "movies");
  assert.equal(lastPart(undefined), "");
  assert.equal(shortId("erasures/2b2e4f0c-6c1c-4b6e-9f0a-0d8f3c1f9a11"), "2b2e4f0c");
});
