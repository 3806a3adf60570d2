// What the client costs: its time over the bare stub's, and its memory over time.
import { setTimeout as sleep } from "node:timers/promises";
import { RecommendationServiceClient, RecommendRequest } from "@lethe/client/v1";

const WARM_UP_MILLIS = 5_000;
const DEADLINE_MILLIS = 5_000;

export function bench(client, { model, user, n, seconds, callers, mode }) {
  const sdk = () => client.recommend({ model, user, n });
  const warmUp = Math.min(WARM_UP_MILLIS, (seconds * 1_000) / 3);
  if (mode === "leak") {
    return leak(sdk, seconds * 1_000, warmUp, callers);
  }
  const stub = client.stub(RecommendationServiceClient);
  const request = RecommendRequest.fromPartial({ model: `models/${model}`, user, n });
  const raw = () =>
    new Promise((resolve, reject) => {
      const options = { deadline: Date.now() + DEADLINE_MILLIS };
      stub.recommend(request, options, (failure, answer) =>
        failure ? reject(failure) : resolve(answer),
      );
    });
  return overhead(raw, sdk, seconds * 1_000, warmUp);
}

/** One caller; stub and client take turns, so that both see the same machine. */
async function overhead(raw, sdk, millis, warmUp) {
  const [rawMillis, sdkMillis] = [[], []];
  const began = performance.now();
  while (performance.now() - began < millis) {
    const start = performance.now();
    await raw();
    const middle = performance.now();
    await sdk();
    const end = performance.now();
    if (start - began > warmUp) {
      rawMillis.push(middle - start);
      sdkMillis.push(end - middle);
    }
  }
  return {
    calls: rawMillis.length + sdkMillis.length,
    rawP50Micros: medianMicros(rawMillis),
    sdkP50Micros: medianMicros(sdkMillis),
  };
}

async function leak(sdk, millis, warmUp, callers) {
  let calls = 0;
  const began = performance.now();
  const running = Array.from({ length: callers }, async () => {
    while (performance.now() - began < millis) {
      await sdk();
      calls++;
    }
  });
  await sleep(warmUp);
  const startBytes = residentBytes();
  await Promise.all(running);
  return { calls, startBytes, endBytes: residentBytes() };
}

function medianMicros(millis) {
  const sorted = [...millis].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] * 1_000;
}

/** As the system counts it: what has grown from here on is the question. */
function residentBytes() {
  globalThis.gc();
  return process.memoryUsage().rss;
}
