import { useState } from "preact/hooks";
import type { ErasureState } from "../api/types";
import { texts } from "../texts";

/** What a list of erasures is narrowed by; empty for everything. */
export interface Filter {
  readonly state: string;
  readonly due: string;
  readonly model: string;
  readonly requester: string;
  readonly requestId: string;
}

export const NOTHING: Filter = { state: "", due: "", model: "", requester: "", requestId: "" };

/** Whose erasures are searched for. */
export interface Subject {
  readonly kind: "user" | "item";
  readonly id: string;
}

const STATES = (Object.keys(texts.states) as ErasureState[]).filter(
  (state) => state !== "STATE_UNSPECIFIED",
);

/** A form whose fields are read when it is sent. */
export function ErasureFilter(props: { filter: Filter; choose: (filter: Filter) => void }) {
  const words = texts.erasures;
  const [draft, setDraft] = useState(props.filter);
  const change = (name: keyof Filter) => (event: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [name]: event.currentTarget.value });
  const send = (event: Event) => {
    event.preventDefault();
    props.choose({
      ...draft,
      model: draft.model.trim(),
      requester: draft.requester.trim(),
      requestId: draft.requestId.trim(),
    });
  };
  const clear = () => {
    setDraft(NOTHING);
    props.choose(NOTHING);
  };
  return (
    <form class="filter" onSubmit={send} aria-label={words.findBy}>
      <label>
        {words.state}
        <select value={draft.state} onChange={change("state")}>
          <option value="">{words.anyState}</option>
          <option value="underway">{texts.overview.open.toLowerCase()}</option>
          {STATES.map((state) => (
            <option key={state} value={state}>
              {texts.states[state]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.due}
        <select value={draft.due} onChange={change("due")}>
          <option value="">{words.anyDue}</option>
          <option value="late">{words.dueLate}</option>
          <option value="week">{words.dueWeek}</option>
          <option value="month">{words.dueMonth}</option>
        </select>
      </label>
      <Text
        label={words.model}
        hint={words.anyModel}
        value={draft.model}
        change={change("model")}
      />
      <Text
        label={words.requester}
        hint={words.requesterHint}
        value={draft.requester}
        change={change("requester")}
      />
      <Text
        label={words.requestId}
        hint={words.requestIdHint}
        value={draft.requestId}
        change={change("requestId")}
      />
      <div class="buttons">
        <button type="submit">{words.find}</button>
        <button type="button" class="plain" onClick={clear}>
          {words.clear}
        </button>
      </div>
    </form>
  );
}

function Text(props: {
  label: string;
  hint: string;
  value: string;
  change: (event: { currentTarget: { value: string } }) => void;
}) {
  return (
    <label>
      {props.label}
      <input
        type="text"
        value={props.value}
        placeholder={props.hint}
        spellcheck={false}
        autocomplete="off"
        onInput={props.change}
      />
    </label>
  );
}

/** Asks for an id that stands nowhere afterwards but in the page's memory. */
export function SubjectSearch({ search }: { search: (subject: Subject) => void }) {
  const words = texts.erasures;
  const [kind, setKind] = useState<Subject["kind"]>("user");
  const [id, setId] = useState("");
  const send = (event: Event) => {
    event.preventDefault();
    search({ kind, id });
  };
  return (
    <details>
      <summary>{words.subjectTitle}</summary>
      <p class="note">{words.subjectExplain}</p>
      <form class="filter" onSubmit={send} aria-label={words.subjectTitle}>
        <label>
          {words.subjectKind}
          <select
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value === "item" ? "item" : "user")}
          >
            <option value="user">{words.subjectUser}</option>
            <option value="item">{words.subjectItem}</option>
          </select>
        </label>
        <label>
          {words.subjectId}
          <input
            type="text"
            required
            value={id}
            spellcheck={false}
            autocomplete="off"
            onInput={(event) => setId(event.currentTarget.value)}
          />
        </label>
        <div class="buttons">
          <button type="submit">{words.subjectFind}</button>
        </div>
      </form>
    </details>
  );
}
