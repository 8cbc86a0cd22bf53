// What was measured, as Markdown for docs/benchmarks.md.

import { total } from "./first-view.mjs";

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
const milliseconds = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const whole = (value) => Math.round(value).toLocaleString("en");
const megabytes = (value) => `${value.toFixed(value < 100 ? 1 : 0)} MB`;

const row = (cells) => `| ${cells.join(" | ")} |`.replace("|  |", "| |");

/** A table; the columns after the first are figures. */
function table(head, rows) {
  return [row(head), `|${"---|".repeat(head.length)}`, ...rows.map(row)].join("\n").concat("\n");
}

/** Each row: its title, and what it says of the results of one server. */
const costRows = (list, rest) => [
  [`\`GET ${list}\`: CPU of the server for one request`, ({ page }) => milliseconds(page.cpu)],
  ["its HTML", ({ bytes }) => kilobytes(bytes.page)],
  ["CPU with Brotli", ({ brotli }) => milliseconds(brotli.cpu)],
  ["its HTML with Brotli", ({ bytes }) => kilobytes(bytes.brotli)],
  ["first byte, 1 caller: p50, p99", ({ alone }) => `${milliseconds(alone.p50)}, ${milliseconds(alone.p99)}`],
  ["first byte, 8 callers: p50, p99", ({ page }) => `${milliseconds(page.p50)}, ${milliseconds(page.p99)}`],
  ["requests a second, 8 callers", ({ page }) => whole(page.perSecond)],
  ["statements", ({ statements }) => String(statements)],
  [`\`GET ${rest}\`: CPU`, (result) => milliseconds(result.rest.cpu)],
  ["requests a second, 8 callers", (result) => whole(result.rest.perSecond)],
  ["the landing page, nobody signed in, with Brotli: CPU", ({ landing }) => milliseconds(landing.cpu)],
  ["start until ready", ({ start }) => milliseconds(start)],
  ["memory when idle", ({ idle }) => megabytes(idle)],
  ["memory after the measurement", ({ loaded }) => megabytes(loaded)],
];

/** What requests cost, by database; `results` has those of each server by database. */
export function costs(results, sizes, list, rest) {
  const columns = Object.entries(results).flatMap(([kind, servers]) => servers.map((server) => ({ kind, server })));
  const isPaired = Object.keys(sizes).length > 1;
  const head = columns.map(({ kind, server }) => (isPaired ? `${kind}, ${server.name}` : kind));
  const rows = costRows(list, rest).map(([title, says]) => [title, ...columns.map(({ server }) => says(server))]);
  const binary = ["the binary", ...columns.map(({ server }) => megabytes(sizes[server.name] / 1e6))];
  return table(["", ...head], [...rows, binary]);
}

/** The first view of each page, file by file, for each server. */
export function views(servers) {
  return servers.map((server) => viewTable(server, servers.length > 1 ? server.name : "")).join("\n");
}

/** That of one server. */
export function viewTable({ view }, name) {
  const pages = Object.keys(view);
  const files = [...new Set(Object.values(view).flatMap(Object.keys))];
  const largest = (file) => Math.max(...pages.map((page) => view[page][file] ?? 0));
  files.sort((one, other) => largest(other) - largest(one));
  const rows = files.map((file) => [file, ...pages.map((page) => whole(view[page][file] ?? 0))]);
  const sum = ["**all**", ...pages.map((page) => `**${whole(total(view[page]))}**`)];
  return table([`first view, bytes with Brotli${name && `, ${name}`}`, ...pages], [...rows, sum]);
}
