// Rules that show in the text of any file.

const MACHINE = /(?:^|[^.a-z0-9_-])\/(?:w[o]rk|r[o]ot|h[o]me\/\w+)\/|https?:\/\/[a-z0-9.-]*(?:registry|index|static|files|deb|pypi)[a-z0-9-]*\.[a-z0-9.-]+\//;
const TEXT = /\.(rs|toml|md|sh|mjs|js|ts|json|css|html|sql|yml|yaml|txt|lock|example)$|^bin\/|^\.ci\/|^\.[a-z]+rc$/;

export function noMachineInFiles(project) {
  const problems = [];
  for (const path of project.files.filter((each) => TEXT.test(each))) {
    const lock = path.endsWith(".lock");
    project.read(path).split("\n").forEach((line, index) => {
      if (!lock && MACHINE.test(line)) problems.push(`${path}:${index + 1} ${line.trim().slice(0, 100)}`);
      if (path.endsWith("package-lock.json") && /"resolved": *"https?:/.test(line)) problems.push(`${path}:${index + 1} records a download address`);
    });
  }
  return problems;
}
