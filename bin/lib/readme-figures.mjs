// Figures that the README states: whether they are still right. A README without such a row, as a project may have that
// was made from this one, promises nothing.

import { readFileSync } from "node:fs";

const TOLERANCE = 0.05; // of what the README says, so that not every change has to rewrite it

/** What is wrong with the figure in the row that names `what`, in words. */
export function wrongFigure(readme, what, unit, bytes) {
  const rows = readFileSync(readme, "utf8").split("\n").filter((line) => line.startsWith("|"));
  const stated = rows.find((line) => line.includes(what))?.match(new RegExp(`([\\d.]+) ${unit.name}`));
  if (!stated || Math.abs(Number(stated[1]) * unit.bytes - bytes) <= TOLERANCE * bytes) return undefined;
  return `${readme}: ${what} is ${Number((bytes / unit.bytes).toPrecision(3))} ${unit.name}, not ${stated[0]}`;
}
