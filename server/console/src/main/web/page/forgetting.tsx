import type { Model } from "../api/types";
import { lastPart } from "../formats";
import { texts } from "../texts";
import { useLoaded } from "../view/hooks";
import { ModelTabs } from "../view/model-tabs";
import { Command, Empty, Failure, Id, ModelBadge } from "../view/parts";
import { forgettingOf } from "./forgetting-data";
import { ForgettingNow } from "./forgetting-now";
import { Trainings, Updates } from "./forgetting-tables";
import { allModels } from "./overview-data";

const words = texts.forgetting;
const SECONDS = 5;

/** How each model forgot. */
export function ForgettingPage({ id }: { id: string }) {
  const { value, failure, reload } = useLoaded("models", allModels, SECONDS);
  const chosen = value?.find((model) => lastPart(model.name) === id) ?? value?.[0];
  return (
    <>
      <h1 tabIndex={-1}>{texts.pages.forgetting}</h1>
      <p class="note">{words.explain}</p>
      {failure !== undefined && <Failure of={failure} retry={reload} />}
      {value === undefined && failure === undefined && <p aria-live="polite">{texts.loading}</p>}
      {value?.length === 0 && (
        <Empty>
          {texts.overview.noModels} <Command>{texts.overview.noModelsCommand}</Command>
        </Empty>
      )}
      {value !== undefined && chosen !== undefined && (
        <>
          <ModelTabs page="forgetting" models={value} chosen={chosen} />
          <OneModel key={chosen.name} model={chosen} />
        </>
      )}
      <p class="note">{words.membership}</p>
    </>
  );
}

function OneModel({ model }: { model: Model }) {
  // Receipts do not change: they are read again when another version answers.
  const key = `${model.activeVersion} ${model.erasurePosition}`;
  const { value, failure, reload } = useLoaded(key, (signal) => forgettingOf(model, signal));
  return (
    <section>
      <h2 class="with-badge">
        <Id>{lastPart(model.name)}</Id> <ModelBadge model={model} />
      </h2>
      {failure !== undefined && <Failure of={failure} retry={reload} />}
      {value === undefined && failure === undefined && <p aria-live="polite">{texts.loading}</p>}
      {value !== undefined && (
        <>
          {value.updates === "denied" && <p class="note">{words.partly}</p>}
          <ForgettingNow model={model} of={value} />
          {value.updates !== "denied" && (
            <Updates updates={value.updates} lines={value.budgetLines} />
          )}
          <Trainings trainings={value.trainings} />
        </>
      )}
    </section>
  );
}
