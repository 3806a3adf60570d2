import { useState } from "preact/hooks";
import { CallError, post } from "../api/calls";
import type { ModelVersion, PluginChange, ReloadedPlugins } from "../api/types";
import { counted, lastPart, modelPart } from "../formats";
import { address } from "../route";
import { texts } from "../texts";
import { useLoaded } from "../view/hooks";
import { Ask, Badge, Empty, Failure, Id, Table, type Tone } from "../view/parts";
import { type Plugins, pluginsOf, type UsedPlugin } from "./plugins-data";

const words = texts.plugins;
const SECONDS = 10;
const DIGITS = 12;

/** Which families trainings can take, and which models use them. */
export function PluginsPage() {
  const { value, failure, reload } = useLoaded("plugins", pluginsOf, SECONDS);
  const [changes, setChanges] = useState<readonly PluginChange[] | undefined>();
  const readAgain = async () => {
    setChanges(await reloaded());
    reload();
  };
  return (
    <>
      <h1 tabIndex={-1}>{texts.pages.plugins}</h1>
      <p class="note">{words.explain}</p>
      {failure !== undefined && <Failure of={failure} roles={texts.roles.plugins} retry={reload} />}
      {value === undefined && failure === undefined && <p aria-live="polite">{texts.loading}</p>}
      {value !== undefined && <Loaded of={value} />}
      {value !== undefined && (
        <div class="buttons">
          <Ask
            label={words.reload}
            kind="plain"
            question={words.reloadAsk}
            effect={words.reloadEffect}
            keep={words.keep}
            does={readAgain}
            roles={texts.roles.activate}
          />
        </div>
      )}
      <div aria-live="polite">{changes !== undefined && <Changes of={changes} />}</div>
    </>
  );
}

/** A server that asks who calls offers administration on another port only, whoever asks. */
async function reloaded(): Promise<readonly PluginChange[]> {
  try {
    return (await post<ReloadedPlugins>("/v1/plugins:reload", {})).changes ?? [];
  } catch (refused) {
    if (refused instanceof CallError && refused.reason === "PATH_NOT_FOUND") {
      throw new Error(texts.models.elsewhere("lethe plugin reload"));
    }
    throw refused;
  }
}

function Loaded({ of }: { of: Plugins }) {
  return (
    <>
      {of.usable.length === 0 ? (
        <Empty>{words.none}</Empty>
      ) : (
        <Table
          caption={words.caption}
          columns={[
            [words.name, ""],
            [words.version, ""],
            [words.digest, "wide"],
            [words.entry, "wide"],
            [words.usedBy, ""],
            [words.selfCheck, ""],
          ]}
        >
          {of.usable.map((each) => (
            <Line key={`${each.plugin.plugin} ${each.plugin.pluginDigest}`} {...each} />
          ))}
        </Table>
      )}
      {of.refused.map((plugin) => (
        <p key={`${plugin.entry} ${plugin.plugin}`} class="notice bad">
          {words.refused(plugin.entry ?? "", plugin.refusal ?? "")}
        </p>
      ))}
      {of.orphans.map((version) => (
        <p key={version.name} class="notice attention">
          {words.orphan(
            modelPart(version.name),
            lastPart(version.name),
            `${version.plugin} ${version.pluginVersion}`,
          )}
        </p>
      ))}
    </>
  );
}

function Line({ plugin, versions }: UsedPlugin) {
  const answering = versions.filter((version) => version.active);
  return (
    <tr>
      <th scope="row">
        <Id>{plugin.plugin ?? ""}</Id>
      </th>
      <td>{plugin.pluginVersion}</td>
      <td class="wide">
        <Id>{(plugin.pluginDigest ?? texts.none).slice(0, DIGITS)}</Id>
      </td>
      <td class="wide">
        <Id>{plugin.entry ?? ""}</Id>
      </td>
      <td>
        {answering.length === 0
          ? texts.none
          : answering.map((version) => (
              <div key={version.name}>
                <a href={address("models", modelPart(version.name))}>
                  <Id>{modelPart(version.name)}</Id>
                </a>
              </div>
            ))}
      </td>
      <td>
        <SelfCheck versions={versions} />
      </td>
    </tr>
  );
}

/** What the check of a plugin's derivatives found at its trainings. */
function SelfCheck({ versions }: { versions: readonly ModelVersion[] }) {
  const refused = versions.filter((version) => (version.influenceRefusal ?? "") !== "");
  if (versions.length === 0) {
    return <>{words.notTrained}</>;
  }
  return refused.length === 0 ? (
    <Badge tone="quiet">{words.noneRefused(counted(versions.length, "version"))}</Badge>
  ) : (
    <div>
      {refused.map((version) => (
        <div key={version.name}>
          <Badge tone="bad">{words.differs(modelPart(version.name), lastPart(version.name))}</Badge>{" "}
          {version.influenceRefusal}
        </div>
      ))}
    </div>
  );
}

const TONES: Record<NonNullable<PluginChange["outcome"]>, Tone> = {
  OUTCOME_UNSPECIFIED: "quiet",
  OUTCOME_ADDED: "good",
  OUTCOME_REPLACED: "good",
  OUTCOME_KEPT: "quiet",
  OUTCOME_REMOVED: "attention",
  OUTCOME_REFUSED: "bad",
};

/** What reading the folder again meant for each. */
function Changes({ of }: { of: readonly PluginChange[] }) {
  return (
    <>
      <h2>{words.changes}</h2>
      {of.length === 0 ? (
        <Empty>{words.none}</Empty>
      ) : (
        <Table
          caption={words.changes}
          columns={[
            [words.name, ""],
            [words.version, ""],
            [words.entry, ""],
            [words.outcome, ""],
          ]}
        >
          {of.map((change) => (
            <tr key={`${change.plugin} ${change.pluginDigest} ${change.entry}`}>
              <th scope="row">
                <Id>{change.plugin || texts.none}</Id>
              </th>
              <td>{change.pluginVersion}</td>
              <td>
                <Id>{change.entry ?? ""}</Id>
              </td>
              <td>
                <Outcome change={change} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}

function Outcome({ change }: { change: PluginChange }) {
  const outcome = change.outcome ?? "OUTCOME_UNSPECIFIED";
  return (
    <>
      <Badge tone={TONES[outcome] ?? "quiet"}>{words.outcomes[outcome] ?? outcome}</Badge>{" "}
      {change.reason}
    </>
  );
}
