// `bin/bench first-view`: holds what a browser downloads for a first view against what was accepted (docs/first-view.json),
// so that it does not grow unnoticed. A product made from the template begins without such a file.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { wrongFigure } from "../readme-figures.mjs";
import { grown } from "./budget.mjs";
import { startClerk } from "./clerk.mjs";
import { databases } from "./databases.mjs";
import { firstView, total } from "./first-view.mjs";
import { accept, binaries, clerkOptions, lent } from "./options.mjs";
import { Server } from "./server.mjs";
import { ROWS, VIEWS } from "./subject.mjs";
import { viewTable } from "./tables.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const file = join(root, "docs/first-view.json");
const readme = join(root, "README.md");

async function measure() {
  const [database] = Object.values(databases(lent));
  const server = new Server({ binary: binaries[0].path, clerk: await startClerk(clerkOptions), database: database(0) });
  await server.start();
  for (const row of ROWS) await server.get(row);
  const views = {};
  for (const [name, call] of Object.entries(VIEWS)) views[name] = await firstView(server, call);
  await server.stop();
  return views;
}

function problemsOf(views) {
  if (!existsSync(file)) {
    console.log("no first view was accepted yet: bin/bench first-view --accept does, and then nothing grows unnoticed");
    return [];
  }
  const growth = grown(JSON.parse(readFileSync(file, "utf8")), views);
  if (growth.length > 0) growth.push("where that is meant: bin/bench first-view --accept, and commit docs/first-view.json");
  return growth;
}

const views = await measure();
console.log(viewTable({ view: views }, ""));
if (accept) writeFileSync(file, `${JSON.stringify(views, null, 2)}\n`);
const figure = wrongFigure(readme, "first view", { name: "KB with brotli", bytes: 1e3 }, total(views.list));
const problems = [...problemsOf(views), ...(figure ? [figure] : [])];
for (const problem of problems) console.log(problem);
console.log(`${Object.keys(views).length} passed, ${problems.length} failed`);
process.exit(problems.length > 0 ? 1 : 0);
