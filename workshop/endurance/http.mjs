// One request over a connection that is kept, as a program that uses the API would send it.

import { Agent, request } from "node:http";

/** Longer than the server may think about an answer. */
const PATIENCE = 45_000; // milliseconds

/** Connections to one server. A server that was started again wants new ones. */
export const connections = () => new Agent({ keepAlive: true, maxSockets: Infinity });

/**
 * Sends it and reads the answer. Never fails: without an answer the status is 0, and `began` and `ms` tell when it was
 * sent and how long that took.
 */
export function ask({ port, agent }, { method = "GET", path, token, body }) {
  const began = performance.now();
  return new Promise((resolve) => {
    const done = (answer) => resolve({ began, ms: performance.now() - began, ...answer });
    const bytes = body === undefined ? undefined : JSON.stringify(body);
    const call = request({ host: "127.0.0.1", port, agent, method, path, headers: headers(token, bytes), timeout: PATIENCE });
    call.once("timeout", () => call.destroy(new Error("no answer")));
    call.once("error", (error) => done(none(error)));
    call.once("response", (response) => read(response).then(done, (error) => done(none(error))));
    call.end(bytes);
  });
}

/** The same bytes on a bare connection, for a client that will not stay. */
export function asText({ port }, { method = "GET", path, token, body }) {
  const bytes = body === undefined ? "" : JSON.stringify(body);
  const lines = Object.entries({ host: `localhost:${port}`, connection: "close", ...headers(token, bytes) });
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${bytes}`;
}

/** An answer that came as text, as far as it came: undefined until its end is there. */
export function fromText(text) {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const header = (name) => new RegExp(`^${name}: (.*)$`, "im").exec(head)?.[1].trim();
  const body = text.slice(end + 4);
  const length = header("content-length");
  if (length === undefined || Buffer.byteLength(body) < Number(length)) return undefined;
  return { status: Number(head.split(" ")[1]), requestId: header("x-request-id"), body: parsed(body) };
}

function headers(token, bytes) {
  const all = { accept: "application/json" };
  if (token) all.authorization = `Bearer ${token}`;
  if (bytes) Object.assign(all, { "content-type": "application/json", "content-length": Buffer.byteLength(bytes) });
  return all;
}

async function read(response) {
  let text = "";
  response.setEncoding("utf8");
  for await (const piece of response) text += piece;
  const { statusCode: status, headers: found } = response;
  return { status, headers: found, requestId: found["x-request-id"], body: parsed(text), text };
}

const none = (error) => ({ status: 0, headers: {}, error: error.code ?? error.message });

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
