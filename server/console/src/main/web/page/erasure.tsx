import { useEffect, useState } from "preact/hooks";
import { post, read } from "../api/calls";
import { watch } from "../api/events";
import type { Erasure } from "../api/types";
import {
  away,
  count,
  counted,
  durationMillis,
  lastPart,
  length,
  modelPart,
  share,
  shortId,
  time,
} from "../formats";
import { address } from "../route";
import { texts } from "../texts";
import { useLoaded, useNow } from "../view/hooks";
import { Ask, ErasureBadge, Facts, Failure, Id, Time } from "../view/parts";
import { FetchedReceipt } from "./receipt";

const words = texts.erasure;
const SECONDS = 5;
const TERMINAL = new Set(["STATE_COMPLETED", "STATE_FAILED", "STATE_CANCELLED"]);
const CANCELLABLE = new Set(["STATE_HELD", "STATE_RECEIVED"]);

/** One erasure: what it is, when what happened, what can be done, its receipt. */
export function ErasurePage({ id }: { id: string }) {
  const path = `/v1/erasures/${encodeURIComponent(id)}`;
  const { value, failure, reload } = useLoaded<Erasure>(path, (signal) =>
    read<Erasure>(path, {}, signal),
  );
  const [news, setNews] = useState<Erasure | undefined>();
  const erasure = news ?? value;
  const following = value !== undefined && !TERMINAL.has(value.state ?? "");
  const [round, setRound] = useState(0);
  const [lost, setLost] = useState(false);
  // Each stream of states begins with the one that the erasure is in.
  useEffect(() => {
    if (!following) {
      return;
    }
    const end = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const told = (state: Erasure) => {
      setLost(false);
      setNews(state);
    };
    void followed(path, told, end.signal).then((ended) => {
      if (!ended && !end.signal.aborted) {
        setLost(true);
        timer = setTimeout(() => setRound(round + 1), SECONDS * 1000);
      }
    });
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [path, following, round]);
  return (
    <>
      <p class="crumb">
        <a href={address("erasures")}>{words.back}</a>
      </p>
      <h1 tabIndex={-1}>{words.title(shortId(`erasures/${id}`))}</h1>
      {failure !== undefined && (
        <Failure of={failure} roles={texts.roles.erasures} retry={reload} />
      )}
      {erasure === undefined ? (
        failure === undefined && <p aria-live="polite">{texts.loading}</p>
      ) : (
        <Details erasure={erasure} path={path} told={setNews} lost={lost} />
      )}
    </>
  );
}

/** Whether the erasure has ended; if not, the stream of its states broke off, whatever broke it. */
async function followed(
  path: string,
  told: (erasure: Erasure) => void,
  signal: AbortSignal,
): Promise<boolean> {
  let ended = false;
  try {
    await watch<Erasure>(
      `${path}:watch`,
      (erasure) => {
        ended = TERMINAL.has(erasure.state ?? "");
        told(erasure);
      },
      signal,
    );
  } catch {
    return ended;
  }
  return ended;
}

function Details(props: {
  erasure: Erasure;
  path: string;
  told: (news: Erasure) => void;
  /** Whether nothing tells of its next state at the moment. */
  lost: boolean;
}) {
  const { erasure, path } = props;
  const ended = TERMINAL.has(erasure.state ?? "");
  return (
    <>
      <p class="status" aria-live="polite">
        <ErasureBadge erasure={erasure} />
        {!ended && <span class="note">{props.lost ? words.lost : words.live}</span>}
      </p>
      <Decision erasure={erasure} path={path} told={props.told} />
      <Times erasure={erasure} />
      <section>
        <h2>{words.facts}</h2>
        <Facts rows={facts(erasure)} />
      </section>
      <section class="receipt">
        <h2 class="screen">{words.receipt}</h2>
        {erasure.state === "STATE_COMPLETED" || erasure.state === "STATE_FAILED" ? (
          <FetchedReceipt
            path={`${path}/receipt`}
            name={`receipt-${lastPart(erasure.name)}.json`}
          />
        ) : (
          <p class="note">{ended ? words.receiptNone : words.receiptLater}</p>
        )}
      </section>
    </>
  );
}

/** What a person may decide about the erasure now. */
function Decision(props: { erasure: Erasure; path: string; told: (news: Erasure) => void }) {
  const { erasure, path, told } = props;
  const now = useNow(SECONDS);
  const does = (verb: string) => async () => told(await post<Erasure>(`${path}:${verb}`, {}));
  const retry = async () => {
    const made = await post<Erasure>(`${path}:retry`, {});
    location.hash = address("erasures", lastPart(made.name));
  };
  const held = erasure.state === "STATE_HELD";
  const failed = erasure.state === "STATE_FAILED" && !erasure.retryingErasure;
  if (!held && !failed && !CANCELLABLE.has(erasure.state ?? "")) {
    return null;
  }
  return (
    <section class="decision">
      <h2>{words.decide}</h2>
      {held && <HeldText erasure={erasure} now={now} />}
      {failed && (
        <p>
          {words.failed(erasure.failureMessage ?? "", erasure.failureReason ?? "")}{" "}
          {words.failedEffect}
        </p>
      )}
      <div class="buttons">
        {held && (
          <Ask
            label={words.approve}
            question={words.approveAsk}
            effect={words.approveEffect}
            keep={words.keep}
            does={does("approve")}
            roles={texts.roles.approve}
          />
        )}
        {failed ? (
          <Ask
            label={words.retry}
            question={words.retryAsk}
            effect={words.retryEffect}
            keep={words.keep}
            does={retry}
            roles={texts.roles.cancel}
          />
        ) : (
          <Ask
            label={words.cancel}
            kind="danger"
            question={words.cancelAsk}
            effect={words.cancelEffect}
            keep={words.keep}
            does={does("cancel")}
            roles={texts.roles.cancel}
          />
        )}
      </div>
    </section>
  );
}

function HeldText({ erasure, now }: { erasure: Erasure; now: number }) {
  const all = Number(erasure.modelInteractionCount ?? 0);
  const named = Number(erasure.interactionCount ?? 0);
  const due = erasure.expireTime;
  return (
    <>
      <p>
        {words.held(
          erasure.requester || texts.none,
          counted(named, "interaction"),
          lastPart(erasure.model),
        )}{" "}
        {all > 0 && words.heldShare(share(named / all), counted(all, "interaction"))}{" "}
        {due !== undefined && words.heldDue(time(due), away(due, now))}
      </p>
      <p class="note">{words.heldWhy}</p>
    </>
  );
}

/** What happened when, and what took how long. */
function Times({ erasure }: { erasure: Erasure }) {
  const begin = Date.parse(erasure.receiveTime ?? "");
  const steps: [string, string | undefined][] = [
    [words.receiveTime, erasure.receiveTime],
    [words.containTime, erasure.containTime],
    [words.unlearnTime, erasure.unlearnTime],
    [words.purgeTime, erasure.purgeTime],
  ];
  const over = TERMINAL.has(erasure.state ?? "");
  const due: [string, string | undefined] = [words.expireTime, erasure.expireTime];
  const shown = [...steps, due].filter(([, at]) => at !== undefined || !over);
  return (
    <section>
      <h2>{words.times}</h2>
      <ol class="times">
        {shown.map(([name, at]) => (
          <li key={name} class={at === undefined ? "open" : name === words.expireTime ? "due" : ""}>
            <span class="name">{name}</span>
            <Time at={at} />
            {at !== undefined && at !== erasure.receiveTime && (
              <span class="note">{words.after(length(Date.parse(at) - begin))}</span>
            )}
          </li>
        ))}
      </ol>
      <Phases erasure={erasure} />
    </section>
  );
}

function Phases({ erasure }: { erasure: Erasure }) {
  const phases = (erasure.phases ?? []).map(
    (phase) => [phase.name ?? "", durationMillis(phase.duration ?? "0s")] as const,
  );
  const longest = Math.max(1e-9, ...phases.map(([, millis]) => millis));
  return phases.length === 0 ? null : (
    <>
      <h3>{words.phases}</h3>
      <table class="phases">
        <caption class="hidden">{words.phases}</caption>
        <tbody>
          {phases.map(([name, millis]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{length(millis)}</td>
              <td class="bar" aria-hidden="true">
                <svg viewBox="0 0 100 4" preserveAspectRatio="none" role="presentation">
                  <rect width={Math.max(0.5, (100 * millis) / longest)} height="4" />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function facts(erasure: Erasure) {
  const version = (name: string | undefined) =>
    name ? (
      <a href={address("models", modelPart(name))}>
        {texts.receipt.version(modelPart(name), lastPart(name))}
      </a>
    ) : undefined;
  const other = (name: string | undefined) =>
    name ? (
      <a class="id" href={address("erasures", lastPart(name))}>
        {shortId(name)}
      </a>
    ) : undefined;
  const used = erasure.usedMethod && texts.methods[erasure.usedMethod];
  const noMethod = erasure.state === "STATE_COMPLETED" ? words.nothingToForget : words.notYet;
  const rows: [string, preact.ComponentChildren][] = [
    [words.model, <Id key="model">{lastPart(erasure.model)}</Id>],
    [words.interactions, count(erasure.interactionCount)],
    [words.requester, erasure.requester],
    [words.approver, erasure.approver],
    [words.requested, texts.methods[erasure.requestedMethod ?? "UNLEARNING_METHOD_UNSPECIFIED"]],
    [words.used, used ?? noMethod],
    [
      words.rows,
      erasure.changedRowCount || erasure.droppedRowCount
        ? words.rowsValue(count(erasure.changedRowCount), count(erasure.droppedRowCount))
        : undefined,
    ],
    [words.before, version(erasure.baseVersion)],
    [words.afterVersion, version(erasure.unlearnedVersion)],
    [words.position, erasure.erasurePosition && count(erasure.erasurePosition)],
    [words.retriedErasure, other(erasure.retriedErasure)],
    [words.retryingErasure, other(erasure.retryingErasure)],
    [words.name, <Id key="name">{erasure.name ?? ""}</Id>],
  ];
  return rows.filter(([, value]) => value !== undefined && value !== "");
}
