import type { Model } from "./api/types";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const COUNT = new Intl.NumberFormat("en-GB");
const DATE_AND_TIME = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const UTC = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZone: "UTC",
});

/** A whole number with thousands apart; the gateway sends 64 bits as text, and leaves 0 out. */
export function count(value: string | number | undefined): string {
  return COUNT.format(typeof value === "string" ? BigInt(value) : (value ?? 0));
}

/**
 * Interactions that a model's answers do not reflect yet. Those that it learned since its training, which
 * `notLearnedInteractionCount` counts, wait no more.
 */
export function waiting(model: Pick<Model, "learning" | "notLearnedInteractionCount">): string {
  return count(
    model.learning === undefined
      ? model.notLearnedInteractionCount
      : model.learning.waitingInteractionCount,
  );
}

/** A number of things, such as `1 row` and `2 rows`. */
export function counted(value: string | number | undefined, one: string, many = `${one}s`): string {
  return `${count(value)} ${Number(value ?? 0) === 1 ? one : many}`;
}

/** A time here. */
export function time(instant: string): string {
  return DATE_AND_TIME.format(new Date(instant));
}

/** A time for people who may be anywhere. */
export function utcTime(instant: Date): string {
  return `${UTC.format(instant).replace(" at ", ", ")} UTC`;
}

/** How long something takes, by its two largest units at most. */
export function length(millis: number): string {
  const abs = Math.abs(millis);
  if (abs < SECOND) {
    return `${abs < 10 ? abs.toFixed(abs === 0 ? 0 : 1) : Math.round(abs)} ms`;
  }
  if (abs < MINUTE) {
    return `${(abs / SECOND).toFixed(abs < 10 * SECOND ? 2 : 1)} s`;
  }
  return units(abs);
}

function units(millis: number): string {
  const parts: [number, string][] = [
    [Math.floor(millis / DAY), "d"],
    [Math.floor((millis % DAY) / HOUR), "h"],
    [Math.floor((millis % HOUR) / MINUTE), "min"],
    [Math.floor((millis % MINUTE) / SECOND), "s"],
  ];
  const first = parts.findIndex(([number]) => number > 0);
  return parts
    .slice(first, first + 2)
    .filter(([number]) => number > 0)
    .map(([number, unit]) => `${number} ${unit}`)
    .join(" ");
}

/** A duration as the gateway writes it, such as `1.500s`, in milliseconds. */
export function durationMillis(duration: string): number {
  return Number(duration.replace(/s$/, "")) * SECOND;
}

/** How far away a time is, such as `in 3 d 4 h` and `12 s ago`. */
export function away(instant: string, now: number): string {
  const millis = new Date(instant).getTime() - now;
  if (Math.abs(millis) < SECOND) {
    return "now";
  }
  return millis > 0 ? `in ${length(millis)}` : `${length(millis)} ago`;
}

/** A share of 0 to 1 in percent, with as many digits as say something. */
export function share(part: number): string {
  const percent = part * 100;
  const digits = percent >= 10 || percent === 0 ? 0 : percent >= 1 ? 1 : 2;
  return percent > 0 && percent < 0.01 ? "< 0.01 %" : `${percent.toFixed(digits)} %`;
}

/** A measure of 0 to 1, as tables of results write it. */
export function measure(value: number | undefined): string {
  return value === undefined ? "–" : value.toFixed(3).replace(/^0(?=\.)/, "");
}

/** What a score needs to be told from its neighbours. */
export function score(value: number | undefined): string {
  return (value ?? 0).toPrecision(4);
}

/** The last part of a resource's name: `3` of `models/movies/versions/3`. */
export function lastPart(name: string | undefined): string {
  return (name ?? "").split("/").at(-1) ?? "";
}

/** The model of a resource's name: `movies` of `models/movies/versions/3`. */
export function modelPart(name: string | undefined): string {
  return (name ?? "").split("/")[1] ?? "";
}

/** Enough of an erasure's id for people to tell it from others. */
export function shortId(name: string | undefined): string {
  return lastPart(name).slice(0, 8);
}
