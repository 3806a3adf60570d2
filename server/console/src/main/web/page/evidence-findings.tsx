import type { Export } from "../evidence/export";
import type { Evidence, Found } from "../evidence/receipts";
import { counted, lastPart, shortId } from "../formats";
import { address } from "../route";
import { texts } from "../texts";
import { Id } from "../view/parts";
import { save } from "../view/save";
import { LogNotice } from "./evidence";

const words = texts.evidence;

/** What the checks of an export found, and the export. */
export function Findings({ made, trusted }: { made: Export; trusted: boolean }) {
  const { evidence, oneLog, signed, grown } = made.findings;
  const receipts = evidence.filter((each) => each.receipt !== undefined);
  const number = counted(receipts.length, "receipt");
  const wrong = receipts.filter(({ receipt }) => isWrong(receipt?.found));
  const unchecked = receipts.some(({ receipt }) => receipt?.found.verdict === "UNCHECKED");
  const log = [
    oneLog ? words.oneLog : words.severalLogs,
    ...(signed === undefined ? [] : [signed ? words.signed : words.notSigned]),
  ];
  const sound = oneLog && signed !== false;
  return (
    <>
      {unchecked && <p class="notice attention">{words.unchecked}</p>}
      {!unchecked && wrong.length === 0 && (
        <p class={`notice ${sound ? (trusted ? "good" : "quiet") : "bad"}`}>
          {words.allAccepted(number)} {log.join(" ")}
          {!trusted && ` ${words.keyOfReceiptsNote}`}
        </p>
      )}
      {wrong.length > 0 && <Wrong evidence={wrong} />}
      {wrong.length > 0 && !sound && <p class="notice bad">{log.join(" ")}</p>}
      {grown !== undefined && <LogNotice check={grown} trusted={trusted} />}
      <p>{words.made(counted(evidence.length, "request"), number)}</p>
      <div class="buttons">
        <button type="button" onClick={() => save(made.file, made.name)}>
          {words.save}
        </button>
      </div>
    </>
  );
}

function isWrong(found: Found | undefined): boolean {
  return found !== undefined && found.verdict !== "ACCEPTED" && found.verdict !== "UNCHECKED";
}

function Wrong({ evidence }: { evidence: readonly Evidence[] }) {
  return (
    <div class="notice bad" role="alert">
      <p>{words.notAll}</p>
      <ul>
        {evidence.map(({ erasure, receipt }) => (
          <li key={erasure.name}>
            <a href={address("erasures", lastPart(erasure.name))}>
              <Id>{shortId(erasure.name)}</Id>
            </a>
            : {receipt === undefined ? "" : sentence(receipt.found)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function sentence({ verdict }: Found): string {
  switch (verdict) {
    case "ACCEPTED":
    case "UNCHECKED":
      return "";
    case "UNREADABLE":
      return words.unreadable;
    default:
      return texts.receipt.defects[verdict];
  }
}
