// The release server over one database, as an operator starts it, and requests to it.

import { Agent, request } from "node:http";

import { cpu, memory } from "./accounting.mjs";
import { ORIGIN } from "./clerk.mjs";
import { end, folder, freePort, run, start, until } from "./processes.mjs";

const UNLIMITED = "1000000,1000000";
const PATIENCE = 30_000; // milliseconds, for one answer

export class Server {
  constructor({ binary, clerk, database = {} }) {
    Object.assign(this, { binary, clerk, database, home: folder("server") });
  }

  /** Starts it; the milliseconds until it is ready to serve. */
  async start(settings = {}) {
    this.port ??= await freePort();
    this.agent = new Agent({ keepAlive: true });
    if (this.database.DATABASE_OWNER_URL) await run(this.binary, ["db", "migrate"], { env: this.environment(), cwd: this.home });
    const { DATABASE_OWNER_URL: _, ...serving } = this.environment();
    const began = performance.now();
    this.child = start(this.binary, [], { env: { ...serving, ...settings }, cwd: this.home });
    await until(this.child, this.binary, () => this.ask({ path: "/readyz" }).then((answer) => answer.status === 200, () => false), 2);
    return performance.now() - began;
  }

  /** Whoever asks here asks for everybody: nobody is held back. */
  environment() {
    const limits = ["READS", "WRITES", "ORGANIZATION_WRITES", "ANONYMOUS_READS", "CLERK_PROXY"];
    return {
      PATH: process.env.PATH,
      HOME: this.home,
      LISTEN_ADDRESS: `127.0.0.1:${this.port}`,
      PUBLIC_ORIGIN: ORIGIN,
      CLERK_ALLOW_TEST_KEYS: "true",
      RUST_LOG: "warn",
      ...Object.fromEntries(limits.map((name) => [`RATE_LIMIT_${name}`, UNLIMITED])),
      ...this.clerk.keys,
      ...this.database,
    };
  }

  /** Sends it as Ada, or as nobody; the answer with the milliseconds until its first bytes. */
  ask({ method = "GET", path, accept = "text/html", encoding, body, isSignedIn = true }) {
    const bytes = body && JSON.stringify(body);
    const headers = {
      host: new URL(ORIGIN).host,
      accept,
      // As a browser asks whom Clerk knows already: nobody is sent to its handshake.
      "sec-fetch-dest": "empty",
      ...(encoding && { "accept-encoding": encoding }),
      ...(isSignedIn && { authorization: `Bearer ${this.clerk.token}` }),
      ...(bytes && { "content-type": "application/json", "content-length": Buffer.byteLength(bytes) }),
    };
    return new Promise((resolve, reject) => {
      const began = performance.now();
      const call = request({ host: "127.0.0.1", port: this.port, agent: this.agent, method, path, headers, timeout: PATIENCE });
      call.once("timeout", () => call.destroy(new Error(`${path}: no answer`)));
      call.once("error", reject);
      call.once("response", (answer) => {
        const firstByte = performance.now() - began;
        const parts = [];
        answer.on("data", (part) => parts.push(part));
        answer.once("error", reject);
        answer.once("end", () => resolve({ status: answer.statusCode, headers: answer.headers, firstByte, body: Buffer.concat(parts) }));
      });
      call.end(bytes);
    });
  }

  /** The same, where it must be answered well. */
  async get(call) {
    const answer = await this.ask(call);
    if (answer.status >= 300) throw new Error(`${call.method ?? "GET"} ${call.path}: ${answer.status} ${answer.body.toString().slice(0, 500)}`);
    return answer;
  }

  cpu() {
    return cpu(this.child.pid);
  }

  memory() {
    return memory(this.child.pid);
  }

  async stop() {
    this.agent.destroy();
    await end(this.child);
  }
}
