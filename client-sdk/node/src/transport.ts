import {
  CallCredentials,
  ChannelCredentials,
  type ChannelOptions,
  InterceptingCall,
  type Interceptor,
  Metadata,
  status,
} from "@grpc/grpc-js";
import { SERVICE_CONFIG, VERSION } from "./build-info.js";

const LOOPBACK = /^(dns:(\/\/\/)?)?(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;

/** Gives the bearer token for one attempt of a call. */
export type TokenSupplier = () => string | Promise<string>;

/**
 * How to reach a server. Without any of these, a server on this machine is called in plain text and
 * any other over TLS with the authorities that Node trusts.
 */
export interface TransportOptions {
  /** The authorities to take the server's certificate from, instead of Node's; PEM. */
  ca?: string | Buffer | undefined;
  /** The certificate to show, with those above it; PEM. Needs `key`. */
  certificate?: string | Buffer | undefined;
  /** The key of that certificate, not encrypted; PEM. */
  key?: string | Buffer | undefined;
  /** Call in plain text, wherever the server is: personal data crosses the network readable. */
  plaintext?: boolean | undefined;
  /** What to trust and how to be known, however you make it; instead of all of the above. */
  credentials?: ChannelCredentials | undefined;
  /**
   * Sends a bearer token with every call. Asked before every attempt of every call, so that a token
   * that ends soon is followed by the next. Never sent in plain text to another machine.
   */
  token?: TokenSupplier | undefined;
}

/** What a channel to the target is secured by. */
export function channelCredentials(target: string, options: TransportOptions): ChannelCredentials {
  const { ca, certificate, key, plaintext, token } = options;
  const tls = ca !== undefined || certificate !== undefined || key !== undefined;
  if ([tls, plaintext, options.credentials !== undefined].filter(Boolean).length > 1) {
    throw new TypeError(
      "say how to connect by ca, certificate and key, by plaintext, or by credentials",
    );
  }
  if ((certificate === undefined) !== (key === undefined)) {
    throw new TypeError("a certificate and its key must be given together");
  }
  const open = plaintext ?? (!tls && isLoopback(target));
  const credentials =
    options.credentials ??
    (open ? ChannelCredentials.createInsecure() : secured(ca, key, certificate));
  if (token !== undefined && !credentials._isSecure() && !isLoopback(target)) {
    throw new TypeError(
      `a token must not cross the network in plain text; the target is ${target}`,
    );
  }
  return credentials;
}

/** How a channel to the target behaves. */
export function channelOptions(target: string): ChannelOptions {
  return {
    "grpc.primary_user_agent": `lethe-node/${VERSION}`,
    // The one place where retries are decided; a DNS record must not overrule it.
    "grpc.service_config": SERVICE_CONFIG,
    "grpc.service_config_disable_resolution": 1,
    // As patient as the retries: a server that restarts is found while a call has time left.
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 2_000,
    // The largest answer of the contract: 50,000 items with ids of 256 bytes. gRPC's own is 4 MiB.
    "grpc.max_receive_message_length": 16 * 1024 * 1024,
    // The largest request that is kept to be sent again: 10,000 interactions with ids of 256 bytes
    // have 5.3 MB. gRPC's own is 1 MiB; what is larger would not be retried.
    "grpc.per_rpc_retry_buffer_size": 8 * 1024 * 1024,
    // What is said in plain text to this machine must not go by a proxy on another.
    "grpc.enable_http_proxy": isLoopback(target) ? 0 : 1,
  };
}

/** Gives every call the token's credentials. Not the channel: gRPC refuses that in plain text. */
export function tokenInterceptors(token: TokenSupplier | undefined): Interceptor[] {
  if (token === undefined) {
    return [];
  }
  const credentials = bearer(token);
  return [(options, nextCall) => new InterceptingCall(nextCall({ ...options, credentials }))];
}

function secured(ca: Pem, key: Pem, certificate: Pem): ChannelCredentials {
  return ChannelCredentials.createSsl(bytes(ca), bytes(key), bytes(certificate));
}

type Pem = string | Buffer | undefined;

function bytes(pem: Pem): Buffer | null {
  return pem === undefined ? null : Buffer.from(pem);
}

function bearer(token: TokenSupplier): CallCredentials {
  return CallCredentials.createFromMetadataGenerator((_, done) => {
    Promise.resolve()
      .then(token)
      .then(
        (value) => {
          const headers = new Metadata();
          headers.set("authorization", `Bearer ${value}`);
          done(null, headers);
        },
        (cause) => {
          const failure = new Error("the token supplier failed", { cause });
          done(Object.assign(failure, { code: status.UNAUTHENTICATED }));
        },
      );
  });
}

function isLoopback(target: string): boolean {
  return LOOPBACK.test(target);
}
