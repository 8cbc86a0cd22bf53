// The crate picture: which crate may name which, and what may be compiled for the browser.

import { isOfHarness } from "./harness.mjs";
import { run } from "./project.mjs";

// A crate may depend only on these (normal and build dependencies; tests may use testkit).
const ARROWS = {
  frontend: ["app", "clerk-leptos", "domain"],
  server: ["app", "clerk-axum", "clerk-emulator", "clerk-protocol", "domain", "store", "store-postgres", "store-sqlite"],
  app: ["clerk-leptos", "clerk-protocol", "domain", "store"],
  "clerk-leptos": ["clerk-protocol"],
  "clerk-axum": ["clerk-protocol"],
  "clerk-emulator": ["clerk-protocol"],
  "clerk-host": ["clerk-axum", "clerk-emulator", "clerk-leptos", "clerk-protocol"],
  "clerk-protocol": [],
  domain: ["clerk-protocol"],
  store: ["clerk-protocol", "domain"],
  "store-sqlite": ["clerk-protocol", "domain", "store"],
  "store-postgres": ["clerk-protocol", "domain", "store"],
  scaffold: [], // edits the sources and is no part of the product
  testkit: null, // for tests only: may see everything
};

export function arrows(project) {
  const packages = project.metadata().packages;
  const ours = new Set(packages.map((each) => each.name));
  return packages.flatMap((each) => {
    if (!(each.name in ARROWS)) return [`${each.name} is new: give it its place in bin/lib/nevers/crates.mjs`];
    const allowed = ARROWS[each.name];
    if (allowed === null) return [];
    return each.dependencies
      .filter((other) => other.kind !== "dev" && ours.has(other.name) && !allowed.includes(other.name) && !isOfHarness(each, other))
      .map((other) => `${each.name} must not depend on ${other.name}`);
  });
}

// Of the app's dependencies only those of its `ssr` feature may name the database port.
export function verifyStaysOnTheServer(project) {
  const problems = [];
  for (const each of project.metadata().packages) {
    if (!["app", "clerk-leptos", "domain", "store"].includes(each.name)) continue;
    for (const other of each.dependencies) {
      if (other.kind === "dev") continue;
      if (other.name === "clerk-protocol" && other.features.includes("verify")) problems.push(`${each.name} enables clerk-protocol/verify`);
      if (each.name === "app" && other.name === "store" && !other.optional) problems.push("app's dependency `store` must be optional (ssr)");
    }
  }
  return problems;
}

const SERVER_ONLY =
  /^(aws-lc|axum|clerk-axum|clerk-emulator|dotenvy|h2|hyper|jsonwebtoken|libsqlite3|mio|native-tls|openssl|reqwest|ring|rsa|rust-embed|rustls|server$|socket2|sqlx|store$|store-|tokio-rustls|tower-http|tracing-subscriber|leptos_axum)/;

export function browserTree(project) {
  const tree = run(project.root, "cargo", "tree", "--locked", "-p", "frontend", "--target", "wasm32-unknown-unknown", "-e", "normal", "--prefix", "none", "-f", "{p} [{f}]");
  const seen = new Set();
  for (const line of tree.split("\n")) {
    const [name] = line.split(" ");
    if (SERVER_ONLY.test(name)) seen.add(`${name} is compiled into the wasm`);
    if (name === "tokio" && /\b(net|full)\b/.test(line)) seen.add("tokio is compiled into the wasm with its network");
    if (name === "clerk-protocol" && /\bverify\b/.test(line)) seen.add("clerk-protocol is compiled into the wasm with verify");
  }
  return [...seen];
}
