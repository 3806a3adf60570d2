import { type AddressInfo, createServer } from "node:net";
import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceError,
  type status,
} from "@grpc/grpc-js";
import { Operation } from "../src/generated/google/longrunning/operations.js";
import type { Any } from "../src/generated/google/protobuf/any.js";
import { ErrorInfo } from "../src/generated/google/rpc/error_details.js";
import { Status } from "../src/generated/google/rpc/status.js";
import { type ClientOptions, LetheClient } from "../src/index.js";
import * as v1 from "../src/v1.js";

type Handler<Q, R> = (request: Q, call: ServerUnaryCall<Q, R>) => R | Promise<R>;
/** A watch as the server has it. */
export type Watch = ServerWritableStream<v1.WatchErasureRequest, v1.Erasure>;
/** An import as the server has it. */
export type Importing = ServerDuplexStream<
  v1.ImportInteractionsRequest,
  v1.ImportInteractionsResponse
>;
type Unary = Record<string, Handler<never, unknown>>;

/** A server that answers as a test tells it to, and keeps what it was asked. */
export class TestServer {
  /** Calls that arrived: the method's name, the request, and the headers. */
  readonly seen: { method: string; request: unknown; headers: Metadata }[] = [];
  /** Failures to answer with, one for each of the next calls. */
  readonly failures: ServiceError[] = [];
  readonly #server = new Server();
  #port = 0;

  private constructor() {}

  /** Serves these methods; others are UNIMPLEMENTED. */
  static async start(
    handlers: Unary & {
      watchErasure?: (call: Watch) => void;
      importInteractions?: (call: Importing) => void;
    },
    credentials = ServerCredentials.createInsecure(),
    port = 0,
  ): Promise<TestServer> {
    const server = new TestServer();
    const { watchErasure, importInteractions, ...unary } = handlers;
    for (const service of [
      v1.RecommendationServiceService,
      v1.InteractionServiceService,
      v1.CatalogServiceService,
      v1.ModelServiceService,
      v1.UnlearningServiceService,
      v1.OperationsService,
      v1.AuditServiceService,
    ]) {
      server.#server.addService(service, {
        ...server.#implementation(unary, watchErasure),
        ...(importInteractions && { importInteractions }),
      });
    }
    server.#port = await new Promise((resolve, reject) => {
      server.#server.bindAsync(`127.0.0.1:${port}`, credentials, (failure, bound) =>
        failure ? reject(failure) : resolve(bound),
      );
    });
    return server;
  }

  get target(): string {
    return `127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  client(options?: ClientOptions): LetheClient {
    return new LetheClient(this.target, options);
  }

  /** The requests to a method, in their order. */
  requests<Q>(method: string): Q[] {
    return this.seen.filter((one) => one.method === method).map((one) => one.request as Q);
  }

  stop(): void {
    this.#server.forceShutdown();
  }

  #implementation(unary: Unary, watchErasure: ((call: Watch) => void) | undefined) {
    const methods: Record<string, unknown> = {};
    for (const [name, handler] of Object.entries(unary)) {
      methods[name] = async (
        call: ServerUnaryCall<never, unknown>,
        done: (failure: ServiceError | null, answer?: unknown) => void,
      ) => {
        this.seen.push({ method: name, request: call.request, headers: call.metadata });
        try {
          const answer = await handler(call.request, call);
          const failure = this.failures.shift();
          done(failure ?? null, answer);
        } catch (failure) {
          done(failure as ServiceError);
        }
      };
    }
    if (watchErasure !== undefined) {
      methods.watchErasure = (call: Watch) => {
        this.seen.push({ method: "watchErasure", request: call.request, headers: call.metadata });
        watchErasure(call);
      };
    }
    return methods as Record<string, never>;
  }
}

/** A failure as Lethe sends it. */
export function problem(
  code: status,
  reason = "",
  metadata: Record<string, string> = {},
  domain = "lethe.io",
): ServiceError {
  const info = ErrorInfo.encode({ reason, domain, metadata }).finish();
  return raw(code, reason === "" ? [] : [any("google.rpc.ErrorInfo", info)]);
}

/** A failure with these details. */
export function raw(code: status, details: Any[]): ServiceError {
  const trailers = new Metadata();
  const bytes = Status.encode({ code, message: "in words", details }).finish();
  trailers.set("grpc-status-details-bin", Buffer.from(bytes));
  return Object.assign(new Error("in words"), { code, details: "in words", metadata: trailers });
}

export function any(type: string, value: Uint8Array): Any {
  return { typeUrl: `type.googleapis.com/${type}`, value };
}

/** An erasure in a state. */
export function erasure(state: v1.Erasure_State, more: Partial<v1.Erasure> = {}): v1.Erasure {
  return v1.Erasure.fromPartial({
    name: "erasures/e1",
    model: "models/movies",
    state,
    interactionCount: 5,
    erasurePosition: 7,
    ...more,
  });
}

/** What `Unlearn` answers with for an accepted request. */
export function accepted(name = "erasures/e1"): Operation {
  const metadata = v1.UnlearnMetadata.fromPartial({ erasure: name });
  return Operation.fromPartial({
    name: "operations/o1",
    metadata: any("lethe.v1.UnlearnMetadata", v1.UnlearnMetadata.encode(metadata).finish()),
  });
}

/** What `Recommend` answers with. */
export function recommended(...items: string[]): v1.RecommendResponse {
  return {
    items: items.map((item, k) => ({ item, score: 1 / (k + 1), because: [] })),
    modelVersion: "models/movies/versions/3",
    erasurePosition: 7,
    source: "SOURCE_LEARNED",
  };
}

/** A port on which no server listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
