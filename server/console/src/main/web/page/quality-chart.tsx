import type { ModelVersion } from "../api/types";
import { lastPart, measure } from "../formats";
import { texts } from "../texts";
import { LineChart } from "../view/line-chart";

/** How the measured quality went, version by version; nothing with fewer than two measured ones. */
export function QualityChart({ versions }: { versions: readonly ModelVersion[] }) {
  const measured = versions
    .flatMap((version) =>
      version.metrics?.ndcgAt10 === undefined
        ? []
        : [{ number: lastPart(version.name), value: version.metrics.ndcgAt10 }],
    )
    .reverse();
  return (
    <LineChart
      title={texts.models.qualityTitle}
      text={texts.models.qualityText(measure(measured[0]?.value), measure(measured.at(-1)?.value))}
      lines={[
        {
          begin: "",
          points: measured.map(({ number, value }) => ({
            name: `${texts.models.version} ${number}: ${measure(value)}`,
            value,
          })),
        },
      ]}
    />
  );
}
