import { useState } from "preact/hooks";
import { post } from "../api/calls";
import type {
  Model,
  RecommendForItemsRequest,
  RecommendRequest,
  RecommendResponse,
  ScoredItem,
  SimilarItemsRequest,
} from "../api/types";
import { lastPart, score } from "../formats";
import { texts } from "../texts";
import { useLoaded } from "../view/hooks";
import { Command, Empty, Failure, Id, Table } from "../view/parts";
import { allModels } from "./overview-data";

const words = texts.explore;
const REASONS = 3;

type Kind = keyof typeof words.kinds;

/** What is asked for; it stays in the page's memory. */
interface Question {
  readonly model: string;
  readonly kind: Kind;
  readonly id: string;
  readonly n: number;
  readonly popular: boolean;
  readonly seen: boolean;
}

interface Answered {
  readonly question: Question;
  readonly response: RecommendResponse;
}

/** What the models recommend to whom, and why. */
export function ExplorePage() {
  const models = useLoaded("models", allModels);
  const [answered, setAnswered] = useState<Answered>();
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const ask = async (question: Question) => {
    setBusy(true);
    setFailure(undefined);
    try {
      setAnswered({ question, response: await answer(question) });
    } catch (refused) {
      setAnswered(undefined);
      setFailure(refused);
    } finally {
      setBusy(false);
    }
  };
  const serving = models.value?.filter((model) => model.state === "STATE_SERVING");
  return (
    <>
      <h1 tabIndex={-1}>{texts.pages.explore}</h1>
      {models.failure !== undefined && <Failure of={models.failure} retry={models.reload} />}
      {serving?.length === 0 && (
        <Empty>
          {words.noModel} <Command>{words.noModelCommand}</Command>
        </Empty>
      )}
      {serving !== undefined && serving.length > 0 && (
        <>
          <Questions models={serving} busy={busy} ask={ask} />
          <div aria-live="polite" aria-busy={busy}>
            {failure !== undefined && <Failure of={failure} roles={texts.roles.serve} />}
            {answered !== undefined && <Answer answered={answered} />}
            {answered === undefined && failure === undefined && <Empty>{words.empty}</Empty>}
          </div>
        </>
      )}
    </>
  );
}

function answer(question: Question): Promise<RecommendResponse> {
  const { n, id } = question;
  const path = `/v1/models/${question.model}`;
  switch (question.kind) {
    case "user": {
      const request: RecommendRequest = {
        user: id,
        n,
        includeSeen: question.seen,
        fallback: question.popular ? "FALLBACK_POPULAR" : "FALLBACK_UNSPECIFIED",
        because: REASONS,
      };
      return post(`${path}:recommend`, request);
    }
    case "items": {
      const items = id
        .split(",")
        .map((item) => ({ item: item.trim() }))
        .filter(({ item }) => item !== "");
      const request: RecommendForItemsRequest = { items, n };
      return post(`${path}:recommendForItems`, request);
    }
    case "similar": {
      const request: SimilarItemsRequest = { item: id, n };
      return post(`${path}:similarItems`, request);
    }
  }
}

function Questions(props: {
  models: readonly Model[];
  busy: boolean;
  ask: (question: Question) => void;
}) {
  const [question, setQuestion] = useState<Question>({
    model: lastPart(props.models[0]?.name),
    kind: "user",
    id: "",
    n: 10,
    popular: false,
    seen: false,
  });
  const set = (change: Partial<Question>) => setQuestion({ ...question, ...change });
  const send = (event: Event) => {
    event.preventDefault();
    props.ask(question);
  };
  const idLabel = { user: words.user, items: words.items, similar: words.item }[question.kind];
  return (
    <form class="filter" onSubmit={send} aria-label={texts.pages.explore}>
      <label>
        {words.model}
        <select
          value={question.model}
          onChange={(event) => set({ model: event.currentTarget.value })}
        >
          {props.models.map((model) => (
            <option key={model.name}>{lastPart(model.name)}</option>
          ))}
        </select>
      </label>
      <label>
        {words.kind}
        <select
          value={question.kind}
          onChange={(event) => set({ kind: event.currentTarget.value as Kind, id: "" })}
        >
          {Object.entries(words.kinds).map(([kind, name]) => (
            <option key={kind} value={kind}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="long">
        {idLabel}
        <input
          type="text"
          required
          value={question.id}
          spellcheck={false}
          autocomplete="off"
          onInput={(event) => set({ id: event.currentTarget.value })}
        />
      </label>
      <label class="short">
        {words.n}
        <input
          type="number"
          min="1"
          max="20"
          required
          value={question.n}
          onInput={(event) => set({ n: event.currentTarget.valueAsNumber })}
        />
      </label>
      {question.kind === "user" && (
        <fieldset>
          <Check label={words.popular} on={question.popular} turn={(popular) => set({ popular })} />
          <Check label={words.seen} on={question.seen} turn={(seen) => set({ seen })} />
        </fieldset>
      )}
      <div class="buttons">
        <button type="submit" disabled={props.busy}>
          {words.show}
        </button>
      </div>
      <p class="note">{words.privacy}</p>
    </form>
  );
}

function Check(props: { label: string; on: boolean; turn: (on: boolean) => void }) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={props.on}
        onChange={(event) => props.turn(event.currentTarget.checked)}
      />
      {props.label}
    </label>
  );
}

function Answer({ answered }: { answered: Answered }) {
  const { question, response } = answered;
  const items = response.items ?? [];
  const popular = response.source === "SOURCE_POPULAR";
  const caption = words.caption(items.length, lastPart(response.modelVersion));
  if (items.length === 0) {
    return <Empty>{words.nothing}</Empty>;
  }
  return (
    <section>
      {popular && <p class="notice quiet">{words.popularSource}</p>}
      <p class="note">{caption}</p>
      <Table
        caption={caption}
        columns={[
          [words.rank, "number"],
          [words.resultItem, ""],
          [words.score, "number wide"],
          ...(question.kind === "user" && !popular ? ([[words.because, ""]] as const) : []),
        ]}
      >
        {items.map((item, k) => (
          <tr key={item.item}>
            <td class="number">{k + 1}</td>
            <th scope="row">
              <Id>{item.item ?? ""}</Id>
            </th>
            <td class="number wide">{score(item.score)}</td>
            {question.kind === "user" && !popular && <Because item={item} />}
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Because({ item }: { item: ScoredItem }) {
  const reasons = item.because ?? [];
  return (
    <td>
      {reasons.length === 0 ? (
        <span class="note">{words.noReason}</span>
      ) : (
        <ul class="reasons">
          {reasons.map((reason) => (
            <li key={reason.item}>
              <Id>{reason.item ?? ""}</Id> <span class="note">{score(reason.contribution)}</span>
            </li>
          ))}
        </ul>
      )}
    </td>
  );
}
