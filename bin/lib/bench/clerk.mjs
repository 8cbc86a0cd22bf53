// The local Clerk as a program of its own, and a session of Ada's that lasts longer than a measurement.

import { createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { folder, freePort, start, until } from "./processes.mjs";

/** Where the app says that it is found, whatever port it listens on: tokens are made for it. */
export const ORIGIN = "http://localhost:3000";
const ADA = { identifier: "ada+clerk_test@example.com", password: "local-clerk-demo", strategy: "password" };
const LIFE = 24 * 60 * 60; // seconds

/** Starts it: the settings of a server that trusts it, and Ada's token in Acme. */
export async function startClerk({ program, clerkJs, roles }) {
  const state = folder("clerk");
  const listen = `127.0.0.1:${await freePort()}`;
  const args = ["--listen", listen, "--app-origin", ORIGIN, "--state-dir", state, "--clerk-js-dir", clerkJs, "--roles", roles];
  const child = start(program, args, { env: { PATH: process.env.PATH } });
  await until(child, "the local Clerk", () => child.output.includes("CLERK_PROXY_URL="));
  const settings = Object.fromEntries([...child.output.matchAll(/^(CLERK_\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
  const { CLERK_PROXY_URL: _, ...keys } = settings;
  return { keys, token: lasting(await signIn(keys.CLERK_FAPI_URL), join(state, "signing-key.der")) };
}

async function signIn(url) {
  const frontend = `${url.replace(/\/$/, "")}/v1`;
  const browser = (await post(`${frontend}/dev_browser`)).token;
  const visit = (path, form) => post(`${frontend}${path}?__clerk_db_jwt=${browser}`, form);
  const { created_session_id: session } = (await visit("/client/sign_ins", ADA)).response;
  return (await visit(`/client/sessions/${session}/tokens`, { organization_id: "org_localAcme" })).jwt;
}

async function post(url, form = {}) {
  const answer = await fetch(url, { method: "POST", headers: { origin: ORIGIN }, body: new URLSearchParams(form) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** The same token with another end, signed with the local Clerk's own key. */
function lasting(token, keyFile) {
  const key = createPrivateKey({ key: readFileSync(keyFile), format: "der", type: "pkcs8" });
  const [header, claims] = token.split(".").slice(0, 2).map((part) => JSON.parse(Buffer.from(part, "base64url")));
  const parts = [header, { ...claims, exp: claims.iat + LIFE }];
  const input = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${input}.${sign("sha256", Buffer.from(input), key).toString("base64url")}`;
}
