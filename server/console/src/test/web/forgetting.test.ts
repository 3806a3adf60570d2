import assert from "node:assert/strict";
import { test } from "node:test";
import { CallError } from "../../main/web/api/calls";
import type { Erasure, ModelVersion } from "../../main/web/api/types";
import {
  budgetLinesOf,
  budgetOf,
  forgettingOf,
  lineOf,
  trainingsOf,
  type Update,
  undoneOf,
} from "../../main/web/page/forgetting-data";
import type { ReceiptStatement } from "../../main/web/receipt/statement";

const name = (number: number) => `models/movies/versions/${number}`;

function version(
  number: number,
  origin: NonNullable<ModelVersion["origin"]>,
  parent = 0,
  active = false,
): ModelVersion {
  return {
    name: name(number),
    origin,
    active,
    createTime: `2026-11-0${number}T00:00:00Z`,
    ...(parent === 0 ? {} : { parentVersion: name(parent) }),
  };
}

function update(position: number, unlearnedVersion: string, used?: number): Update {
  const statement = { erasurePosition: position, unlearnedVersion, refusedBy: "" };
  return {
    erasure: { name: `erasures/${position}`, unlearnedVersion },
    statement: { ...statement, residualBudgetUsed: used } as ReceiptStatement,
  };
}

const updates = [
  version(4, "ORIGIN_INFLUENCE_UPDATE", 3, true),
  version(3, "ORIGIN_INFLUENCE_UPDATE", 2),
  version(2, "ORIGIN_RETRAINING", 1),
  version(1, "ORIGIN_TRAINING"),
];

test("a version's line leads back by updates to its training, and no further", () => {
  assert.deepEqual(
    lineOf(updates).map((each) => each.name),
    [name(4), name(3), name(2)],
  );
  assert.deepEqual(lineOf([version(1, "ORIGIN_TRAINING")]), []);
});

test("the budget is that of the line's latest update, and whole after a training", () => {
  const line = lineOf(updates);
  const stated = [update(1, name(1), 0.9), update(3, name(4), 0.3), update(2, name(3), 0.2)];
  assert.deepEqual(budgetOf(line, stated), { kind: "used", share: 0.3, erasure: "3" });
  const exact = [update(4, name(4)), ...stated];
  assert.deepEqual(budgetOf(line, exact), { kind: "used", share: 0.3, erasure: "3" });
  assert.deepEqual(budgetOf(line, [update(4, name(4)), update(1, name(1), 0.9)]), {
    kind: "unstated",
  });
  assert.deepEqual(budgetOf(line.slice(-1), stated), { kind: "whole" });
  assert.deepEqual(budgetOf([], stated), { kind: "none" });
});

test("the line of the budget's use begins anew at each training", () => {
  const of = (number: number, training: number): ModelVersion => ({
    ...version(number, "ORIGIN_INFLUENCE_UPDATE"),
    trainingVersion: name(training),
  });
  const versions = [of(7, 5), of(6, 5), version(5, "ORIGIN_RETRAINING"), of(3, 1), of(2, 1)];
  const latestFirst = [
    update(6, name(7), 0.2),
    update(5, name(6), 0.1),
    update(4, name(5)),
    update(3, name(3), 0.9),
    update(2, name(2), 0.4),
    update(1, name(0), 0.3),
  ];
  assert.deepEqual(
    budgetLinesOf(versions, latestFirst).map(({ training, used }) => [
      training,
      used.map(({ share }) => share),
    ]),
    [
      [undefined, [0.3]],
      [name(1), [0.4, 0.9]],
      [name(5), [0.1, 0.2]],
    ],
  );
});

test("a training has its cause: a request, an erasure with the check that refused, or the server", () => {
  const retrained = update(5, name(2));
  retrained.statement.refusedBy = "residual-left";
  const erasure: Erasure = { ...retrained.erasure, usedMethod: "UNLEARNING_METHOD_RETRAIN" };
  const causes = (completed: "denied" | readonly Erasure[]) =>
    trainingsOf(updates, completed, [retrained]).map(({ cause }) => cause);
  assert.deepEqual(causes([erasure]), [
    { kind: "erasure", erasure: "5", refusedBy: "residual-left" },
    { kind: "asked" },
  ]);
  assert.deepEqual(causes([]), [{ kind: "server" }, { kind: "asked" }]);
  assert.deepEqual(causes("denied"), [{ kind: "unknown" }, { kind: "asked" }]);
  // As many as one page holds, all of them later: the one in question may have been before them.
  const later = { receiveTime: "2026-12-01T00:00:00Z" };
  const full = Array.from({ length: 1000 }, () => later);
  assert.deepEqual(causes(full)[0], { kind: "unknown" });
});

test("who may not read erasures sees trainings all the same", async () => {
  globalThis.fetch = async (path) =>
    String(path).startsWith("/v1/erasures")
      ? new Response(
          JSON.stringify({ error: { code: 403, message: "", status: "", details: [] } }),
          { status: 403 },
        )
      : new Response(JSON.stringify({ modelVersions: updates }));
  const end = new AbortController().signal;
  const found = await forgettingOf({ name: "models/movies" }, end);
  assert.deepEqual([found.erasures, found.updates, found.budget], ["denied", "denied", "denied"]);
  assert.equal(found.training?.name, name(2));
  assert.equal(found.trainings.length, 2);
  globalThis.fetch = async () => new Response("", { status: 500 });
  await assert.rejects(forgettingOf({ name: "models/movies" }, end), CallError);
});

test("what learning left undone is a number with a fraction, and may be small", () => {
  assert.equal(undoneOf({ learning: { undoneInteractionCount: 0.000048 } }), "0.00004800");
  assert.equal(undoneOf({ learning: { undoneInteractionCount: 12.5 } }), "12.50");
  assert.equal(undoneOf({ learning: { undoneInteractionCount: 0 } }), undefined);
  assert.equal(undoneOf({}), undefined);
});
