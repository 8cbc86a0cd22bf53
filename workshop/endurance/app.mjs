// The real server over one database: started, killed, asked and told to do things, as an operator would.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ORIGIN, People } from "./clerk.mjs";
import { ask, connections } from "./http.mjs";
import { run, start } from "./processes.mjs";
import { folder, freePort, pause, until } from "./scratch.mjs";

/** What workshop/bin/endurance found: where the server lies, and the site that it was built with. */
export const built = { server: "", site: "" };

const PATIENCE = 60_000; // milliseconds; a debug build on a busy machine
const UNLIMITED = "1000000,1000000";

const clerkState = folder("local-clerk");
let people;

/** A server, running or not. */
export class App {
  constructor(database) {
    this.database = database;
    this.home = folder("server");
    this.log = join(this.home, "log");
  }

  /** Starts it and waits until it is ready; the milliseconds it took. */
  async start() {
    this.port ??= await freePort();
    this.agent = connections();
    const began = performance.now();
    this.child = this.launch();
    let over;
    this.child.ended.then((ended) => (over = ended));
    const ready = await until(async () => over || (await this.is("/readyz")), PATIENCE);
    if (over || ready === undefined) throw new Error(`the server does not start:\n${this.lastWords()}`);
    people ??= await People.signIn(this.port, clerkState);
    return performance.now() - began;
  }

  /** Starts it and does not wait. */
  launch() {
    return start(built.server, [], { env: this.environment(), cwd: this.home, log: this.log });
  }

  environment() {
    return {
      PATH: process.env.PATH,
      HOME: this.home,
      LISTEN_ADDRESS: `127.0.0.1:${this.port ?? 3000}`,
      PUBLIC_ORIGIN: ORIGIN,
      LOCAL_CLERK_STATE_DIR: clerkState,
      LEPTOS_OUTPUT_NAME: "app",
      LEPTOS_SITE_ROOT: built.site,
      RUST_LOG: "warn",
      // One program asks for everybody here. What a person may change stays limited.
      RATE_LIMIT_READS: UNLIMITED,
      RATE_LIMIT_ORGANIZATION_WRITES: UNLIMITED,
      RATE_LIMIT_ANONYMOUS_READS: UNLIMITED,
      RATE_LIMIT_CLERK_PROXY: UNLIMITED,
      ...this.database.environment,
    };
  }

  /** Ends it without a word. */
  async kill() {
    this.child.kill("SIGKILL");
    await this.child.ended;
    this.agent.destroy();
  }

  /** Asks it to end; its exit code. */
  async stop() {
    this.child.kill("SIGTERM");
    const { code } = await Promise.race([this.child.ended, pause(PATIENCE, {}, { ref: false })]);
    await this.kill();
    return code;
  }

  /** An answer to somebody of a tenant, or to nobody. */
  ask(tenant, call) {
    return ask(this, { ...call, token: tenant && people.token(tenant) });
  }

  /** What is at a path, for comparing: a server that is too busy for the moment is asked again. */
  async look(tenant, path) {
    let answer;
    await until(async () => (answer = await this.ask(tenant, { path })).status !== 503, PATIENCE, 200);
    return answer;
  }

  /** The same request with its token, for those who send it themselves. */
  signed(tenant, call) {
    return { ...call, token: people.token(tenant) };
  }

  /** Whether a path answers 200 to anybody. */
  async is(path) {
    return (await ask(this, { path })).status === 200;
  }

  /** `server db …` and `server doctor` on this database. */
  command(args, options = {}) {
    return run(built.server, args, { ...options, env: { ...this.environment(), RUST_LOG: "warn" }, cwd: this.home });
  }

  /** Lines of the log that hold a text. */
  logged(text) {
    return this.said().filter((line) => line.includes(text));
  }

  lastWords() {
    return this.said().slice(-15).join("\n");
  }

  said() {
    return existsSync(this.log) ? readFileSync(this.log, "utf8").split("\n") : [];
  }
}
