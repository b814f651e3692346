/**
 * What a web page would read such a file with, had it no WebAssembly.
 * Every peer gets the same bytes and does the same: split into cells, hold every cell against the form of its column,
 * and count records and bad cells. All must count the same.
 */
import { Buffer } from 'buffer';
import { csvParseRows } from 'd3-dsv';
import Encoding from 'encoding-japanese';
import iconv from 'iconv-lite';
import Papa from 'papaparse';
import { inferSchema, initParser } from 'udsv';

/** What was counted. */
export interface Counted {
  records: number;
  bad: number;
}

/** A way to read a file. */
export interface Peer {
  name: string;
  /** Too slow for 100 MB. */
  slow?: boolean;
  run(bytes: Uint8Array<ArrayBuffer>): Counted;
}

/** Form and greatest length of a column; a capital letter says that it must not be empty. */
type Column = [form: string, length: number];

/** The 25 columns of 第6表: n figures, h insured number, a figures and letters, m up to so many of them, i number, d day, y month, t time, b days, x text, c equipment code, f flag. */
const COLUMNS: Column[] = [
  ['N', 6], ['N', 6], ['H', 10], ['D', 8], ['Y', 6], ['A', 10], ['x', 0], ['I', 6], ['i', 5], ['D', 8], ['b', 31], ['T', 4], ['T', 4],
  ['I', 2], ['A', 6], ['c', 12], ['c', 12], ['x', 0], ['i', 2], ['A', 10], ['x', 0], ['m', 2], ['F', 1], ['a', 10], ['m', 1],
];
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function digits(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const figure = text.charCodeAt(at) - 48;
    if (figure < 0 || figure > 9) return false;
  }
  return true;
}

function alnum(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!((code >= 48 && code <= 57) || (code >= 65 && code <= 90))) return false;
  }
  return true;
}

function fits(form: string, length: number, text: string): boolean {
  const lower = form.toLowerCase();
  if (text === '') return form === lower;
  switch (lower) {
    case 'n':
      return text.length === length && digits(text);
    case 'h':
      return text.length === length && digits(text.startsWith('H') ? text.slice(1) : text);
    case 'a':
      return text.length === length && alnum(text);
    case 'm':
      return text.length <= length && alnum(text);
    case 'i':
      return text.length <= length && digits(text.startsWith('-') ? text.slice(1) : text);
    case 'y': {
      const month = Number(text.slice(4));
      return text.length === 6 && digits(text) && month >= 1 && month <= 12;
    }
    case 'd': {
      if (text.length !== 8 || !digits(text)) return false;
      const month = Number(text.slice(4, 6));
      const day = Number(text.slice(6));
      return month >= 1 && month <= 12 && day >= 1 && day <= (DAYS[month - 1] ?? 0);
    }
    case 't':
      return text.length === 4 && digits(text) && (text === '9999' || (Number(text.slice(0, 2)) <= 24 && Number(text.slice(2)) <= 59));
    case 'b':
      return text.length === 31 && /^[01]*$/.test(text);
    case 'c':
      return /^\d{5}-\d{6}$/.test(text);
    case 'f':
      return text === '0' || text === '1';
    default:
      return true;
  }
}

class Counter {
  records = 0;
  bad = 0;

  row(cells: string[]): void {
    this.records++;
    if (cells.length !== COLUMNS.length) {
      this.bad++;
      return;
    }
    for (let at = 0; at < cells.length; at++) {
      const [form, length] = COLUMNS[at] as Column;
      if (!fits(form, length, cells[at] as string)) this.bad++;
    }
  }

  all(rows: string[][]): Counted {
    // Some peers add an empty row behind the last line end.
    const last = rows.at(-1);
    if (last && last.every((cell) => cell === '')) rows.pop();
    for (const row of rows) this.row(row);
    return { records: this.records, bad: this.bad };
  }
}

const decode = (bytes: Uint8Array<ArrayBuffer>): string => new TextDecoder('shift_jis').decode(bytes);
const papa = (text: string): Counted =>
  new Counter().all(Papa.parse<string[]>(text, { delimiter: ',', newline: '\r\n' }).data);

function udsv(text: string): Counted {
  const head = COLUMNS.map((_, at) => `c${at}`);
  const schema = inferSchema(text.slice(0, 1 << 16), { col: ',', row: '\r\n', encl: '"', esc: '"', header: () => [head] });
  // The types do not know that the first row can be kept.
  const whole = { ...schema, skip: 0 } as typeof schema;
  return new Counter().all(initParser(whole).stringArrs(text));
}

/** Those of which ours is held against the fastest. */
export const peers: Peer[] = [
  { name: 'TextDecoder + PapaParse', run: (bytes) => papa(decode(bytes)) },
  { name: 'TextDecoder + uDSV', run: (bytes) => udsv(decode(bytes)) },
  { name: 'TextDecoder + d3-dsv', run: (bytes) => new Counter().all(csvParseRows(decode(bytes)) as string[][]) },
  { name: 'iconv-lite + PapaParse', slow: true, run: (bytes) => papa(iconv.decode(Buffer.from(bytes.buffer), 'cp932')) },
  {
    name: 'encoding-japanese + PapaParse',
    slow: true,
    run: (bytes) => papa(Encoding.convert(bytes, { to: 'UNICODE', from: 'SJIS', type: 'string' })),
  },
];
