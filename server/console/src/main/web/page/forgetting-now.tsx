import type { ComponentChildren } from "preact";
import type { Model } from "../api/types";
import { count, lastPart, share, waiting } from "../formats";
import { texts } from "../texts";
import { Facts, Time } from "../view/parts";
import { type Budget, type Forgetting, undoneOf } from "./forgetting-data";

const words = texts.forgetting;

/** Where a model is between its last training and the next. */
export function ForgettingNow({ model, of }: { model: Model; of: Forgetting }) {
  if (of.active === undefined || of.training === undefined) {
    return null;
  }
  const trained = Number(of.training.interactionCount ?? 0);
  const gone = trained - Number(of.active.interactionCount ?? 0);
  const undone = undoneOf(model);
  const rows: [string, ComponentChildren][] = [
    [
      words.training,
      <span key="training">
        <Time at={of.training.createTime} />, {words.trainedValue(lastPart(of.training.name))}
      </span>,
    ],
    ...(of.erasures === "denied"
      ? []
      : [[words.erasures, `${of.erasures.more ? "> " : ""}${count(of.erasures.number)}`] as Row]),
    [
      words.gone,
      words.goneValue(count(gone), share(trained === 0 ? 0 : gone / trained), count(trained)),
    ],
    [words.pending, count(model.pendingErasureCount)],
    ...(of.budget === "denied" ? [] : [[words.budget, budgetText(of.budget)] as Row]),
    [words.drift, drift(model)],
    ...(undone === undefined ? [] : [[words.undone, words.undoneValue(undone)] as Row]),
    ...((of.active.influenceRefusal ?? "") === ""
      ? []
      : [[words.influenceRefusal, of.active.influenceRefusal] as Row]),
  ];
  return (
    <>
      <h3>{words.now}</h3>
      <Facts rows={rows} />
      <p class="note">{words.budgetMeans}</p>
    </>
  );
}

type Row = [string, ComponentChildren];

function budgetText(budget: Budget): string {
  switch (budget.kind) {
    case "none":
      return texts.none;
    case "whole":
      return words.budgetWhole;
    case "unstated":
      return words.budgetUnstated;
    case "used":
      return budget.share >= 1
        ? words.budgetSpent(share(budget.share))
        : words.budgetUsed(share(budget.share), share(1 - budget.share));
  }
}

function drift(model: Model): string {
  return model.learning?.supported === true
    ? words.driftValue(count(model.learning.learnedInteractionCount), waiting(model))
    : words.driftNot(waiting(model));
}
