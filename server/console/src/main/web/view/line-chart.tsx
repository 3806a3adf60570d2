const WIDTH = 600;
const HEIGHT = 80;
const EDGE = 10;
const FEWEST = 2;

/** A value, and what is said where it is pointed at. */
export interface Point {
  readonly name: string;
  readonly value: number;
}

/** Values one after the other, the first on the left; nothing with fewer than two. */
export function LineChart(props: {
  title: string;
  /** What the picture shows, in words. */
  text: string;
  points: readonly Point[];
  /** Drawn as a line across; the picture reaches from 0 to it at least. */
  bound?: number;
}) {
  const { points, bound } = props;
  if (points.length < FEWEST) {
    return null;
  }
  const shown = [...points.map(({ value }) => value), ...(bound === undefined ? [] : [0, bound])];
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const x = (k: number) => EDGE + (k * (WIDTH - 2 * EDGE)) / (points.length - 1);
  const y = (value: number) =>
    high === low
      ? HEIGHT / 2
      : HEIGHT - EDGE - ((value - low) * (HEIGHT - 2 * EDGE)) / (high - low);
  return (
    <figure class="chart">
      <figcaption>{props.title}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={props.text}>
        {bound !== undefined && (
          <line class="bound" x1={EDGE} x2={WIDTH - EDGE} y1={y(bound)} y2={y(bound)} />
        )}
        <polyline points={points.map(({ value }, k) => `${x(k)},${y(value)}`).join(" ")} />
        {points.map(({ name, value }, k) => (
          <circle key={name} cx={x(k)} cy={y(value)} r="3.5">
            <title>{name}</title>
          </circle>
        ))}
      </svg>
      <p class="note">{props.text}</p>
    </figure>
  );
}
