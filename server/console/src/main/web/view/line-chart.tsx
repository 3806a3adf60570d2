const WIDTH = 600;
const HEIGHT = 80;
const EDGE = 10;
const FEWEST = 2;

/** A value, and what is said where it is pointed at. */
export interface Point {
  readonly name: string;
  readonly value: number;
}

/** Values that belong together. */
export interface Line {
  /** What is said of where it begins; not of the first one. */
  readonly begin: string;
  readonly points: readonly Point[];
}

interface Placed extends Point {
  readonly x: number;
}

/**
 * Values one after the other, the first on the left; nothing with fewer than two. Each line begins anew,
 * one step after the end of the one before.
 */
export function LineChart(props: {
  title: string;
  /** What the picture shows, in words. */
  text: string;
  lines: readonly Line[];
  /** Drawn as a line across; the picture reaches from 0 to it at least. */
  bound?: number;
}) {
  const { bound } = props;
  const values = props.lines.flatMap(({ points }) => points.map(({ value }) => value));
  if (values.length < FEWEST) {
    return null;
  }
  const shown = [...values, ...(bound === undefined ? [] : [0, bound])];
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const step = (WIDTH - 2 * EDGE) / (values.length - 1);
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
        {placed(props.lines, step).map(({ begin, points }, k) => (
          <OneLine
            key={points[0]?.x}
            begin={k === 0 ? undefined : begin}
            points={points}
            y={y}
            step={step}
          />
        ))}
      </svg>
      <p class="note">{props.text}</p>
    </figure>
  );
}

function placed(lines: readonly Line[], step: number) {
  let k = 0;
  return lines.map(({ begin, points }) => ({
    begin,
    points: points.map((point): Placed => ({ ...point, x: EDGE + step * k++ })),
  }));
}

function OneLine(props: {
  begin: string | undefined;
  points: readonly Placed[];
  y: (value: number) => number;
  step: number;
}) {
  const { points, y } = props;
  const between = (points[0]?.x ?? 0) - props.step / 2;
  return (
    <>
      {props.begin !== undefined && (
        <line class="begin" x1={between} x2={between} y1={0} y2={HEIGHT}>
          <title>{props.begin}</title>
        </line>
      )}
      <polyline points={points.map(({ x, value }) => `${x},${y(value)}`).join(" ")} />
      {points.map(({ name, value, x }) => (
        <circle key={name} cx={x} cy={y(value)} r="3.5">
          <title>{name}</title>
        </circle>
      ))}
    </>
  );
}
