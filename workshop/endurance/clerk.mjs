// People who are signed in: one by her password, through the local Clerk that the server brings; many more with session
// tokens like hers, signed with the local Clerk's own key, because one person may not change things as fast as a flood.

import { createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the app says it is found, whatever port it listens on: tokens are made for it. */
export const ORIGIN = "http://localhost:3000";
/** The organizations whose people write. */
export const TENANTS = ["org_localAcme", "org_localGlobex"];

const ADA = { identifier: "ada+clerk_test@example.com", password: "local-clerk-demo", strategy: "password" };
/** Of each organization: each may make 40 changes in a row and then two a second. */
const PEOPLE = 600;
const LIFE = 24 * 60 * 60; // seconds

/** Everybody's tokens, handed out by turns. */
export class People {
  constructor(tokens) {
    this.tokens = tokens;
    this.next = Object.fromEntries(TENANTS.map((tenant) => [tenant, 0]));
  }

  /** Signs Ada in at a running server and makes the others after her image. */
  static async signIn(port, stateFolder) {
    const hers = await signInAt(port);
    const key = createPrivateKey({ key: readFileSync(join(stateFolder, "signing-key.der")), format: "der", type: "pkcs8" });
    const of = (tenant) => [...Array(PEOPLE)].map((_, number) => token(hers, key, tenant, `${tenant.slice(4)}${number}`));
    return new People(Object.fromEntries(TENANTS.map((tenant) => [tenant, of(tenant)])));
  }

  /** The token of the next person of an organization. */
  token(tenant) {
    const tokens = this.tokens[tenant];
    this.next[tenant] = (this.next[tenant] + 1) % tokens.length;
    return tokens[this.next[tenant]];
  }
}

async function signInAt(port) {
  const frontend = `http://127.0.0.1:${port}/__clerk/v1`;
  const browser = (await post(`${frontend}/dev_browser`)).token;
  const visit = (path, form) => post(`${frontend}${path}?__clerk_db_jwt=${browser}`, form);
  const { created_session_id: session } = (await visit("/client/sign_ins", ADA)).response;
  return (await visit(`/client/sessions/${session}/tokens`, { organization_id: TENANTS[0] })).jwt;
}

async function post(url, form = {}) {
  const answer = await fetch(url, { method: "POST", headers: { origin: ORIGIN }, body: new URLSearchParams(form) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Another admin's token, of any of the organizations: what the server reads is what Clerk would have written. */
function token(hers, key, tenant, name) {
  const [header, claims] = hers.split(".").slice(0, 2).map((part) => JSON.parse(Buffer.from(part, "base64url")));
  const slug = tenant.replace("org_local", "").toLowerCase();
  const others = {
    ...claims,
    sub: `user_${name}`,
    sid: `sess_${name}`,
    exp: claims.iat + LIFE,
    o: { ...claims.o, id: tenant, slg: slug },
  };
  const input = [header, others].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${input}.${sign("sha256", Buffer.from(input), key).toString("base64url")}`;
}
