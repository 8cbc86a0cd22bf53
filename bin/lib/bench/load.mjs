// Callers who ask one after the other for a while, and what that cost.

/** The value below which this share of the values lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export const median = (values) => quantile(values, 0.5);

/** Sends a call again and again for this many milliseconds. */
export async function load(server, call, { callers, milliseconds }) {
  const firstBytes = [];
  const before = server.cpu();
  const began = performance.now();
  const one = async () => {
    while (performance.now() - began < milliseconds) firstBytes.push((await server.get(call)).firstByte);
  };
  await Promise.all(Array.from({ length: callers }, one));
  const wall = performance.now() - began;
  return {
    cpu: (server.cpu() - before) / firstBytes.length,
    perSecond: (firstBytes.length / wall) * 1000,
    p50: quantile(firstBytes, 0.5),
    p99: quantile(firstBytes, 0.99),
  };
}
