import { useCallback, useEffect, useRef, useState } from "preact/hooks";

/** Something that is fetched, and how that went. What was there stays while it is fetched again. */
export interface Loaded<T> {
  readonly value: T | undefined;
  readonly failure: unknown;
  readonly loading: boolean;
  /** Fetches again now. */
  readonly reload: () => void;
}

/**
 * Fetches something, again whenever `key` changes, and every so many seconds while the page is in front.
 *
 * @param key what the answer depends on
 * @param seconds 0 for once
 */
export function useLoaded<T>(
  key: string,
  fetched: (signal: AbortSignal) => Promise<T>,
  seconds = 0,
): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, "reload"> & { key: string }>({
    key,
    value: undefined,
    failure: undefined,
    loading: true,
  });
  const latest = useRef(fetched);
  latest.current = fetched;
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((before) => before + 1), []);

  useEffect(() => {
    const end = new AbortController();
    setState((before) =>
      before.key === key
        ? { ...before, loading: true }
        : { key, value: undefined, failure: undefined, loading: true },
    );
    latest.current(end.signal).then(
      (value) => {
        if (!end.signal.aborted) {
          setState({ key, value, failure: undefined, loading: false });
        }
      },
      (failure) => {
        if (!end.signal.aborted) {
          setState((before) => ({ key, value: before.value, failure, loading: false }));
        }
      },
    );
    return () => end.abort();
  }, [key, round]);

  useEffect(() => {
    if (seconds === 0) {
      return;
    }
    const inFront = () => document.visibilityState === "visible";
    const timer = setInterval(() => inFront() && reload(), seconds * 1000);
    const back = () => inFront() && reload();
    document.addEventListener("visibilitychange", back);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", back);
    };
  }, [seconds, reload]);

  const current =
    state.key === key ? state : { value: undefined, failure: undefined, loading: true };
  return { ...current, reload };
}

/** The time, each so many seconds. */
export function useNow(seconds: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return now;
}
