import { useState } from "preact/hooks";
import { post, read } from "../api/calls";
import { back, FIRST, forward, type Position, pageNumber, token } from "../api/paging";
import type { ErasurePage as Erasures, SearchErasuresRequest } from "../api/types";
import { texts } from "../texts";
import { useLoaded, useNow } from "../view/hooks";
import { Command, Empty, Failure } from "../view/parts";
import { ErasureTable } from "./erasure-table";
import { ErasureFilter, type Filter, NOTHING, type Subject, SubjectSearch } from "./find-erasures";
import { UNDER_WAY } from "./overview-data";

const SECONDS = 10;
const PAGE_SIZE = 50;
const DAY_MILLIS = 86_400_000;
const DAYS = new Map([
  ["late", 0],
  ["week", 7],
  ["month", 30],
]);
/** All erasures, a page at a time, those that fit the filter or are of one subject. */
export function ErasuresPage(props: { filter: ReadonlyMap<string, string> }) {
  const [filter, setFilter] = useState<Filter>({
    ...NOTHING,
    state: props.filter.get("state") ?? "",
    due: props.filter.get("due") ?? "",
  });
  const [subject, setSubject] = useState<Subject | undefined>();
  const [position, setPosition] = useState<Position>(FIRST);
  const now = useNow(SECONDS);
  const pageToken = token(position);
  const key = JSON.stringify([filter, subject, pageToken]);
  const { value, failure, loading, reload } = useLoaded<Erasures>(
    key,
    (signal) =>
      subject === undefined ? listed(filter, pageToken, signal) : found(subject, pageToken, signal),
    // A search for a subject stands in the audit trail: one is enough.
    subject === undefined ? SECONDS : 0,
  );
  const words = texts.erasures;
  const choose = (next: Filter, whose?: Subject) => {
    setFilter(next);
    setSubject(whose);
    setPosition(FIRST);
  };
  return (
    <>
      <h1 tabIndex={-1}>{texts.pages.erasures}</h1>
      <ErasureFilter filter={filter} choose={(next) => choose(next)} />
      <SubjectSearch search={(whose) => choose(NOTHING, whose)} />
      {failure !== undefined && (
        <Failure
          of={failure}
          roles={subject === undefined ? texts.roles.erasures : texts.roles.subjects}
          retry={reload}
        />
      )}
      <div aria-live="polite" aria-busy={loading}>
        {subject !== undefined && value !== undefined && <p>{words.subjectShown}</p>}
        {value === undefined && failure === undefined && <p>{texts.loading}</p>}
        {value !== undefined && (
          <List value={value} now={now} all={filter === NOTHING && !subject} />
        )}
      </div>
      {value !== undefined && (
        <Pager position={position} next={value.nextPageToken ?? ""} turn={setPosition} />
      )}
    </>
  );
}

function List(props: { value: Erasures; now: number; all: boolean }) {
  const words = texts.erasures;
  const erasures = props.value.erasures ?? [];
  if (erasures.length > 0) {
    return <ErasureTable erasures={erasures} now={props.now} caption={words.caption} />;
  }
  return props.all ? (
    <Empty>
      {words.noneYet} <Command>{words.noneYetCommand}</Command>
    </Empty>
  ) : (
    <Empty>{words.none}</Empty>
  );
}

/** Leads through pages whose number nobody knows. */
export function Pager(props: { position: Position; next: string; turn: (to: Position) => void }) {
  const number = pageNumber(props.position);
  return number === 1 && props.next === "" ? null : (
    <nav class="pager" aria-label={texts.navigation}>
      <button
        type="button"
        class="plain"
        disabled={number === 1}
        onClick={() => props.turn(back(props.position))}
      >
        {texts.erasures.previous}
      </button>
      <span aria-live="polite">{texts.erasures.page(number)}</span>
      <button
        type="button"
        class="plain"
        disabled={props.next === ""}
        onClick={() => props.turn(forward(props.position, props.next))}
      >
        {texts.erasures.next}
      </button>
    </nav>
  );
}

function listed(filter: Filter, pageToken: string, signal: AbortSignal): Promise<Erasures> {
  const days = DAYS.get(filter.due);
  const query = {
    pageSize: PAGE_SIZE,
    pageToken,
    model: filter.model === "" ? "" : `models/${filter.model}`,
    requester: filter.requester,
    requestId: filter.requestId,
    states: filter.state === "underway" ? UNDER_WAY : filter.state,
    // The same time for all pages of one list: its token is for these filters.
    dueBefore:
      days === undefined ? "" : new Date(minuteOf(Date.now()) + days * DAY_MILLIS).toISOString(),
  };
  return read<Erasures>("/v1/erasures", query, signal);
}

/** The beginning of this minute. */
function minuteOf(now: number): number {
  return now - (now % 60_000);
}

function found(subject: Subject, pageToken: string, signal: AbortSignal): Promise<Erasures> {
  const request: SearchErasuresRequest = {
    [subject.kind]: subject.id,
    pageSize: PAGE_SIZE,
    pageToken,
  };
  return post<Erasures>("/v1/erasures:search", request, signal);
}
