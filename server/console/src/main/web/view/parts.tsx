import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { CallError } from "../api/calls";
import type { Erasure, Model } from "../api/types";
import { time } from "../formats";
import { texts } from "../texts";

/** How a state is to be taken, beside its word. */
export type Tone = "good" | "working" | "attention" | "bad" | "quiet";

/** A state, by word and colour. */
export function Badge({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

export function ErasureBadge({ erasure }: { erasure: Erasure }) {
  const state = erasure.state ?? "STATE_UNSPECIFIED";
  return <Badge tone={erasureTone(state)}>{texts.states[state] ?? state}</Badge>;
}

function erasureTone(state: NonNullable<Erasure["state"]>): Tone {
  switch (state) {
    case "STATE_COMPLETED":
      return "good";
    case "STATE_HELD":
      return "attention";
    case "STATE_FAILED":
      return "bad";
    case "STATE_CANCELLED":
    case "STATE_UNSPECIFIED":
      return "quiet";
    default:
      return "working";
  }
}

export function ModelBadge({ model }: { model: Model }) {
  const state = model.state ?? "STATE_UNSPECIFIED";
  const tones: Record<typeof state, Tone> = {
    STATE_UNSPECIFIED: "quiet",
    STATE_PREPARING: "working",
    STATE_SERVING: "good",
    STATE_NOT_SERVING: "bad",
    STATE_UNTRAINED: "attention",
  };
  return <Badge tone={tones[state] ?? "quiet"}>{texts.modelStates[state] ?? state}</Badge>;
}

/** An id of whatever letters, kept apart from the text around it. */
export function Id({ children }: { children: string }) {
  return <bdi class="id">{children}</bdi>;
}

export function Time({ at }: { at: string | undefined }) {
  return at === undefined ? (
    <span>{texts.none}</span>
  ) : (
    <time dateTime={at} class="time">
      {time(at)}
    </time>
  );
}

/** A command to be typed elsewhere. */
export function Command({ children }: { children: string }) {
  return <code class="command">{children}</code>;
}

/** Names and values, one below the other. */
export function Facts({ rows }: { rows: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A table that scrolls by itself where the page is narrower. */
export function Table(props: {
  caption: string;
  /** Name and class of each column; those with `wide` are left out on narrow pages. */
  columns: readonly (readonly [string, string])[];
  children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards scroll it, too
    <section class="table" aria-label={props.caption} tabIndex={0}>
      <table>
        <caption class="hidden">{props.caption}</caption>
        <thead>
          <tr>
            {props.columns.map(([name, kind]) => (
              <th key={name} scope="col" class={kind}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </section>
  );
}

/** What went wrong with a call, in plain words. */
export function Failure(props: { of: unknown; roles?: string; retry?: () => void }) {
  return (
    <div class="notice bad" role="alert">
      <p>{explain(props.of, props.roles)}</p>
      {props.retry !== undefined && !isDenied(props.of) && (
        <button type="button" onClick={props.retry}>
          {texts.failures.retry}
        </button>
      )}
    </div>
  );
}

/** Whether a call failed because of who called. */
export function isDenied(failure: unknown): boolean {
  return failure instanceof CallError && failure.status === 403;
}

function explain(failure: unknown, roles: string | undefined): string {
  if (!(failure instanceof CallError)) {
    return String(failure);
  }
  if (failure.status === 0) {
    return texts.failures.noAnswer;
  }
  if (failure.reason === "PERMISSION_DENIED") {
    return roles === undefined ? texts.failures.deniedOther : texts.failures.denied(roles);
  }
  return texts.failures.saying(failure.message, failure.reason);
}

/** A button that asks before it does something that cannot be undone. */
export function Ask(props: {
  label: string;
  kind?: string;
  question: string;
  effect: string;
  keep: string;
  does: () => Promise<void>;
  roles?: string;
}) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [dialog, setDialog] = useState<HTMLDialogElement | null>(null);
  const open = () => {
    setFailure(undefined);
    dialog?.showModal();
  };
  const go = async () => {
    setBusy(true);
    try {
      await props.does();
      dialog?.close();
    } catch (refused) {
      setFailure(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" class={props.kind ?? ""} onClick={open}>
        {props.label}
      </button>
      <dialog ref={setDialog} aria-label={props.question}>
        <h2>{props.question}</h2>
        <p>{props.effect}</p>
        {failure !== undefined && (
          <Failure of={failure} {...(props.roles === undefined ? {} : { roles: props.roles })} />
        )}
        <div class="buttons">
          <button type="button" class={props.kind ?? ""} disabled={busy} onClick={go}>
            {props.label}
          </button>
          <button type="button" class="plain" onClick={() => dialog?.close()}>
            {props.keep}
          </button>
        </div>
      </dialog>
    </>
  );
}

/** What is there when there is nothing, and what to do next. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}
