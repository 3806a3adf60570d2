import { useState } from "preact/hooks";
import { CallError, post, read } from "../api/calls";
import { FIRST, type Position, pageNumber, token } from "../api/paging";
import type { Model, ModelVersion, VersionPage } from "../api/types";
import { count, counted, lastPart, measure, share } from "../formats";
import { texts } from "../texts";
import { useLoaded } from "../view/hooks";
import { ModelTabs } from "../view/model-tabs";
import {
  Ask,
  Badge,
  Command,
  Empty,
  Facts,
  Failure,
  Id,
  ModelBadge,
  Table,
  Time,
} from "../view/parts";
import { Pager } from "./erasures";
import { allModels } from "./overview-data";
import { QualityChart } from "./quality-chart";
import { versionFacts } from "./version-facts";

const words = texts.models;
const SECONDS = 5;
const PAGE_SIZE = 50;

/** The models, and the versions of the one that is chosen. */
export function ModelsPage({ id }: { id: string }) {
  const { value, failure, reload } = useLoaded("models", allModels, SECONDS);
  const chosen = value?.find((model) => lastPart(model.name) === id) ?? value?.[0];
  return (
    <>
      <h1 tabIndex={-1}>{texts.pages.models}</h1>
      {failure !== undefined && <Failure of={failure} retry={reload} />}
      {value === undefined && failure === undefined && <p aria-live="polite">{texts.loading}</p>}
      {value?.length === 0 && (
        <Empty>
          {texts.overview.noModels} <Command>{texts.overview.noModelsCommand}</Command>
        </Empty>
      )}
      {value !== undefined && chosen !== undefined && (
        <ModelTabs page="models" models={value} chosen={chosen} />
      )}
      {chosen !== undefined && <OneModel key={chosen.name} model={chosen} changed={reload} />}
    </>
  );
}

function OneModel({ model, changed }: { model: Model; changed: () => void }) {
  const [position, setPosition] = useState<Position>(FIRST);
  const [notice, setNotice] = useState("");
  const pageToken = token(position);
  const { value, failure, reload } = useLoaded<VersionPage>(
    `${model.name} ${pageToken}`,
    (signal) =>
      read<VersionPage>(`/v1/${model.name}/versions`, { pageSize: PAGE_SIZE, pageToken }, signal),
    SECONDS,
  );
  const versions = value?.modelVersions ?? [];
  const activate = async (version: ModelVersion) => {
    const number = lastPart(version.name);
    await activated(version, lastPart(model.name));
    setNotice(words.activated(number));
    reload();
    changed();
  };
  return (
    <section>
      <h2 class="with-badge">
        <Id>{lastPart(model.name)}</Id> <ModelBadge model={model} />
      </h2>
      <Beside model={model} />
      <p aria-live="polite" class={notice === "" ? "hidden" : "notice good"}>
        {notice}
      </p>
      {failure !== undefined && <Failure of={failure} retry={reload} />}
      {pageNumber(position) === 1 && <QualityChart versions={versions} />}
      {versions.length > 0 && <Versions model={model} versions={versions} activate={activate} />}
      {value !== undefined && (
        <Pager position={position} next={value.nextPageToken ?? ""} turn={setPosition} />
      )}
    </section>
  );
}

/** A server that asks who calls offers administration on another port only, whoever asks. */
async function activated(version: ModelVersion, model: string): Promise<void> {
  try {
    await post(`/v1/${version.name}:activate`, {});
  } catch (refused) {
    if (refused instanceof CallError && refused.reason === "PATH_NOT_FOUND") {
      const command = `lethe activate ${model} ${lastPart(version.name)}`;
      throw new Error(words.elsewhere(command));
    }
    throw refused;
  }
}

/** What else is known of a model: how it learns, and what answers beside the active version. */
function Beside({ model }: { model: Model }) {
  const learning = model.learning;
  const aliases = model.aliases ?? [];
  return (
    <>
      {learning?.supported === true && (
        <p class="note">
          {words.learning(
            counted(learning.learnedInteractionCount, "interaction"),
            count(learning.waitingInteractionCount),
          )}
        </p>
      )}
      {aliases.length > 0 && (
        <p class="note">
          {words.aliases}:{" "}
          {aliases
            .map((alias) =>
              words.alias(
                lastPart(alias.name),
                lastPart(alias.modelVersion),
                share((alias.basisPoints ?? 0) / 10_000),
              ),
            )
            .join("; ")}
        </p>
      )}
    </>
  );
}

function Versions(props: {
  model: Model;
  versions: readonly ModelVersion[];
  activate: (version: ModelVersion) => Promise<void>;
}) {
  const [open, setOpen] = useState("");
  return (
    <Table
      caption={words.versions}
      columns={[
        [words.version, "number"],
        [words.made, ""],
        [words.cause, ""],
        [words.plugin, "plugin wide"],
        [words.quality, "number wide"],
        [words.recall, "number wide"],
        [words.interactions, "number wide"],
        [words.status, ""],
      ]}
    >
      {props.versions.map((version) => (
        <Version
          key={version.name}
          version={version}
          active={lastPart(props.model.activeVersion)}
          open={open === version.name}
          turn={() => setOpen(open === version.name ? "" : (version.name ?? ""))}
          activate={() => props.activate(version)}
        />
      ))}
    </Table>
  );
}

function Version(props: {
  version: ModelVersion;
  active: string;
  open: boolean;
  turn: () => void;
  activate: () => Promise<void>;
}) {
  const { version } = props;
  const number = lastPart(version.name);
  return (
    <>
      <tr class={version.active ? "current" : ""}>
        <th scope="row" class="number">
          <button
            type="button"
            class="turn"
            aria-expanded={props.open}
            aria-label={words.details(number)}
            onClick={props.turn}
          >
            {number}
          </button>
        </th>
        <td>
          <Time at={version.createTime} />
        </td>
        <td>{texts.origins[version.origin ?? "ORIGIN_UNSPECIFIED"]}</td>
        <td class="plugin wide">
          {version.plugin} {version.pluginVersion}
        </td>
        <td class="number wide">{measure(version.metrics?.ndcgAt10)}</td>
        <td class="number wide">{measure(version.metrics?.recallAt20)}</td>
        <td class="number wide">{count(version.interactionCount)}</td>
        <td>
          <VersionState version={version} />
        </td>
      </tr>
      {props.open && (
        <tr class="details">
          <td colSpan={8}>
            <Facts rows={versionFacts(version)} />
            {version.activatable === true && version.active !== true && (
              <Ask
                label={words.activate}
                question={words.activateAsk(number)}
                effect={words.activateEffect(props.active)}
                keep={words.keep}
                does={props.activate}
                roles={texts.roles.activate}
              />
            )}
          </td>
        </tr>
      )}
    </>
  );
}

function VersionState({ version }: { version: ModelVersion }) {
  if (version.active) {
    return <Badge tone="good">{words.active}</Badge>;
  }
  if (version.destroyTime !== undefined) {
    return <Badge tone="quiet">{words.destroyed}</Badge>;
  }
  if (version.holdsErasedData) {
    return <Badge tone="attention">{words.holdsErased}</Badge>;
  }
  if (version.takeoverRefusal) {
    return <Badge tone="attention">{words.notTaken}</Badge>;
  }
  return <Badge tone="quiet">{version.activatable ? words.canAnswer : words.other}</Badge>;
}
