import { useState } from "preact/hooks";
import {
  checkedLog,
  type LogCheck,
  latestNote,
  type Note,
  pasted,
  signerOf,
} from "../evidence/log";
import { logSentence } from "../evidence/sentence";
import { count } from "../formats";
import { toBase64 } from "../receipt/bytes";
import { NoEd25519Error } from "../receipt/ed25519";
import { texts } from "../texts";
import { useLoaded } from "../view/hooks";
import { Badge, Facts, Failure, Id } from "../view/parts";
import { save } from "../view/save";
import { TrustedKey } from "../view/trusted-key";
import { EvidencePeriod } from "./evidence-period";

const words = texts.evidence;
const SECONDS = 10;

/** That the log only grew, and everything about the erasures of a period in one file. */
export function EvidencePage() {
  const [kept, setKept] = useState("");
  const [trusted, setTrusted] = useState<Uint8Array | undefined>();
  const { value, failure, reload } = useLoaded("checkpoint", latestNote, SECONDS);
  return (
    <>
      <h1 tabIndex={-1}>{texts.pages.evidence}</h1>
      <p class="note">{words.explain}</p>
      {failure !== undefined && (
        <Failure of={failure} roles={texts.roles.erasures} retry={reload} />
      )}
      {value === undefined ? (
        failure === undefined && <p aria-live="polite">{texts.loading}</p>
      ) : (
        <>
          <section>
            <h2>{words.logTitle}</h2>
            <LatestCheckpoint note={value} />
            <KeptCheckpoint text={kept} choose={setKept} />
            <TrustedKey choose={setTrusted} />
            {kept.trim() !== "" && <Growth kept={pasted(kept)} trusted={trusted} latest={value} />}
          </section>
          <EvidencePeriod kept={kept.trim() === "" ? "" : pasted(kept)} trusted={trusted} />
        </>
      )}
    </>
  );
}

function LatestCheckpoint({ note }: { note: Note }) {
  const { origin, size, root } = note.checkpoint;
  const file = () => save(new Blob([note.text]), `lethe-checkpoint-${size}.txt`);
  return (
    <>
      <Facts
        rows={[
          [words.name, <Id key="origin">{origin}</Id>],
          [words.size, count(size.toString())],
          [words.root, <Id key="root">{toBase64(root)}</Id>],
        ]}
      />
      <div class="buttons">
        <button type="button" class="plain" onClick={file}>
          {words.keep}
        </button>
      </div>
      <p class="note">{words.keepWhy}</p>
    </>
  );
}

/** What the reader kept, pasted or from a file. */
function KeptCheckpoint(props: { text: string; choose: (text: string) => void }) {
  const open = async (event: { currentTarget: HTMLInputElement }) => {
    const [file] = event.currentTarget.files ?? [];
    if (file !== undefined) {
      const { keptCheckpoint } = await import("../evidence/export");
      props.choose(keptCheckpoint(new Uint8Array(await file.arrayBuffer())));
    }
  };
  return (
    <div class="filter">
      <label class="long">
        {words.kept}
        <textarea
          rows={5}
          spellcheck={false}
          autocomplete="off"
          placeholder={words.keptHint}
          value={props.text}
          onInput={(event) => props.choose(event.currentTarget.value)}
        />
      </label>
      <label class="file">
        {words.keptFile}
        <input type="file" accept=".txt,.zip" onChange={open} />
      </label>
    </div>
  );
}

/** Whether the log goes on where the kept one was; looked at again whenever one of them changes. */
function Growth(props: { kept: string; trusted: Uint8Array | undefined; latest: Note }) {
  const { kept, trusted, latest } = props;
  const key = JSON.stringify([kept, trusted === undefined ? "" : toBase64(trusted), latest.text]);
  const { value, failure, reload } = useLoaded(key, (signal) =>
    checkedOrNot(kept, latest, trusted, signal),
  );
  return (
    <div aria-live="polite">
      {failure !== undefined && (
        <Failure of={failure} roles={texts.roles.erasures} retry={reload} />
      )}
      {value === undefined ? (
        failure === undefined && <p>{words.checking}</p>
      ) : typeof value === "string" ? (
        <p class="notice attention">{value}</p>
      ) : (
        <LogNotice check={value} trusted={trusted !== undefined} />
      )}
    </div>
  );
}

/** The check, or why there is none. */
async function checkedOrNot(
  kept: string,
  latest: Note,
  trusted: Uint8Array | undefined,
  signal: AbortSignal,
): Promise<LogCheck | string> {
  const signer = await signerOf(trusted, signal);
  if (signer === undefined) {
    return words.noKey;
  }
  try {
    return await checkedLog(kept, latest.checkpoint, signer, signal);
  } catch (failure) {
    if (failure instanceof NoEd25519Error) {
      return texts.receipt.noEd25519;
    }
    throw failure;
  }
}

/** The verdict on the log's growth. */
export function LogNotice({ check, trusted }: { check: LogCheck; trusted: boolean }) {
  const good = check.verdict === "CONSISTENT";
  const tone = !good ? "bad" : trusted ? "good" : "quiet";
  return (
    <p class={`notice ${tone}`}>
      <Badge tone={tone}>{good ? words.consistent : words.inconsistent}</Badge> {logSentence(check)}
      {good && !trusted && ` ${words.keyOfReceiptsNote}`}
    </p>
  );
}
