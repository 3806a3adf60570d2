import { useState } from "preact/hooks";
import { callWith } from "./api/calls";
import { texts } from "./texts";

/** Whom a token names. The server decides by the token; this is for people to see who they are. */
export function principalOf(token: string): string {
  try {
    const payload = token.split(".")[1] ?? "";
    const json = atob(payload.replace(/-/g, "+").replace(/_/g, "/"));
    const bytes = Uint8Array.from(json, (each) => each.charCodeAt(0));
    const { sub } = JSON.parse(new TextDecoder().decode(bytes));
    return typeof sub === "string" ? sub : "";
  } catch {
    return "";
  }
}

/** Asks for a token. It is written nowhere: not into the address, a cookie or the browser's storage. */
export function SignIn(props: { refused: boolean; done: (principal: string) => void }) {
  const [token, setToken] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    const plain = token.replace(/^\s*(Authorization:)?\s*(Bearer\s)?/i, "").trim();
    callWith(plain);
    setToken("");
    props.done(principalOf(plain));
  };
  return (
    <form class="signin" onSubmit={submit}>
      <h1 tabIndex={-1}>{texts.session.title}</h1>
      <p>{texts.session.explain}</p>
      {props.refused && (
        <p class="notice bad" role="alert">
          {texts.session.refused}
        </p>
      )}
      <label for="token">{texts.session.token}</label>
      <textarea
        id="token"
        rows={5}
        required
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        value={token}
        onInput={(event) => setToken(event.currentTarget.value)}
      />
      <div class="buttons">
        <button type="submit">{texts.session.submit}</button>
      </div>
    </form>
  );
}
