import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program, jsonWhenThere } from './program.ts';

/** Somebody who can sign in. */
export interface Staff {
  user: string;
  password: string;
  role: string;
  totp_secret: string | null;
}

/** An office, with the people who work there. */
export interface Office {
  number: string;
  service_type: string;
  name: string;
  staff: Staff[];
}

/** An office of the demonstration; its keys lie open there, as paths of PEM files. */
export interface DemoOffice extends Office {
  certificate: string;
  key: string;
  sealing_certificate: string;
}

/** What `careplan demo --ready-file` writes. */
export interface Ready {
  url: string;
  hub_url: string;
  hub_ca: string;
  offices: DemoOffice[];
}

/** A program that serves the app, and who can sign in there. */
export interface Place {
  url: string;
  offices: Office[];
}

/** The demonstration, on ports of its own and in a folder of its own. */
export class Demo implements Place {
  private constructor(
    private readonly program: Program,
    private readonly folder: string,
    readonly ready: Ready,
  ) {}

  /** Starts it and waits until it serves. `hold` is the time in seconds in which sending can be taken back. */
  static async start(hold = 2): Promise<Demo> {
    const folder = await mkdtemp(join(tmpdir(), 'careplan-demo-'));
    const file = join(folder, 'ready.json');
    const program = Program.start([
      'demo',
      '--port', '0',
      '--hold', String(hold),
      '--ready-file', file,
      '--data', join(folder, 'data'),
    ]);
    try {
      const ready = await program.until(() => jsonWhenThere<Ready>(file));
      return new Demo(program, folder, ready);
    } catch (error) {
      await program.stop();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get url(): string {
    return this.ready.url.replace(/\/$/, '');
  }

  get offices(): Office[] {
    return this.ready.offices;
  }

  /** Runs `careplan hub ...` as the operator of the demonstration's hub. */
  async operator(...args: string[]): Promise<string> {
    return Program.run(['hub', '--folder', join(this.folder, 'data', 'hub'), ...args]);
  }

  /** What the programs logged so far. */
  get log(): string {
    return this.program.output;
  }

  async stop(): Promise<void> {
    await this.program.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The office of that number, or a failure that says which there are. */
export function office(place: Place, number: string): Office {
  const found = place.offices.find((candidate) => candidate.number === number);
  if (!found) {
    const known = place.offices.map((candidate) => candidate.number).join(', ');
    throw new Error(`no office ${number} here; there are ${known}`);
  }
  return found;
}
