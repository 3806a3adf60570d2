import { useEffect, useState } from "preact/hooks";
import { bytes } from "../api/calls";
import { NoEd25519Error } from "../receipt/ed25519";
import { type Message, readReceipt } from "../receipt/statement";
import { type Verification, verify } from "../receipt/verifier";
import { texts } from "../texts";
import { useLoaded } from "../view/hooks";
import { Badge, Failure } from "../view/parts";
import { save } from "../view/save";
import { TrustedKey } from "../view/trusted-key";
import { ReceiptText } from "./receipt-text";

const words = texts.receipt;

/** The receipt that the server gives, checked here. */
export function FetchedReceipt({ path, name }: { path: string; name: string }) {
  const { value, failure, reload } = useLoaded(path, (signal) => bytes(path, signal));
  if (failure !== undefined) {
    return <Failure of={failure} roles={texts.roles.erasures} retry={reload} />;
  }
  return value === undefined ? (
    <p aria-live="polite">{texts.loading}</p>
  ) : (
    <CheckedReceipt file={value} name={name} />
  );
}

/**
 * A receipt, what its check found, and, if that was good, what it says.
 *
 * @param file its bytes, as they were fetched or opened
 */
export function CheckedReceipt({ file, name }: { file: Uint8Array<ArrayBuffer>; name: string }) {
  const [trusted, setTrusted] = useState<Uint8Array | undefined>();
  const [checked, setChecked] = useState<Verification | "no Ed25519" | undefined>();
  const [receipt, setReceipt] = useState<Message | undefined>();
  useEffect(() => {
    let late = false;
    const read = readReceipt(file);
    setReceipt(read);
    setChecked(undefined);
    const check = async () => {
      const found = read === undefined ? undefined : await checkedOrNot(read, trusted);
      if (!late) {
        setChecked(found);
      }
    };
    void check();
    return () => {
      late = true;
    };
  }, [file, trusted]);
  if (receipt === undefined) {
    return (
      <p class="notice bad" role="alert">
        {words.unreadable}
      </p>
    );
  }
  return (
    <>
      <div aria-live="polite">
        {checked === undefined ? (
          <p>{words.checking}</p>
        ) : (
          <Verdict of={checked} trusted={trusted !== undefined} />
        )}
      </div>
      <TrustedKey choose={setTrusted} />
      <div class="buttons screen">
        <button type="button" onClick={() => save(new Blob([file]), name)}>
          {words.download}
        </button>
        {isAccepted(checked) && (
          <button type="button" class="plain" onClick={() => print()}>
            {words.print}
          </button>
        )}
      </div>
      {isAccepted(checked) && <ReceiptText receipt={receipt} accepted={checked} />}
    </>
  );
}

function isAccepted(
  checked: Verification | "no Ed25519" | undefined,
): checked is Extract<Verification, { verdict: "ACCEPTED" }> {
  return typeof checked === "object" && checked.verdict === "ACCEPTED";
}

async function checkedOrNot(
  receipt: Message,
  trusted: Uint8Array | undefined,
): Promise<Verification | "no Ed25519"> {
  try {
    return await verify(receipt, trusted);
  } catch (failure) {
    if (failure instanceof NoEd25519Error) {
      return "no Ed25519";
    }
    throw failure;
  }
}

function Verdict({ of, trusted }: { of: Verification | "no Ed25519"; trusted: boolean }) {
  if (of === "no Ed25519") {
    return <p class="notice attention">{words.noEd25519}</p>;
  }
  if (of.verdict !== "ACCEPTED") {
    return (
      <p class="notice bad">
        <Badge tone="bad">{words.forged}</Badge> {words.defects[of.verdict]}
      </p>
    );
  }
  const genuine = of.place === undefined ? words.genuineBare : words.genuineText;
  return (
    <p class={`notice ${trusted ? "good" : "quiet"}`}>
      <Badge tone={trusted ? "good" : "quiet"}>{trusted ? words.genuine : words.whole}</Badge>{" "}
      {trusted ? genuine : words.wholeText}
    </p>
  );
}
