import type { Erasure } from "../api/types";
import { bounds, type Period } from "../evidence/period";
import { count, counted } from "../formats";
import { texts } from "../texts";

const words = texts.evidence;
const WIDTH = 600;
const HEIGHT = 120;
const EDGE = 6;

/** How many requests came, and how many of them were completed, by time. */
export function GrowthChart({
  erasures,
  period,
}: {
  erasures: readonly Erasure[];
  period: Period;
}) {
  const received = times(erasures.map((each) => each.receiveTime));
  const completed = times(
    erasures.map((each) =>
      each.state === "STATE_COMPLETED" ? (each.purgeTime ?? each.unlearnTime) : undefined,
    ),
  );
  const [from, until] = bounds(period);
  const end = Math.max(Math.min(until, Date.now()), received.at(-1) ?? 0, completed.at(-1) ?? 0);
  const text = words.chartText(
    counted(received.length, "request"),
    `${count(completed.length)} completed`,
    period.first,
    period.last,
  );
  const line = (steps: readonly number[]) => points(steps, from, end, received.length);
  return (
    <figure class="chart">
      <figcaption>{words.chartTitle}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={text}>
        <polyline points={line(received)} />
        <polyline class="second" points={line(completed)} />
      </svg>
      <p class="note">{text}</p>
    </figure>
  );
}

function times(instants: readonly (string | undefined)[]): number[] {
  return instants
    .flatMap((instant) => (instant === undefined ? [] : [Date.parse(instant)]))
    .sort((one, other) => one - other);
}

/** A stair that goes up by one at each of these times. */
function points(steps: readonly number[], from: number, until: number, most: number): string {
  const x = (time: number) =>
    EDGE + ((time - from) * (WIDTH - 2 * EDGE)) / Math.max(1, until - from);
  const y = (number: number) => HEIGHT - EDGE - (number * (HEIGHT - 2 * EDGE)) / Math.max(1, most);
  const stair = steps.flatMap((time, k) => [`${x(time)},${y(k)}`, `${x(time)},${y(k + 1)}`]);
  return [`${EDGE},${y(0)}`, ...stair, `${WIDTH - EDGE},${y(steps.length)}`].join(" ");
}
