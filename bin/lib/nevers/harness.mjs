// The server lends itself to tests behind a feature, which nothing but tests may have.

import { run } from "./project.mjs";

const FEATURE = "test-harness";
const GUARD = /#\[cfg\(all\(feature = "test-harness", not\(debug_assertions\)\)\)\]\s*compile_error!/;

/** Whether a package has a dependency with the tests' harness only. */
export const isOfHarness = (owner, dependency) =>
  dependency.optional &&
  Object.entries(owner.features).every(([feature, parts]) => feature === FEATURE || !parts.some((part) => part.includes(dependency.name)));

export function harnessOnlyInTests(project) {
  const problems = enabledBy(project.metadata().packages);
  if (!GUARD.test(project.read("server/src/lib.rs"))) problems.push(`server/src/lib.rs compiles for a release with ${FEATURE}`);
  const tree = run(project.root, "cargo", "tree", "--locked", "-p", "server", "-e", "normal,build", "--prefix", "none", "-f", "{p}");
  if (/^testkit /m.test(tree)) problems.push("testkit is compiled into the server");
  return problems;
}

/** Who has it without asking for it in tests. */
export function enabledBy(packages) {
  const problems = packages.flatMap((each) =>
    each.dependencies
      .filter((other) => other.kind !== "dev" && other.features.includes(FEATURE))
      .map((other) => `${each.name} enables ${FEATURE} of ${other.name}`),
  );
  for (const each of packages) {
    for (const [feature, parts] of Object.entries(each.features)) {
      if (parts.some((part) => part.split("/").at(-1) === FEATURE)) problems.push(`the feature ${feature} of ${each.name} enables ${FEATURE}`);
    }
  }
  return problems;
}
