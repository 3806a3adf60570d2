import { useState } from "preact/hooks";
import { readKey } from "../receipt/verifier";
import { texts } from "../texts";

const words = texts.receipt;

/** The key has to come from elsewhere than the receipt. */
export function TrustedKey({ choose }: { choose: (key: Uint8Array | undefined) => void }) {
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  const send = (event: Event) => {
    event.preventDefault();
    const key = readKey(text);
    setWrong(text.trim() !== "" && key === undefined);
    choose(key);
  };
  return (
    <form class="filter screen" onSubmit={send} aria-label={words.trustSet}>
      <label class="long">
        {words.trust}
        <input
          type="text"
          value={text}
          placeholder={words.trustHint}
          spellcheck={false}
          autocomplete="off"
          aria-invalid={wrong}
          aria-describedby="trust-wrong"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <div class="buttons">
        <button type="submit" class="plain">
          {words.trustSet}
        </button>
      </div>
      <p id="trust-wrong" class="late" aria-live="polite">
        {wrong ? words.trustWrong : ""}
      </p>
    </form>
  );
}
