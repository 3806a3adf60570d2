import type { ModelVersion } from "../api/types";
import { lastPart, measure } from "../formats";
import { texts } from "../texts";

const WIDTH = 600;
const HEIGHT = 80;
const EDGE = 10;
const FEWEST = 2;

/** How the measured quality went, version by version; nothing with fewer than two measured ones. */
export function QualityChart({ versions }: { versions: readonly ModelVersion[] }) {
  const measured = versions
    .flatMap((version) =>
      version.metrics?.ndcgAt10 === undefined
        ? []
        : [{ number: lastPart(version.name), value: version.metrics.ndcgAt10 }],
    )
    .reverse();
  if (measured.length < FEWEST) {
    return null;
  }
  const values = measured.map((each) => each.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (k: number) => EDGE + (k * (WIDTH - 2 * EDGE)) / (measured.length - 1);
  const y = (value: number) =>
    high === low
      ? HEIGHT / 2
      : HEIGHT - EDGE - ((value - low) * (HEIGHT - 2 * EDGE)) / (high - low);
  const text = texts.models.qualityText(measure(values[0]), measure(values.at(-1)));
  return (
    <figure class="chart">
      <figcaption>{texts.models.qualityTitle}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={text}>
        <polyline points={values.map((value, k) => `${x(k)},${y(value)}`).join(" ")} />
        {measured.map(({ number, value }, k) => (
          <circle key={number} cx={x(k)} cy={y(value)} r="3.5">
            <title>{`${texts.models.version} ${number}: ${measure(value)}`}</title>
          </circle>
        ))}
      </svg>
      <p class="note">{text}</p>
    </figure>
  );
}
