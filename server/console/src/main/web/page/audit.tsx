import { useState } from "preact/hooks";
import { read } from "../api/calls";
import { FIRST, type Position, pageNumber, token } from "../api/paging";
import type { AuditEvent, AuditPage as Events } from "../api/types";
import { texts } from "../texts";
import { useLoaded } from "../view/hooks";
import { Badge, Empty, Failure, Id, Table, Time } from "../view/parts";
import { Pager } from "./erasures";

const words = texts.audit;
const PAGE_SIZE = 50;
const SECONDS = 10;

/** Who did what. */
export function AuditPage() {
  const [position, setPosition] = useState<Position>(FIRST);
  const pageToken = token(position);
  const { value, failure, reload } = useLoaded<Events>(
    pageToken,
    (signal) => read<Events>("/v1/auditEvents", { pageSize: PAGE_SIZE, pageToken }, signal),
    pageNumber(position) === 1 ? SECONDS : 0,
  );
  const events = value?.auditEvents ?? [];
  return (
    <>
      <h1 tabIndex={-1}>{texts.pages.audit}</h1>
      <p class="note">{words.explain}</p>
      {failure !== undefined && <Failure of={failure} roles={texts.roles.audit} retry={reload} />}
      {value === undefined && failure === undefined && <p aria-live="polite">{texts.loading}</p>}
      {value !== undefined && events.length === 0 && <Empty>{words.none}</Empty>}
      {events.length > 0 && (
        <Table
          caption={words.caption}
          columns={[
            [words.time, ""],
            [words.principal, ""],
            [words.action, ""],
            [words.resource, ""],
            [words.outcome, ""],
          ]}
        >
          {events.map((event, k) => (
            // Two of the same principal may have all in common.
            <Line key={`${event.time} ${k}`} event={event} />
          ))}
        </Table>
      )}
      {value !== undefined && (
        <Pager position={position} next={value.nextPageToken ?? ""} turn={setPosition} />
      )}
    </>
  );
}

function Line({ event }: { event: AuditEvent }) {
  return (
    <tr>
      <td>
        <Time at={event.time} />
      </td>
      <td>
        <Id>{event.principal ?? ""}</Id>
      </td>
      <td>{event.action}</td>
      <td>
        <Id>{event.resource || texts.none}</Id>
      </td>
      <td>
        {event.refusal === undefined ? (
          words.done
        ) : (
          <Badge tone="bad">{words.refused(event.refusal)}</Badge>
        )}
      </td>
    </tr>
  );
}
