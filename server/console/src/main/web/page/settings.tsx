import { useState } from "preact/hooks";
import { read } from "../api/calls";
import type { ServerSetting, SettingPage } from "../api/types";
import { counted } from "../formats";
import { texts } from "../texts";
import { useLoaded } from "../view/hooks";
import { Badge, Empty, Failure, Id, Table } from "../view/parts";

const words = texts.settings;
const DEFAULT = "default";

/** How the server is set up. */
export function SettingsPage() {
  const [search, setSearch] = useState("");
  const [changed, setChanged] = useState(false);
  const { value, failure, reload } = useLoaded("settings", (signal) =>
    read<SettingPage>("/v1/settings", {}, signal),
  );
  const shown = chosen(value?.settings ?? [], search, changed);
  return (
    <>
      <h1 tabIndex={-1}>{texts.pages.settings}</h1>
      <p class="note">{words.explain}</p>
      {failure !== undefined && <Failure of={failure} roles={texts.roles.audit} retry={reload} />}
      {value === undefined && failure === undefined && <p aria-live="polite">{texts.loading}</p>}
      {value !== undefined && (
        <>
          <search class="filter">
            <label class="long">
              {words.search}
              <input
                type="text"
                value={search}
                placeholder={words.searchHint}
                spellcheck={false}
                autocomplete="off"
                onInput={(event) => setSearch(event.currentTarget.value)}
              />
            </label>
            <label class="check">
              <input
                type="checkbox"
                checked={changed}
                onChange={(event) => setChanged(event.currentTarget.checked)}
              />
              {words.changed}
            </label>
          </search>
          <p aria-live="polite" class="note">
            {counted(shown.length, "setting")}
          </p>
          {shown.length === 0 ? <Empty>{words.none}</Empty> : <Settings of={shown} />}
        </>
      )}
    </>
  );
}

/** Those that have all the words in their key or meaning; of these, only those that a source gave. */
export function chosen(
  settings: readonly ServerSetting[],
  search: string,
  changed: boolean,
): ServerSetting[] {
  const parts = search.toLowerCase().split(/\s+/);
  return settings.filter((setting) => {
    const text = `${setting.key} ${setting.meaning}`.toLowerCase();
    return parts.every((part) => text.includes(part)) && !(changed && isDefault(setting));
  });
}

function isDefault(setting: ServerSetting): boolean {
  return setting.source === DEFAULT;
}

function Settings({ of }: { of: readonly ServerSetting[] }) {
  return (
    <Table
      caption={words.caption}
      columns={[
        [words.key, ""],
        [words.value, ""],
        [words.source, ""],
        [words.meaning, ""],
      ]}
    >
      {of.map((setting) => (
        <tr key={setting.key} class={isDefault(setting) ? "" : "current"}>
          <th scope="row">
            <Id>{setting.key ?? ""}</Id>
          </th>
          <td>
            <Value of={setting} />
          </td>
          <td>{setting.source}</td>
          <td class="words">{setting.meaning}</td>
        </tr>
      ))}
    </Table>
  );
}

function Value({ of }: { of: ServerSetting }) {
  if (of.hidden === true) {
    return <Badge tone="quiet">{words.hidden}</Badge>;
  }
  return (of.value ?? "") === "" ? (
    <Badge tone="quiet">{words.notSet}</Badge>
  ) : (
    <Id>{of.value ?? ""}</Id>
  );
}
