import { count, durationMillis, lastPart, length, share, shortId } from "../formats";
import type { ReceiptStatement } from "../receipt/statement";
import { address } from "../route";
import { texts } from "../texts";
import { LineChart } from "../view/line-chart";
import { Empty, Id, Table, Time } from "../view/parts";
import type { Training, TrainingCause, Update } from "./forgetting-data";

const words = texts.forgetting;
/** Of measures, so that a line has room for all of them. */
const DIGITS = 3;

/** What the last updates measured. */
export function Updates({ updates }: { updates: readonly Update[] }) {
  if (updates.length === 0) {
    return (
      <>
        <h3>{words.updates}</h3>
        <Empty>{words.noUpdates}</Empty>
      </>
    );
  }
  return (
    <>
      <BudgetChart updates={updates} />
      <h3>{words.updates}</h3>
      <Table
        caption={words.updatesCaption}
        columns={[
          [words.erasure, ""],
          [words.when, ""],
          [words.assurance, ""],
          [words.rows, "number wide"],
          [words.step, "number wide"],
          [words.forgetLoss, "number wide"],
          [words.heldOut, "number wide"],
          [words.retainedLoss, "number wide"],
          [words.left, "number wide"],
          [words.used, "number"],
        ]}
      >
        {updates.map((update) => (
          <Line key={update.erasure.name} {...update} />
        ))}
      </Table>
      <p class="note">{words.columns}</p>
    </>
  );
}

function Line({ erasure, statement }: Update) {
  const residue = statement.residue;
  return (
    <tr>
      <th scope="row">
        <a href={address("erasures", lastPart(erasure.name))}>
          <Id>{shortId(erasure.name)}</Id>
        </a>
      </th>
      <td>
        <Time at={erasure.unlearnTime} />
      </td>
      <td>{words.assurances[statement.assurance]}</td>
      <td class="number wide">{count(statement.changedRowCount)}</td>
      <td class="number wide">{figure(residue?.relativeStepNorm)}</td>
      <td class="number wide">{change(residue?.forgetLossBefore, residue?.forgetLossAfter)}</td>
      <td class="number wide">{figure(residue?.heldOutLoss)}</td>
      <td class="number wide">{change(residue?.retainedLossBefore, residue?.retainedLossAfter)}</td>
      <td class="number wide">{residual(statement)}</td>
      <td class="number">
        {statement.residualBudgetUsed === undefined
          ? texts.none
          : share(statement.residualBudgetUsed)}
      </td>
    </tr>
  );
}

function figure(value: number | undefined): string {
  return value === undefined ? texts.none : String(Number(value.toPrecision(DIGITS)));
}

function change(before: number | undefined, after: number | undefined): string {
  return before === undefined && after === undefined
    ? texts.none
    : words.change(figure(before), figure(after));
}

function residual({ residue }: ReceiptStatement): string {
  return residue?.refitResidual === undefined
    ? figure(residue?.gradientResidual)
    : words.refit(figure(residue.refitResidual), figure(residue.refitTolerance));
}

function BudgetChart({ updates }: { updates: readonly Update[] }) {
  const points = updates
    .flatMap(({ erasure, statement }) =>
      statement.residualBudgetUsed === undefined
        ? []
        : [{ name: shortId(erasure.name), value: statement.residualBudgetUsed }],
    )
    .reverse();
  return (
    <LineChart
      title={words.chartTitle}
      text={words.chartText(share(points[0]?.value ?? 0), share(points.at(-1)?.value ?? 0))}
      points={points.map(({ name, value }) => ({ name: `${name}: ${share(value)}`, value }))}
      bound={1}
    />
  );
}

/** Which trainings made versions, and why. */
export function Trainings({ trainings }: { trainings: readonly Training[] }) {
  return trainings.length === 0 ? null : (
    <>
      <h3>{words.trainings}</h3>
      <Table
        caption={words.trainingsCaption}
        columns={[
          [words.version, "number"],
          [words.made, ""],
          [words.cause, ""],
          [words.took, "number wide"],
        ]}
      >
        {trainings.map(({ version, cause }) => (
          <tr key={version.name}>
            <th scope="row" class="number">
              {lastPart(version.name)}
            </th>
            <td>
              <Time at={version.createTime} />
            </td>
            <td>
              {cause.kind === "erasure" ? <ErasureCause of={cause} /> : words.causes[cause.kind]}
            </td>
            <td class="number wide">
              {version.metrics?.buildDuration === undefined
                ? texts.none
                : length(durationMillis(version.metrics.buildDuration))}
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

function ErasureCause({ of }: { of: Extract<TrainingCause, { kind: "erasure" }> }) {
  return (
    <>
      <a href={address("erasures", of.erasure)}>{words.causeErasure(of.erasure.slice(0, 8))}</a>
      {of.refusedBy !== "" && words.refusedBy(of.refusedBy)}
    </>
  );
}
