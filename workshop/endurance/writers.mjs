// Somebody who makes, changes and deletes projects and tasks, one request after the other, each on what the answer before
// it left: so what must be in the database at any moment is known.

import { TENANTS } from "./clerk.mjs";
import { between, pause } from "./scratch.mjs";

/** Projects that one writer goes on with; older ones are left as they are. */
const AT_HAND = 12;
/** After an answer that is no success. */
const REST = 50; // milliseconds
/** One after the other: how often each is done. */
const TURNS = ["project", "task", "change", "task", "finish", "change", "task", "drop", "project", "change", "delete", "task"];

let writers = 0;
let made = 0;

/** A writer in one of the organizations. */
export class Writer {
  constructor(app, ledger, { words = 20 } = {}) {
    writers += 1;
    Object.assign(this, { app, ledger, words, turn: writers, tenant: TENANTS[writers % TENANTS.length], projects: [] });
  }

  /** The next change, as a request. */
  next() {
    this.turn += 1;
    const kind = TURNS[this.turn % TURNS.length];
    const project = this.projects[between(0, this.projects.length - 1)];
    const task = project?.tasks.at(-1);
    if (!project || kind === "project") return this.newProject();
    if (kind === "change") return this.change(project);
    if (kind === "delete") return this.deletion(project);
    if (task && kind === "finish") return this.finish(project, task);
    if (task && kind === "drop") return this.drop(project, task);
    return this.newTask(project);
  }

  /** Makes the next change and notes what came of it. */
  async step() {
    const change = this.next();
    const answer = await this.app.ask(this.tenant, change.call);
    const entry = this.ledger.note(change, answer);
    this.learn(change, entry, answer);
    return entry;
  }

  /** Writes until told to stop; the answers that are no success cost a moment. */
  async work(isOver) {
    while (!isOver()) {
      const { acknowledged } = await this.step();
      if (!acknowledged) await pause(REST);
    }
  }

  /** What the answer means for the next change. Without a clear answer nobody knows, so the project is left alone. */
  learn({ settle, project }, { acknowledged }, { body }) {
    if (acknowledged) settle(body);
    else this.forget(project);
  }

  forget(id) {
    this.projects = this.projects.filter((project) => project.id !== id);
  }

  newProject() {
    made += 1;
    // Every second one is given its key by the server, which has to look for a free one.
    const key = made % 2 === 0 ? { key: `E${made.toString(36).toUpperCase()}` } : {};
    const body = { name: `${NAMES[made % NAMES.length]} ${made}`, description: words(this.words), ...key };
    const settle = ({ project: { id, version } }) => {
      this.projects = [...this.projects, { id, version, tasks: [] }].slice(-AT_HAND);
    };
    return { action: "project.created", tenant: this.tenant, call: { method: "POST", path: "/api/projects", body }, settle };
  }

  change(project) {
    const body = { name: `${NAMES[between(0, NAMES.length - 1)]} ${project.id.slice(-6)}`, version: project.version };
    const settle = (answer) => (project.version = answer.project.version);
    return this.on(project, "project.updated", { method: "PATCH", path: at(project), body }, settle);
  }

  deletion(project) {
    return this.on(project, "project.deleted", { method: "DELETE", path: at(project) }, () => this.forget(project.id));
  }

  newTask(project) {
    const call = { method: "POST", path: `${at(project)}/tasks`, body: { title: words(4) } };
    const settle = ({ task: { id, version } }) => project.tasks.push({ id, version });
    return { ...this.on(project, "task.created", call, settle), object: undefined };
  }

  finish(project, task) {
    const call = { method: "PATCH", path: at(project, task), body: { done: true, position: 1, version: task.version } };
    const settle = (answer) => (task.version = answer.task.version);
    return { ...this.on(project, "task.updated", call, settle), object: task.id };
  }

  drop(project, task) {
    const call = { method: "DELETE", path: at(project, task) };
    return { ...this.on(project, "task.deleted", call, () => project.tasks.pop()), object: task.id };
  }

  on(project, action, call, settle) {
    return { action, tenant: this.tenant, object: project.id, project: project.id, call, settle };
  }
}

/** So many writers at work; `end` stops them after the answers they wait for. */
export function crowd(app, ledger, size, options) {
  let over = false;
  const all = [...Array(size)].map(() => new Writer(app, ledger, options).work(() => over));
  return {
    end: async () => {
      over = true;
      await Promise.all(all);
    },
  };
}

const at = (project, task) => `/api/projects/${project.id}${task ? `/tasks/${task.id}` : ""}`;

const NAMES = ["Moon base", "Harbour", "Orchard", "Night train", "Lighthouse", "Été", "Glass bridge", "Ölberg"];
const WORDS = "amber bridge cedar delta ember fjord grove harbour island juniper kelp lagoon meadow north opal pine quay".split(" ");
const words = (number) => [...Array(number)].map(() => WORDS[between(0, WORDS.length - 1)]).join(" ");
