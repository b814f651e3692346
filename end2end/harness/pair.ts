import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Office, Place } from './demo.ts';
import { Program, jsonWhenThere } from './program.ts';

/** What a program writes once it serves. */
interface Serving {
  url: string;
  public_url?: string;
}

/** Two offices that are set up as their administrators and the hub's operator would, by the commands. */
const OFFICES: Office[] = [
  {
    number: '9970100018',
    service_type: '43',
    name: 'みどり居宅介護支援事業所',
    staff: [{ user: 'midori', password: 'a-password-of-the-test', role: 'exchange', totp_secret: null }],
  },
  {
    number: '9970200024',
    service_type: '11',
    name: '訪問介護ステーション ひだまり',
    staff: [{ user: 'hidamari', password: 'a-password-of-the-test', role: 'exchange', totp_secret: null }],
  },
];

/** An office that the hub does not know yet, with its administrator. */
export const NEWCOMER: Office = {
  number: '9970300030',
  service_type: '15',
  name: 'デイサービス 青い鳥',
  staff: [
    { user: 'aoitori-kanri', password: 'a-password-of-the-test', role: 'administrator', totp_secret: null },
    { user: 'aoitori', password: 'a-password-of-the-test', role: 'exchange', totp_secret: null },
  ],
};

/** `hub serve` and `server serve` as two processes, so that one can be taken away from the other. */
export class Pair implements Place {
  readonly offices: Office[];
  private hub: Program | undefined;
  private server: Program | undefined;
  private hubAddress = '127.0.0.1:0';
  private publicAddress = '127.0.0.1:0';
  private serverUrl = '';
  private starts = 0;

  private constructor(private readonly folder: string, newcomers: Office[]) {
    this.offices = [...OFFICES, ...newcomers];
  }

  /** Sets both up and starts them. Newcomers have staff at the server, and have not applied at the hub yet. */
  static async start(newcomers: Office[] = []): Promise<Pair> {
    const pair = new Pair(await mkdtemp(join(tmpdir(), 'careplan-pair-')), newcomers);
    try {
      await pair.hubCommand('init');
      await pair.startHub();
      await pair.serverCommand(['init']);
      for (const office of OFFICES) await pair.join(office);
      for (const office of newcomers) await pair.add(office);
      await pair.startServer();
      return pair;
    } catch (error) {
      await pair.stop();
      throw error;
    }
  }

  get url(): string {
    return this.serverUrl;
  }

  get log(): string {
    return `${this.hub?.output ?? ''}\n${this.server?.output ?? ''}`;
  }

  /** Starts the hub, after the first time at the address it had before. */
  async startHub(): Promise<void> {
    const words = ['serve', '--listen', this.hubAddress, '--public', this.publicAddress];
    const { url, public_url } = await this.serve(['hub', '--folder', this.at('hub'), ...words], (program) => {
      this.hub = program;
    });
    this.hubAddress = new URL(url).host;
    this.publicAddress = new URL(public_url ?? url).host;
  }

  /** The operator approves the application that waits. */
  async approve(): Promise<void> {
    await this.hubCommand('application', 'approve', await this.waiting());
  }

  /** The operator returns the application that waits. */
  async refuse(reason: string): Promise<void> {
    await this.hubCommand('application', 'refuse', await this.waiting(), '--reason', reason);
  }

  /** The operator says something to all offices. */
  async announce(...words: string[]): Promise<void> {
    await this.hubCommand('announcement', ...words);
  }

  private async waiting(): Promise<string> {
    const listed = await this.hubCommand('application', 'list', '--json');
    return (JSON.parse(listed.trim().split('\n')[0] ?? '') as { id: string }).id;
  }

  /** Takes the hub away, as a power cut would. */
  async killHub(): Promise<void> {
    await this.hub?.kill();
  }

  /** While the hub is away: its journal gets another name, as if somebody had begun a new one. */
  async replaceJournal(): Promise<void> {
    await writeFile(this.at('hub', 'journal', 'id'), `${randomUUID()}\n`);
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    await this.hub?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async startServer(): Promise<void> {
    const words = ['serve', '--listen', '127.0.0.1:0', '--hold', '2', '--hub-public', `https://${this.publicAddress}`];
    const { url } = await this.serve(['server', '--data', this.at('server'), ...words], (program) => {
      this.server = program;
    });
    this.serverUrl = url;
  }

  /** Registers an office at the hub, and gives the server its certificate and its staff. */
  private async join(office: Office): Promise<void> {
    const { number, service_type, name } = office;
    await this.hubCommand('office', 'add', '--number', number, '--service-type', service_type, '--name', name);
    await this.add(office);
    const request = await this.serverCommand(['certificate', 'request', '--office', number]);
    await writeFile(this.at(`${number}.csr`), request);
    await this.hubCommand(
      'certificate', 'issue', number, '--into', this.at('issued'), '--request', this.at(`${number}.csr`), '--register',
    );
    await this.serverCommand(['certificate', 'import', '--office', number, this.at('issued', `${number}.pem`)]);
  }

  /** Adds an office with its staff to the server. */
  private async add(office: Office): Promise<void> {
    const { number, service_type, name } = office;
    await this.serverCommand([
      'office', 'add', '--number', number, '--service-type', service_type, '--name', name,
      '--hub', `https://${this.hubAddress}`, '--hub-ca', this.at('hub', 'ca', 'certificate.pem'),
    ]);
    for (const { user, password, role } of office.staff) {
      const words = ['staff', 'add', '--office', number, '--role', role.replace('_', '-'), '--name', user, user];
      await this.serverCommand(words, `${password}\n`);
    }
  }

  private async serve(args: string[], started: (program: Program) => void): Promise<Serving> {
    this.starts += 1;
    const file = this.at(`ready-${this.starts}.json`);
    const program = Program.start([...args, '--ready-file', file]);
    started(program);
    const serving = await program.until(() => jsonWhenThere<Serving>(file));
    return { ...serving, url: serving.url.replace(/\/$/, '') };
  }

  private async hubCommand(...args: string[]): Promise<string> {
    return Program.run(['hub', '--folder', this.at('hub'), ...args]);
  }

  private async serverCommand(args: string[], input = ''): Promise<string> {
    return Program.run(['server', '--data', this.at('server'), ...args], input);
  }

  private at(...parts: string[]): string {
    return join(this.folder, ...parts);
  }
}
