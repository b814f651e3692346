/** Plans of a month (第6表, UPPLAN) of any size: Shift_JIS, CR LF, the same for the same seed; all persons are invented. */

/** Shift_JIS bytes of each character, from the browser's or Node's own decoder. */
const BYTES: Map<string, number[]> = (() => {
  const decoder = new TextDecoder('shift_jis');
  const map = new Map<string, number[]>();
  for (let lead = 0x81; lead <= 0x9f; lead++) {
    for (let trail = 0x40; trail <= 0xfc; trail++) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (character.length === 1 && character !== '\ufffd' && !map.has(character)) map.set(character, [lead, trail]);
    }
  }
  for (let code = 0; code < 0x80; code++) map.set(String.fromCharCode(code), [code]);
  return map;
})();

/** A text as Shift_JIS, each byte as one character. */
function bytes(text: string): string {
  return Array.from(text, (character) => {
    const known = BYTES.get(character);
    if (!known) throw new Error(`no bytes for ${character}`);
    return String.fromCharCode(...known);
  }).join('');
}

const MANAGERS = ['見本　花子', '見本　一郎', '能予　ソ十'].map(bytes);
const OFFICES = [
  'さくら訪問介護ステーション',
  'ひまわりデイサービスセンター',
  '（有）ケアサポート青空',
  'みどり訪問看護ステーション',
  '特別養護老人ホーム寿苑',
].map(bytes);
const STARTS = ['0900', '0930', '1000', '1330', '1415', '1600'];
const SERVICES = ['111111', '112111', '152411', '131111', '621111', 'A21111'];

/** The name under which every sample is read. */
export const NAME = 'UPPLAN_202511_9970100018_43_9970200024_11_20251025093015.CSV';

/** A plan of about so many bytes, in which one row in a hundred has one bad cell. */
export function plan(size: number, seed: number): Uint8Array<ArrayBuffer> {
  let state = seed;
  const random = (below: number): number => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return Math.floor((state / 4294967296) * below);
  };
  const pick = <T>(list: T[]): T => list[random(list.length)] as T;
  const out = new Uint8Array(size + 4096);
  let length = 0;
  for (let user = 0; length < size; user++) {
    const insurer = `99${1000 + (user % 7000)}`;
    const insured = String(1000000000 + user * 7);
    const manager = pick(MANAGERS);
    const services = 2 + random(6);
    for (let service = 0; service < services && length < size; service++) {
      const office = service === 0 ? 0 : random(OFFICES.length);
      const start = pick(STARTS);
      const code = pick(SERVICES);
      const first = random(28);
      for (let week = 0; week < 4 && length < size; week++) {
        const day = String(1 + ((first + 7 * week) % 28)).padStart(2, '0');
        const bad = random(100) === 0 ? random(3) : -1;
        const row = [
          '202407',
          insurer,
          bad === 0 ? '12345' : insured,
          '20251020',
          '202511',
          '9970100018',
          `"${manager}"`,
          String(100 + random(900)),
          '0',
          `202511${bad === 1 ? '32' : day}`,
          '',
          bad === 2 ? '2561' : start,
          String(Number(start) + 100).padStart(4, '0'),
          '1',
          code,
          '',
          '',
          '""',
          '',
          office === 0 ? '9970200024' : `997020003${office}`,
          `"${OFFICES[office]}"`,
          '',
          '0',
          '9970100018',
          '',
        ].join(',');
        for (let at = 0; at < row.length; at++) out[length++] = row.charCodeAt(at);
        out[length++] = 13;
        out[length++] = 10;
      }
    }
  }
  return out.slice(0, length);
}

const SIZES = { '100k': 100_000, '10m': 10_000_000, '100m': 100_000_000 } as const;

/** How large a sample is, about. */
export type Size = keyof typeof SIZES;

/** The samples that were asked for so far, by size. */
export const samples = new Map<string, Uint8Array>();

/** A sample; the same in every run. */
export function sample(size: Size): Uint8Array {
  const known = samples.get(size) ?? plan(SIZES[size], 20251);
  samples.set(size, known);
  return known;
}
