import type { Erasure, Model, ModelVersion } from "../api/types";
import { count, counted, lastPart, modelPart, waiting } from "../formats";
import { address } from "../route";
import { texts } from "../texts";
import { useLoaded, useNow } from "../view/hooks";
import { Command, Empty, Failure, Id, ModelBadge, Table, Time } from "../view/parts";
import { ErasureTable } from "./erasure-table";
import { type Amount, type Overview, overview, type Part } from "./overview-data";

const SECONDS = 5;
/** Is it well, what waits, what happened last. */
export function OverviewPage() {
  const { value, failure, reload } = useLoaded("overview", overview, SECONDS);
  const now = useNow(SECONDS);
  return (
    <>
      <h1 tabIndex={-1}>{texts.pages.overview}</h1>
      {failure !== undefined && <Failure of={failure} retry={reload} />}
      {value === undefined ? (
        failure === undefined && <p aria-live="polite">{texts.loading}</p>
      ) : (
        <>
          <Tiles of={value} />
          <Tasks of={value} />
          <Models models={value.models} />
          {value.latest !== "denied" && <Latest erasures={value.latest} now={now} />}
          <Versions versions={value.versions} />
        </>
      )}
    </>
  );
}

function number(part: Part<Amount>): string {
  return part === "denied"
    ? texts.none
    : part.more
      ? `> ${count(part.number)}`
      : count(part.number);
}

function some(part: Part<Amount>): part is Amount {
  return part !== "denied" && part.number > 0;
}

function Tiles({ of }: { of: Overview }) {
  const words = texts.overview;
  const answering = of.models.filter((model) => model.state === "STATE_SERVING").length;
  const tiles: [string, string, string, string][] = [
    [
      words.server,
      of.serving ? words.serving : words.notServing,
      of.serving ? "good" : "bad",
      address("overview"),
    ],
    [
      words.answering,
      words.ofAll(answering, of.models.length),
      answering === of.models.length ? "" : "attention",
      address("models"),
    ],
    [
      words.held,
      number(of.held),
      some(of.held) ? "attention" : "",
      address("erasures", "", { state: "STATE_HELD" }),
    ],
    [
      words.due,
      number(of.due),
      some(of.late) ? "bad" : some(of.due) ? "attention" : "",
      address("erasures", "", { due: "week" }),
    ],
    [words.open, number(of.underWay), "", address("erasures", "", { state: "underway" })],
    [
      words.failed,
      number(of.failed),
      some(of.failed) ? "bad" : "",
      address("erasures", "", { state: "STATE_FAILED" }),
    ],
    [
      words.receipts,
      of.receipts === "denied" ? texts.none : count(of.receipts),
      "",
      address("erasures", "", { state: "STATE_COMPLETED" }),
    ],
  ];
  return (
    <ul class="tiles" aria-live="polite">
      {tiles.map(([name, value, tone, href]) => (
        <li key={name} class={tone}>
          <a href={href}>
            <span class="name">{name}</span>
            <span class="value">{value}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Tasks({ of }: { of: Overview }) {
  const words = texts.overview;
  const erasures = (part: Amount) => counted(part.number, "erasure");
  const tasks = [
    some(of.held) && (
      <li key="held" class="attention">
        {words.heldTask(erasures(of.held))}{" "}
        <a href={address("erasures", "", { state: "STATE_HELD" })}>{words.heldAction}</a>
      </li>
    ),
    some(of.late) && (
      <li key="late" class="bad">
        {words.lateTask(erasures(of.late))}{" "}
        <a href={address("erasures", "", { due: "late" })}>{words.lateAction}</a>
      </li>
    ),
    some(of.failed) && (
      <li key="failed" class="bad">
        {words.failedTask(erasures(of.failed))}{" "}
        <a href={address("erasures", "", { state: "STATE_FAILED" })}>{words.failedAction}</a>
      </li>
    ),
    ...of.models.map((model) => <ModelTask key={model.name} model={model} />),
  ].filter((task) => task !== false);
  const calm = of.models.every(isWell) && !some(of.held) && !some(of.late) && !some(of.failed);
  return (
    <section>
      <h2>{words.todo}</h2>
      {calm ? <Empty>{words.nothingToDo}</Empty> : <ul class="tasks">{tasks}</ul>}
      {[of.held, of.receipts].includes("denied") && <p class="note">{words.partly}</p>}
      {of.trainings !== "denied" && of.trainings.length > 0 && (
        <p class="note">
          {words.training}: {of.trainings.join("; ")}
        </p>
      )}
    </section>
  );
}

function isWell(model: Model): boolean {
  const settled = model.state === "STATE_SERVING" || model.state === "STATE_PREPARING";
  return settled && (model.learning?.refusal ?? "") === "";
}

function ModelTask({ model }: { model: Model }) {
  const name = lastPart(model.name);
  const words = texts.overview;
  if (isWell(model)) {
    return null;
  }
  const refusal = model.learning?.refusal ?? "";
  if (model.state === "STATE_SERVING") {
    return <li class="attention">{words.learningTask(name, refusal)}</li>;
  }
  const state = texts.modelStates[model.state ?? "STATE_UNSPECIFIED"];
  return (
    <li class="attention">
      {words.modelTask(name, state)}{" "}
      {model.state === "STATE_UNTRAINED" ? (
        <Command>{words.untrainedAction(name)}</Command>
      ) : (
        <a href={address("models", name)}>{words.modelAction}</a>
      )}
    </li>
  );
}

function Models({ models }: { models: readonly Model[] }) {
  const words = texts.overview;
  return (
    <section>
      <h2>{words.models}</h2>
      {models.length === 0 ? (
        <Empty>
          {words.noModels} <Command>{words.noModelsCommand}</Command>
        </Empty>
      ) : (
        <Table
          caption={words.models}
          columns={[
            [texts.erasures.model, ""],
            [texts.erasures.state, ""],
            [texts.models.version, "number"],
            [texts.models.plugin, "wide"],
            [words.pending, "number wide"],
            [words.waiting, "number wide"],
          ]}
        >
          {models.map((model) => (
            <tr key={model.name}>
              <th scope="row">
                <a href={address("models", lastPart(model.name))}>
                  <Id>{lastPart(model.name)}</Id>
                </a>
              </th>
              <td>
                <ModelBadge model={model} />
              </td>
              <td class="number">{lastPart(model.activeVersion) || texts.none}</td>
              <td class="wide">{model.plugin || texts.none}</td>
              <td class="number wide">{count(model.pendingErasureCount)}</td>
              <td class="number wide">{waiting(model)}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function Latest({ erasures, now }: { erasures: readonly Erasure[]; now: number }) {
  const words = texts.overview;
  return (
    <section>
      <h2>{words.lastErasures}</h2>
      {erasures.length === 0 ? (
        <Empty>
          {words.noErasures} <Command>{words.noErasuresCommand}</Command>
        </Empty>
      ) : (
        <>
          <ErasureTable erasures={erasures} now={now} caption={words.lastErasures} />
          <p class="more">
            <a href={address("erasures")}>{words.allErasures}</a>
          </p>
        </>
      )}
    </section>
  );
}

function Versions({ versions }: { versions: readonly ModelVersion[] }) {
  return versions.length === 0 ? null : (
    <section>
      <h2>{texts.overview.changes}</h2>
      <Table
        caption={texts.overview.changes}
        columns={[
          [texts.models.made, ""],
          [texts.erasures.model, ""],
          [texts.models.version, "number"],
          [texts.models.cause, ""],
        ]}
      >
        {versions.map((version) => (
          <tr key={version.name}>
            <td>
              <Time at={version.createTime} />
            </td>
            <td>
              <a href={address("models", modelPart(version.name))}>
                <Id>{modelPart(version.name)}</Id>
              </a>
            </td>
            <td class="number">{lastPart(version.name)}</td>
            <td>{texts.origins[version.origin ?? "ORIGIN_UNSPECIFIED"]}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
