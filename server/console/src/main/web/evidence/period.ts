import { read } from "../api/calls";
import type { Erasure, ErasurePage } from "../api/types";

const DAY_MILLIS = 86_400_000;
const PAGE_SIZE = 1000;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** More requests than these a browser is not asked to hold. */
export const REQUESTS_MAX = 10_000;

/** Whole days in UTC, the first and the last included. */
export interface Period {
  /** Such as `2026-11-30`. */
  readonly first: string;
  readonly last: string;
}

/** The day of a time. */
export function dayOf(millis: number): string {
  return new Date(millis).toISOString().slice(0, 10);
}

/** So many days, of which the last is that of the time. */
export function lastDays(days: number, now: number): Period {
  return { first: dayOf(now - (days - 1) * DAY_MILLIS), last: dayOf(now) };
}

/** Whether both are days and stand in their order. */
export function isPeriod({ first, last }: Period): boolean {
  return [first, last].every((day) => DAY.test(day) && begin(day) > 0) && first <= last;
}

/** Milliseconds at which a day begins; NaN for none that there is. */
function begin(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** When the period begins and when it has ended, in milliseconds. */
export function bounds({ first, last }: Period): [number, number] {
  return [begin(first), begin(last) + DAY_MILLIS];
}

/** The requests of a period. */
export interface Requests {
  /** The latest first. */
  readonly erasures: readonly Erasure[];
  /** Whether there are more than `REQUESTS_MAX`; those that are there are then the latest. */
  readonly more: boolean;
}

/** Reads the erasures that were asked for in a period; the list that they stand in has no such filter. */
export async function requestsOf(period: Period, signal: AbortSignal): Promise<Requests> {
  const [from, until] = bounds(period);
  const erasures: Erasure[] = [];
  let pageToken = "";
  do {
    const page = await read<ErasurePage>(
      "/v1/erasures",
      { pageSize: PAGE_SIZE, pageToken },
      signal,
    );
    const times = (page.erasures ?? []).map((each) => Date.parse(each.receiveTime ?? ""));
    erasures.push(
      ...(page.erasures ?? []).filter((_, k) => isWithin(times[k] as number, from, until)),
    );
    if (erasures.length > REQUESTS_MAX) {
      return { erasures: erasures.slice(0, REQUESTS_MAX), more: true };
    }
    // They come in the order of their acceptance, the latest first.
    const over = times.length > 0 && times.every((time) => time < from);
    pageToken = over ? "" : (page.nextPageToken ?? "");
  } while (pageToken !== "");
  return { erasures, more: false };
}

function isWithin(time: number, from: number, until: number): boolean {
  return from <= time && time < until;
}
