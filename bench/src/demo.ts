/** `careplan demo`, in a folder of its own: the real server with the real app. */
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Somebody who can sign in. */
export interface Staff {
  user: string;
  password: string;
}

/** A running demo. */
export class Demo {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    readonly url: string,
    readonly staff: Staff,
  ) {}

  /** Starts it, and waits until it serves. */
  static async start(careplan: string): Promise<Demo> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'careplan-bench-'));
    const ready = path.join(folder, 'ready.json');
    const process = spawn(careplan, ['demo', '--port', '0', '--data', path.join(folder, 'data'), '--ready-file', ready], { stdio: 'ignore' });
    for (let waited = 0; waited < 1200 && process.exitCode === null; waited++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (!fs.existsSync(ready)) continue;
      const { url, offices } = JSON.parse(fs.readFileSync(ready, 'utf8')) as { url: string; offices: { staff: Staff[] }[] };
      const staff = offices[0]?.staff[0];
      if (!staff) throw new Error('the demo has nobody who can sign in');
      return new Demo(process, folder, url.replace(/\/$/, ''), staff);
    }
    process.kill();
    throw new Error('careplan demo does not start');
  }

  /** Ends it. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill();
    await ended;
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
