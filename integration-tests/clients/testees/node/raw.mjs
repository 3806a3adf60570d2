// Any unary call by a generated stub, through the client's channel.
import * as v1 from "@lethe/client/v1";

const types = { ...v1 };
const stubs = Object.values(types).filter((one) => one?.serviceName !== undefined);

const DEADLINE_MILLIS = 5_000;

/** Answers that are not named after their method. */
const ANSWERS = {
  GetModel: v1.Model,
  GetModelVersion: v1.ModelVersion,
  ActivateVersion: v1.ModelVersion,
  RebaseVersion: v1.ModelVersion,
  SetAlias: v1.Alias,
  TrainModel: v1.Operation,
  GetOperation: v1.Operation,
  Unlearn: v1.Operation,
  GetErasure: v1.Erasure,
  ApproveErasure: v1.Erasure,
  CancelErasure: v1.Erasure,
  GetReceipt: v1.Receipt,
};

/** The answer to `method`, such as `lethe.v1.ModelService/ListModels`; both sides are proto JSON. */
export function raw(client, method, json) {
  const [service, name] = method.split("/");
  const stub = stubs.find((one) => one.serviceName === service);
  const request = types[`${name}Request`];
  const answer = ANSWERS[name] ?? types[`${name}Response`];
  if (stub === undefined || request === undefined || answer === undefined) {
    throw new TypeError(`no method '${method}'`);
  }
  const options = { deadline: Date.now() + DEADLINE_MILLIS };
  const call = name[0].toLowerCase() + name.slice(1);
  return new Promise((resolve, reject) => {
    client
      .stub(stub)
      [call](request.fromJSON(json), options, (failure, message) =>
        failure ? reject(failure) : resolve(answer.toJSON(message)),
      );
  });
}
