// The local Clerk's control API, for what no person can do: turn the clock, stop an endpoint, change the signing key.

import type { BrowserContext } from '@playwright/test';

/** What a session token says, as far as the tests look. */
type Token = { kid: string; sid: string; organization: string };

/** A mail that a real Clerk would have sent. */
type Mail = { to: string; code: string | null; link: string | null; template: string };

export class LocalClerk {
  constructor(
    private readonly base: string,
    private readonly appOrigin: string,
  ) {}

  settings = (change: Record<string, unknown>) => this.control('PATCH', '/settings', change);
  advance = (milliseconds: number) => this.control('POST', '/clock', { advance_ms: milliseconds });
  reset = () => this.control('POST', '/reset');
  rotateKey = () => this.control('POST', '/rotate-key');
  fault = (fault: Record<string, unknown>) => this.control('POST', '/faults', fault);
  clearFaults = () => this.control('DELETE', '/faults');

  /** The newest mail to an address. */
  async mail(to: string) {
    const mails = (await (await fetch(`${this.base}/__control/outbox?to=${encodeURIComponent(to)}`)).json()) as Mail[];
    const mail = mails.at(-1);
    if (!mail) throw new Error(`no mail to ${to}`);
    return mail;
  }

  /** The codes of what was refused, oldest first. */
  async refusals() {
    const requests = (await (await fetch(`${this.base}/__control/requests`)).json()) as { code: string | null }[];
    return requests.flatMap(({ code }) => code ?? []);
  }

  /** The keys of the app. */
  async keys() {
    return (await (await fetch(`${this.base}/__control/keys`)).json()) as { publishable_key: string; secret_key: string };
  }

  /** A call of an app's server. */
  async backend(method: string, path: string, body?: unknown) {
    const { secret_key } = await this.keys();
    const answer = await fetch(`${this.base}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${secret_key}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  }

  /** The address that signs a browser in as somebody, in whose place `actor` then acts. Needs the secret key, as an app's server has it. */
  async actorToken(userId: string, actor: string) {
    return (await this.backend('POST', '/actor_tokens', { user_id: userId, actor: { sub: actor } })).url as string;
  }

  /** The token that the browser sends. */
  async token(context: BrowserContext): Promise<Token> {
    const [cookie] = await this.sessionCookies(context);
    const [header, claims] = cookie!.value.split('.').slice(0, 2).map(part => JSON.parse(Buffer.from(part, 'base64url').toString()));
    return { kid: header.kid, sid: claims.sid, organization: claims.o?.id ?? '' };
  }

  /** Puts an expired token in place of the browser's, as after a minute away. Its pages must be closed or elsewhere. */
  async expireTokens(context: BrowserContext) {
    const { sid, organization } = await this.token(context);
    const devBrowser = (await context.cookies(this.appOrigin)).find(cookie => cookie.name.startsWith('__clerk_db_jwt'))!.value;
    await this.settings({ token_life_seconds: -60 });
    const answer = await fetch(`${this.base}/__clerk/v1/client/sessions/${sid}/tokens?__clerk_db_jwt=${devBrowser}`, {
      method: 'POST',
      headers: { origin: this.appOrigin },
      body: new URLSearchParams({ organization_id: organization }),
    });
    await this.settings({ token_life_seconds: 60 });
    const { jwt } = (await answer.json()) as { jwt: string };
    await context.addCookies((await this.sessionCookies(context)).map(cookie => ({ ...cookie, value: jwt })));
  }

  private async sessionCookies(context: BrowserContext) {
    const cookies = (await context.cookies(this.appOrigin)).filter(cookie => cookie.name.startsWith('__session'));
    if (cookies.length === 0) throw new Error('the browser has no session');
    return cookies;
  }

  private async control(method: string, path: string, body?: unknown) {
    const response = await fetch(`${this.base}/__control${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }
}
