// Runs the release binary alone in an empty folder: without keys it must refuse and say what to set;
// with keys it must serve the app, assets included, and stop when asked.

import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { findSecrets } from "./canaries.mjs";

const START_PATIENCE = 20_000; // milliseconds

const [built] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "release-"));
const binary = join(folder, "server");
copyFileSync(built, binary);

let passed = 0;
let failed = 0;
function check(name, holds, detail = "") {
  if (holds) passed += 1;
  else failed += 1;
  console.log(`${holds ? "ok  " : "FAIL"}  ${name}${holds ? "" : `: ${detail}`}`);
}

function start(env) {
  const child = spawn(binary, [], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const run = { child, output: "" };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (run.output += bytes));
  run.ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve(code ?? signal)));
  return run;
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function refusesWithoutKeys() {
  const run = start({});
  const code = await Promise.race([run.ended, pause(START_PATIENCE, "still running", { ref: false })]);
  run.child.kill("SIGKILL");
  check("without keys it does not start", typeof code === "number" && code !== 0, String(code));
  for (const name of ["CLERK_PUBLISHABLE_KEY", "CLERK_SECRET_KEY", "PUBLIC_ORIGIN"]) {
    check(`without keys it names ${name}`, run.output.includes(name), run.output);
  }
}

/** What must be in nothing that leaves the server, nor in its log. */
const SECRETS = {
  CLERK_SECRET_KEY: "sk_test_release_check_5vT8mQ2xW9bK4nRz7cJd",
  CLERK_WEBHOOK_SIGNING_SECRET: "whsec_cmVsZWFzZS1jaGVjay13ZWJob29rLWNhbmFyeQ",
};

// Keys of no instance, and a public key of our own: nothing is asked of the network.
function keys(port) {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    CLERK_ALLOW_TEST_KEYS: "true",
    CLERK_JWT_KEY: publicKey.export({ type: "spki", format: "pem" }),
    CLERK_PUBLISHABLE_KEY: `pk_test_${Buffer.from("release-check.clerk.accounts.dev$").toString("base64")}`,
    ...SECRETS,
    // Where there is none in the binary.
    ...(process.env.DATABASE_URL ? { DATABASE_URL: process.env.DATABASE_URL } : {}),
    LISTEN_ADDRESS: `127.0.0.1:${port}`,
    PUBLIC_ORIGIN: `http://localhost:${port}`,
  };
}

async function isUp(origin, run) {
  let over = false;
  run.ended.then(() => (over = true));
  for (const end = Date.now() + START_PATIENCE; Date.now() < end && !over; await pause(50)) {
    const answer = await fetch(`${origin}/readyz`).catch(() => null);
    if (answer?.ok) return true;
  }
  return false;
}

const TYPES = { js: /javascript/, wasm: /^application\/wasm/, css: /^text\/css/ };

async function servesItself(origin) {
  const page = await fetch(`${origin}/`, { redirect: "manual" });
  const html = await page.text();
  tellsNoSecret("the landing page", `${JSON.stringify([...page.headers])} ${html}`);
  check("with keys it serves the landing page", page.status === 200 && html.includes("<html"), `${page.status} ${html.slice(0, 200)}`);
  for (const [extension, type] of Object.entries(TYPES)) {
    const path = html.match(new RegExp(`/pkg/[\\w.-]+\\.${extension}\\b`))?.[0];
    const file = path ? await fetch(origin + path) : null;
    const found = file?.headers.get("content-type") ?? "no such link in the page";
    check(`its ${extension} comes from inside of the binary`, file?.ok && type.test(found), `${path} ${file?.status} ${found}`);
    if (file) tellsNoSecret(`its ${extension}`, await file.arrayBuffer());
  }
}

function tellsNoSecret(what, bytes) {
  const found = findSecrets(bytes, SECRETS);
  check(`${what} holds no secret`, found.length === 0, found.join(", "));
}

async function answersWithoutSecrets(origin) {
  for (const path of ["/sign-in", "/sign-up", "/dashboard", "/no/such/page", "/api/activity", "/api/nothing", "/readyz", "//"]) {
    for (const accept of ["text/html", "application/json"]) {
      const answer = await fetch(origin + path, { redirect: "manual", headers: { accept } });
      const headers = JSON.stringify([...answer.headers]);
      tellsNoSecret(`${path} as ${accept}`, `${headers} ${await answer.text()}`);
    }
  }
}

/** Only Linux tells this way. */
function idleMemory(pid) {
  const status = `/proc/${pid}/status`;
  return existsSync(status) ? readFileSync(status, "utf8").match(/VmRSS:\s+(.*)/)?.[1] : "unknown";
}

async function startsAlone() {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const run = start(keys(port));
  const up = await isUp(origin, run);
  check("with keys it starts in an empty folder", up, run.output);
  if (up) {
    await servesItself(origin).catch((error) => check("it answers", false, error));
    await answersWithoutSecrets(origin).catch((error) => check("it answers everything", false, error));
    console.log(`      binary ${statSync(binary).size} bytes, memory when idle ${idleMemory(run.child.pid)}`);
  }
  run.child.kill("SIGTERM");
  const code = await Promise.race([run.ended, pause(30_000, "still running", { ref: false })]);
  if (up) check("it stops when asked", code === 0, String(code));
  tellsNoSecret("its log", run.output);
  run.child.kill("SIGKILL");
}

try {
  await refusesWithoutKeys();
  await startsAlone();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
