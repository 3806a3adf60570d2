import type { Erasure } from "../api/types";
import { away, count, lastPart, shortId } from "../formats";
import { address } from "../route";
import { texts } from "../texts";
import { ErasureBadge, Id, Table, Time } from "../view/parts";

const ENDED = new Set(["STATE_COMPLETED", "STATE_CANCELLED"]);

/** Erasures, a line each. */
export function ErasureTable(props: {
  erasures: readonly Erasure[];
  now: number;
  caption: string;
}) {
  const words = texts.erasures;
  return (
    <Table
      caption={props.caption}
      columns={[
        [words.erasure, ""],
        [words.state, ""],
        [words.model, "wide"],
        [words.interactions, "number wide"],
        [words.askedBy, "wide"],
        [words.received, ""],
        [words.due, ""],
      ]}
    >
      {props.erasures.map((erasure) => (
        <tr key={erasure.name}>
          <th scope="row">
            <a class="id" href={address("erasures", lastPart(erasure.name))}>
              {shortId(erasure.name)}
            </a>
          </th>
          <td>
            <ErasureBadge erasure={erasure} />
          </td>
          <td class="wide">
            <Id>{lastPart(erasure.model)}</Id>
          </td>
          <td class="number wide">{count(erasure.interactionCount)}</td>
          <td class="wide">
            <Id>{erasure.requester || texts.none}</Id>
          </td>
          <td>
            <Time at={erasure.receiveTime} />
          </td>
          <td>
            <Due erasure={erasure} now={props.now} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Due({ erasure, now }: { erasure: Erasure; now: number }) {
  if (erasure.expireTime === undefined || ENDED.has(erasure.state ?? "")) {
    return <span class="note">{texts.erasures.notDue}</span>;
  }
  const late = new Date(erasure.expireTime).getTime() < now;
  return (
    <time dateTime={erasure.expireTime} class={late ? "late" : ""}>
      {away(erasure.expireTime, now)}
    </time>
  );
}
