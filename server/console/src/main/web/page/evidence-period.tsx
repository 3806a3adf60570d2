import { useEffect, useRef, useState } from "preact/hooks";
import type { Export, Progress, Wanted } from "../evidence/export";
import {
  isPeriod,
  lastDays,
  type Period,
  REQUESTS_MAX,
  type Requests,
  requestsOf,
} from "../evidence/period";
import { count, counted } from "../formats";
import { texts } from "../texts";
import { useLoaded } from "../view/hooks";
import { Empty, Facts, Failure } from "../view/parts";
import { Findings } from "./evidence-findings";
import { GrowthChart } from "./growth-chart";

const words = texts.evidence;
const DAYS = 30;

interface Given {
  readonly kept: string;
  readonly trusted: Uint8Array | undefined;
}

/** A period, what was asked for in it, and its export. */
export function EvidencePeriod(given: Given) {
  const [period, setPeriod] = useState<Period>(() => lastDays(DAYS, Date.now()));
  const { value, failure, reload } = useLoaded(`${period.first} ${period.last}`, (signal) =>
    requestsOf(period, signal),
  );
  return (
    <section>
      <h2>{words.periodTitle}</h2>
      <PeriodForm
        period={period}
        choose={(next) => {
          setPeriod(next);
          reload();
        }}
      />
      {failure !== undefined && (
        <Failure of={failure} roles={texts.roles.erasures} retry={reload} />
      )}
      <div aria-live="polite">
        {value === undefined && failure === undefined && <p>{texts.loading}</p>}
        {value?.erasures.length === 0 && <Empty>{words.nothing}</Empty>}
      </div>
      {value !== undefined && value.erasures.length > 0 && (
        <Shown key={`${period.first} ${period.last}`} period={period} requests={value} {...given} />
      )}
    </section>
  );
}

function PeriodForm(props: { period: Period; choose: (period: Period) => void }) {
  const [period, setPeriod] = useState(props.period);
  const right = isPeriod(period);
  const submit = (event: Event) => {
    event.preventDefault();
    if (right) {
      props.choose(period);
    }
  };
  const day = (name: "first" | "last") => (
    <label>
      {words[name]}
      <input
        type="date"
        required
        value={period[name]}
        aria-invalid={!right}
        aria-describedby="period-wrong"
        onInput={(event) => setPeriod({ ...period, [name]: event.currentTarget.value })}
      />
    </label>
  );
  return (
    <form class="filter" onSubmit={submit} aria-label={words.periodTitle}>
      {day("first")}
      {day("last")}
      <div class="buttons">
        <button type="submit" class="plain">
          {words.show}
        </button>
      </div>
      <p id="period-wrong" class="late" aria-live="polite">
        {right ? "" : words.periodWrong}
      </p>
      <p class="note">{words.periodNote}</p>
    </form>
  );
}

function Shown(props: Given & { period: Period; requests: Requests }) {
  const { erasures, more } = props.requests;
  const states = new Map<string, number>();
  for (const { state = "STATE_UNSPECIFIED" } of erasures) {
    states.set(texts.states[state], (states.get(texts.states[state]) ?? 0) + 1);
  }
  return (
    <>
      <Facts
        rows={[
          [words.requests, `${more ? "> " : ""}${count(erasures.length)}`],
          ...[...states].map(([state, number]): [string, string] => [state, count(number)]),
        ]}
      />
      <GrowthChart erasures={erasures} period={props.period} />
      {more ? (
        <p class="notice attention">{words.tooMany(counted(REQUESTS_MAX, "request"))}</p>
      ) : (
        <Exporter
          requests={erasures.length}
          wanted={{
            period: props.period,
            kept: props.kept,
            trusted: props.trusted,
            server: location.origin,
          }}
        />
      )}
    </>
  );
}

/** Makes the export when it is asked for, and says what was found. */
function Exporter({ wanted, requests }: { wanted: Wanted; requests: number }) {
  const [progress, setProgress] = useState<Progress | undefined>();
  const [failure, setFailure] = useState<unknown>();
  const [made, setMade] = useState<{ of: Export; trusted: boolean } | undefined>();
  const end = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => end.current?.abort(), []);
  const make = async () => {
    const own = new AbortController();
    end.current = own;
    setProgress({ done: 0, all: requests });
    setFailure(undefined);
    setMade(undefined);
    try {
      const { exported } = await import("../evidence/export");
      const of = await exported(wanted, setProgress, own.signal);
      setMade({ of, trusted: wanted.trusted !== undefined });
    } catch (refused) {
      if (!own.signal.aborted) {
        setFailure(refused);
      }
    } finally {
      setProgress(undefined);
    }
  };
  return (
    <>
      <div class="buttons">
        <button type="button" disabled={progress !== undefined} onClick={make}>
          {words.make}
        </button>
        {progress !== undefined && (
          <button type="button" class="plain" onClick={() => end.current?.abort()}>
            {words.stop}
          </button>
        )}
      </div>
      {progress !== undefined && (
        <p>
          <progress aria-label={words.make} max={progress.all} value={progress.done} />{" "}
          {words.making(count(progress.done), count(progress.all))}
        </p>
      )}
      {failure !== undefined && <Failure of={failure} roles={texts.roles.erasures} retry={make} />}
      <div aria-live="polite">
        {made !== undefined && <Findings made={made.of} trusted={made.trusted} />}
      </div>
    </>
  );
}
