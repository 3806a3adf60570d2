import type { ComponentChildren } from "preact";
import type { ModelVersion } from "../api/types";
import { count, durationMillis, lastPart, length, measure } from "../formats";
import { texts } from "../texts";
import { Id, Time } from "../view/parts";

const words = texts.models;

/** All that is known of a version and not in its line. */
export function versionFacts(version: ModelVersion): [string, ComponentChildren][] {
  const metrics = version.metrics ?? {};
  const options = Object.entries(version.trainingOptions ?? {}).sort(([one], [other]) =>
    one.localeCompare(other),
  );
  const duration = metrics.buildDuration;
  const rows: [string, ComponentChildren][] = [
    [words.refusal, version.takeoverRefusal],
    [words.influenceRefusal, version.influenceRefusal],
    [words.plugin, `${version.plugin ?? ""} ${version.pluginVersion ?? ""}`.trim()],
    [
      words.options,
      options.length > 0 && (
        <Id>{options.map(([name, value]) => `${name}=${value}`).join("  ")}</Id>
      ),
    ],
    [words.seed, version.seed],
    [words.quality, metrics.ndcgAt10 !== undefined && measure(metrics.ndcgAt10)],
    [words.recall, metrics.recallAt20 !== undefined && measure(metrics.recallAt20)],
    [words.popular, metrics.popularNdcgAt10 !== undefined && measure(metrics.popularNdcgAt10)],
    [words.auc, metrics.validationAuc !== undefined && measure(metrics.validationAuc)],
    [words.interactions, count(version.interactionCount)],
    [words.users, count(version.userCount)],
    [words.items, count(version.itemCount)],
    [words.parameters, count(version.parameterCount)],
    [words.epochs, metrics.epochs !== undefined && count(metrics.epochs)],
    [words.duration, duration !== undefined && length(durationMillis(duration))],
    [words.parent, lastPart(version.parentVersion)],
    [words.training, lastPart(version.trainingVersion)],
    [words.position, count(version.erasurePosition)],
    [words.destroyTime, version.destroyTime !== undefined && <Time at={version.destroyTime} />],
    [words.digestLabel, <Id key="digest">{version.digest ?? ""}</Id>],
  ];
  return rows.filter(([, value]) => value !== undefined && value !== "" && value !== false);
}
