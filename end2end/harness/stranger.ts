import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Demo, DemoOffice } from './demo.ts';
import { careplan } from './program.ts';

/** The program of an office that does not use ours (`server/examples/stranger.rs`). */
const stranger = join(dirname(careplan), 'examples', 'stranger');

/** A letter that no screen of ours would send. */
export interface StrangeLetter {
  from: string;
  to: string;
  /** What the label says, true or not. */
  label: { kind?: 'unit' | 'files'; unit?: string; month?: string; serial?: string };
  note?: string;
  persons?: { name: string; kana: string }[];
  files: { name: string; bytes: Buffer }[];
  /** Parts that are replaced by octets without meaning. */
  spoiled?: ('manifest' | 'body')[];
}

/** Seals a letter with the key of one of the demonstration's offices, leaves it at the hub, and gives its id. */
export async function leave(demo: Demo, letter: StrangeLetter): Promise<string> {
  const of = (number: string): DemoOffice => {
    const found = demo.ready.offices.find((office) => office.number === number);
    if (!found) throw new Error(`no office ${number} in the demonstration`);
    return found;
  };
  const [from, to] = [of(letter.from), of(letter.to)];
  const folder = await mkdtemp(join(tmpdir(), 'careplan-stranger-'));
  try {
    const files = await Promise.all(
      letter.files.map(async ({ name, bytes }, place) => {
        const path = join(folder, String(place));
        await writeFile(path, bytes);
        return { name, path };
      }),
    );
    return await run({
      hub: demo.ready.hub_url,
      hub_ca: demo.ready.hub_ca,
      certificate: from.certificate,
      key: from.key,
      sealing_certificate: to.sealing_certificate,
      from: { number: from.number, service_type: from.service_type },
      to: { number: to.number, service_type: to.service_type },
      kind: letter.label.kind ?? 'unit',
      unit: letter.label.unit,
      month: letter.label.month,
      serial: letter.label.serial,
      note: letter.note,
      persons: letter.persons?.map((person, place) => ({
        insurer_number: '999999',
        insured_number: String(9_000_000_000 + place),
        month: '202511',
        ...person,
      })),
      files,
      spoiled: letter.spoiled,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(order: object): Promise<string> {
  const child = spawn(stranger, [], { stdio: ['pipe', 'pipe', 'pipe'] });
  let [out, said] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.end(JSON.stringify(order));
  const code = await new Promise((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  if (code !== 0) throw new Error(`the stranger ended with ${code}: ${said}`);
  return out.trim();
}
