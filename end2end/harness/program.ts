import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The binary that `cargo xtask test` built. */
export const careplan = process.env['CAREPLAN'] ?? join(root, 'target', 'debug', 'careplan');

/** How long a program may take until it serves: generous, for a machine that is busy with other work. */
const START_MS = 40_000;

/** A running program of ours; ended by its own id, never by name. */
export class Program {
  /** What it wrote, for the report of a failed test. */
  private said = '';
  private ended: Promise<number | null>;

  private constructor(private child: ChildProcess, private readonly what: string) {
    const keep = (chunk: Buffer) => {
      this.said = (this.said + chunk.toString()).slice(-20_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    this.ended = new Promise((resolve) => {
      child.once('exit', (code) => resolve(code));
      child.once('error', (error) => {
        this.said += String(error);
        resolve(null);
      });
    });
  }

  /** Starts `careplan` with these words. */
  static start(args: string[]): Program {
    // An office hears within seconds what the operator has to say, not within minutes.
    const env = { ...process.env, CAREPLAN_SERVER_POLL: '5' };
    const child = spawn(careplan, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    return new Program(child, `careplan ${args.slice(0, 2).join(' ')}`);
  }

  /** Runs `careplan` to its end and gives what it wrote on standard output; `input` is what a person would type. */
  static async run(args: string[], input = ''): Promise<string> {
    const child = spawn(careplan, args, { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.end(input);
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    const program = new Program(child, `careplan ${args.slice(0, 3).join(' ')}`);
    const code = await program.ended;
    if (code !== 0) throw new Error(`${program.what} ended with ${code}:\n${program.said}`);
    return out;
  }

  /** Waits until `look` finds something; fails at once when the program ends before. */
  async until<T>(look: () => Promise<T | undefined>): Promise<T> {
    let gone = false;
    void this.ended.then(() => (gone = true));
    const end = Date.now() + START_MS;
    while (Date.now() < end) {
      const found = await look();
      if (found !== undefined) return found;
      if (gone) throw new Error(`${this.what} ended before it served:\n${this.said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${this.what} did not serve within ${START_MS / 1000} s:\n${this.said}`);
  }

  /** What it wrote so far. */
  get output(): string {
    return this.said;
  }

  /** Asks it to end, and makes it end when it does not within five seconds. */
  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), 5_000);
    await this.ended;
    clearTimeout(late);
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

/** The JSON in a file, once it is there and whole. */
export async function jsonWhenThere<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
