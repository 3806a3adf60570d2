import { read } from "../api/calls";
import type { ModelVersion, Plugin, PluginPage, VersionPage } from "../api/types";
import { allModels } from "./overview-data";

const VERSIONS_EACH = 50;

/** A plugin, and what its versions tell of it. */
export interface UsedPlugin {
  readonly plugin: Plugin;
  /** Made by this very code, among the latest of each model; those that are destroyed left out. */
  readonly versions: readonly ModelVersion[];
}

/** What the page shows. */
export interface Plugins {
  readonly usable: readonly UsedPlugin[];
  readonly refused: readonly Plugin[];
  /** Versions that answer by code which is no longer in the plugin folder. */
  readonly orphans: readonly ModelVersion[];
}

export async function pluginsOf(signal: AbortSignal): Promise<Plugins> {
  const [page, models] = await Promise.all([
    read<PluginPage>("/v1/plugins", {}, signal),
    allModels(signal),
  ]);
  const versions = await Promise.all(
    models.map((model) =>
      read<VersionPage>(`/v1/${model.name}/versions`, { pageSize: VERSIONS_EACH }, signal),
    ),
  );
  return sorted(
    page.plugins ?? [],
    versions.flatMap((each) => each.modelVersions ?? []),
  );
}

/** Brings plugins and versions together, by the digest of the code. */
export function sorted(plugins: readonly Plugin[], versions: readonly ModelVersion[]): Plugins {
  const isUsable = (plugin: Plugin) => (plugin.refusal ?? "") === "";
  const kept = versions.filter((each) => each.destroyTime === undefined);
  const usable = plugins.filter(isUsable).map((plugin) => ({
    plugin,
    versions: kept.filter((version) => isOf(version, plugin)),
  }));
  return {
    usable,
    refused: plugins.filter((plugin) => !isUsable(plugin)),
    orphans: kept.filter(
      (version) => version.active && !usable.some(({ plugin }) => isOf(version, plugin)),
    ),
  };
}

/** Versions from before there were digests go by name and version. */
function isOf(version: ModelVersion, plugin: Plugin): boolean {
  const digest = version.pluginDigest ?? "";
  return (
    version.plugin === plugin.plugin &&
    (digest === "" || plugin.pluginDigest === undefined
      ? version.pluginVersion === plugin.pluginVersion
      : digest === plugin.pluginDigest)
  );
}
