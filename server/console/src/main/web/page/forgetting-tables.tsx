import { count, durationMillis, lastPart, length, share, shortId } from "../formats";
import type { ReceiptStatement } from "../receipt/statement";
import { address } from "../route";
import { texts } from "../texts";
import { LineChart } from "../view/line-chart";
import { Empty, Id, Table, Time } from "../view/parts";
import type { BudgetLine, Training, TrainingCause, Update } from "./forgetting-data";

const words = texts.forgetting;
/** Of measures, so that a line has room for all of them. */
const DIGITS = 3;
/** Below it figures are shorter as powers of ten. */
const SMALL = 1e-3;

/** What the last updates measured. */
export function Updates(props: { updates: readonly Update[]; lines: readonly BudgetLine[] }) {
  const { updates } = props;
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
      <BudgetChart lines={props.lines} />
      <h3>{words.updates}</h3>
      <Table
        caption={words.updatesCaption}
        columns={[
          [words.erasure, ""],
          [words.when, ""],
          [words.assurance, ""],
          [words.rows, "number wide"],
          [words.step, "number wide"],
          [words.forgetLoss, "number pair wide"],
          [words.heldOut, "number wide"],
          [words.retainedLoss, "number pair wide"],
          [words.left, "number pair wide"],
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
      <td class="number pair wide">
        {change(residue?.forgetLossBefore, residue?.forgetLossAfter)}
      </td>
      <td class="number wide">{figure(residue?.heldOutLoss)}</td>
      <td class="number pair wide">
        {change(residue?.retainedLossBefore, residue?.retainedLossAfter)}
      </td>
      <td class="number pair wide">{residual(statement)}</td>
      <td class="number">
        {statement.residualBudgetUsed === undefined
          ? texts.none
          : share(statement.residualBudgetUsed)}
      </td>
    </tr>
  );
}

function figure(value: number | undefined): string {
  if (value === undefined) {
    return texts.none;
  }
  const small = value !== 0 && Math.abs(value) < SMALL;
  return small ? value.toExponential(DIGITS - 1) : String(Number(value.toPrecision(DIGITS)));
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

function BudgetChart({ lines }: { lines: readonly BudgetLine[] }) {
  const last = lines.at(-1)?.used ?? [];
  return (
    <LineChart
      title={words.chartTitle}
      text={words.chartText(
        lines.length,
        share(last[0]?.share ?? 0),
        share(last.at(-1)?.share ?? 0),
      )}
      lines={lines.map(({ training, used }) => ({
        begin: words.chartTraining(lastPart(training)),
        points: used.map(({ erasure, share: value }) => ({
          name: `${shortId(erasure.name)}: ${share(value)}`,
          value,
        })),
      }))}
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
