import { useState } from "preact/hooks";
import { texts } from "../texts";
import { CheckedReceipt } from "./receipt";

const words = texts.receipt;

/** Checks a receipt that somebody kept; no call is made for it. */
export function CheckReceiptPage() {
  const [opened, setOpened] = useState<{ file: Uint8Array<ArrayBuffer>; name: string }>();
  const open = async (event: { currentTarget: HTMLInputElement }) => {
    const [file] = event.currentTarget.files ?? [];
    if (file !== undefined) {
      setOpened({ file: new Uint8Array(await file.arrayBuffer()), name: file.name });
    }
  };
  return (
    <>
      <h1 class="screen" tabIndex={-1}>
        {words.title}
      </h1>
      <p class="screen">{words.explain}</p>
      <p class="screen">
        <label class="file">
          {words.file}
          <input type="file" accept=".bin,.json" onChange={open} />
        </label>
      </p>
      {opened !== undefined && <CheckedReceipt file={opened.file} name={opened.name} />}
    </>
  );
}
