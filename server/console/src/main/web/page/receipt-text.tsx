import { counted, lastPart, modelPart, utcTime } from "../formats";
import { toHex } from "../receipt/bytes";
import type { Message, ReceiptStatement } from "../receipt/statement";
import type { Verification } from "../receipt/verifier";
import { receiptWords, times } from "../receipt/words";
import { texts } from "../texts";
import { Facts, Id } from "../view/parts";

const words = texts.receipt;

/** What a receipt says, for a person to read, print and keep. */
export function ReceiptText(props: {
  receipt: Message;
  accepted: Extract<Verification, { verdict: "ACCEPTED" }>;
}) {
  const { statement, place } = props.accepted;
  const said = receiptWords(statement);
  return (
    <article class="paper">
      <h3 class="title">{words.forPeople}</h3>
      <p class="outcome">{said.outcome}</p>
      <h4>{words.asked}</h4>
      <Facts
        rows={present([
          [words.toForget, words.toForgetValue(lastPart(statement.model))],
          [texts.erasures.erasure, <Id key="erasure">{lastPart(statement.erasure)}</Id>],
          [texts.erasure.requester, statement.requester],
          [texts.erasure.approver, statement.approver],
          [words.sealed, <Id key="sealed">{statement.requestCommitment}</Id>],
        ])}
      />
      <p class="note">{words.namesNobody}</p>
      <h4>{words.done}</h4>
      <Facts rows={present(done(statement, said.method))} />
      <h4>{words.when}</h4>
      <Facts rows={times(statement)} />
      <h4>{words.means}</h4>
      <p>{said.assurance}</p>
      <Scopes title={words.covers} scopes={statement.coveredScopes} />
      <Scopes title={words.coversNot} scopes={statement.uncoveredScopes} />
      {said.measured.length > 0 && (
        <>
          <h4>{words.measured}</h4>
          <Facts rows={said.measured} />
        </>
      )}
      <h4>{words.signer}</h4>
      <Facts
        rows={present([
          [words.publicKey, <Id key="key">{toHex(props.receipt.publicKey)}</Id>],
          [words.keyId, <Id key="id">{props.receipt.keyId}</Id>],
          [words.log, <Id key="log">{props.receipt.logOrigin}</Id>],
          [
            words.place,
            place && words.placeValue(place.index.toString(), place.checkpoint.size.toString()),
          ],
          [words.software, statement.serverBuild],
        ])}
      />
      <p class="note">{words.keyNote}</p>
      <p class="note">{words.checkElsewhere}</p>
    </article>
  );
}

function Scopes({ title, scopes }: { title: string; scopes: readonly string[] }) {
  return scopes.length === 0 ? null : (
    <>
      <h4>{title}</h4>
      <ul>
        {scopes.map((scope) => (
          <li key={scope}>{scope}</li>
        ))}
      </ul>
    </>
  );
}

type Row = [string, preact.ComponentChildren];

function present(rows: Row[]): Row[] {
  return rows.filter(([, value]) => value !== undefined && value !== "");
}

function done(statement: ReceiptStatement, method: string): Row[] {
  const version = (name: string, digest: string) =>
    name === "" ? "" : words.digest(words.version(modelPart(name), lastPart(name)), digest);
  const unread = statement.notLearnedInteractionCount;
  const all = counted(statement.forgottenInteractionCount, "interaction");
  const failed = statement.assurance === "ASSURANCE_CONTAINED";
  return [
    [words.failedBecause, failed ? statement.failureReason : ""],
    [words.how, failed ? "" : method],
    [
      words.forgotten,
      failed
        ? ""
        : unread === 0 || statement.unlearnedVersion === ""
          ? all
          : words.unread(all, counted(unread, "interaction")),
    ],
    [texts.erasure.before, version(statement.baseVersion, statement.baseVersionDigest)],
    [
      texts.erasure.afterVersion,
      version(statement.unlearnedVersion, statement.unlearnedVersionDigest),
    ],
    ...statement.destroyedVersions.map(
      (gone): Row => [
        words.destroyed,
        `${words.version(modelPart(gone.version), lastPart(gone.version))}, ${
          gone.destroyTime === undefined ? texts.none : utcTime(gone.destroyTime)
        }`,
      ],
    ),
  ];
}
