/**
 * What a web page would read such a file with, had it no WebAssembly.
 * Every peer gets the same bytes and does the same: split into cells, hold every cell against the form of its column,
 * and count records and bad cells. All must count the same.
 */
import { Buffer } from 'buffer';
import { parse } from 'csv-parse/browser/esm/sync';
import { csvParseRows } from 'd3-dsv';
import Encoding from 'encoding-japanese';
import iconv from 'iconv-lite';
import Papa from 'papaparse';
import { inferSchema, initParser } from 'udsv';
import { byBytes, byDecoder, byTable } from './hand.ts';
import { COLUMNS, Counter, type Counted } from './schema.ts';

/** A way to read a file. */
export interface Peer {
  name: string;
  /** Too slow for 100 MB. */
  slow?: boolean;
  /** Not one of the libraries of which the fastest counts. */
  apart?: boolean;
  /** It makes no text, as a page would need it: to be seen, with no reach. */
  bare?: boolean;
  run(bytes: Uint8Array<ArrayBuffer>): Counted;
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

/** What ours is held against: the fastest of the libraries, and of the loops by hand. */
export const peers: Peer[] = [
  { name: 'TextDecoder + PapaParse', run: (bytes) => papa(decode(bytes)) },
  { name: 'TextDecoder + uDSV', run: (bytes) => udsv(decode(bytes)) },
  { name: 'TextDecoder + d3-dsv', run: (bytes) => new Counter().all(csvParseRows(decode(bytes)) as string[][]) },
  {
    name: 'iconv-lite + csv-parse',
    slow: true,
    run: (bytes) => {
      const text = iconv.decode(Buffer.from(bytes.buffer), 'cp932');
      return new Counter().all(parse(text, { relax_column_count: true, record_delimiter: '\r\n' }) as string[][]);
    },
  },
  {
    name: 'encoding-japanese + PapaParse',
    slow: true,
    run: (bytes) => papa(Encoding.convert(bytes, { to: 'UNICODE', from: 'SJIS', type: 'string' })),
  },
  { name: 'a loop by hand, TextDecoder for text', apart: true, run: byDecoder },
  { name: 'a loop by hand, a table for text', apart: true, run: byTable },
  { name: 'a loop by hand that decodes nothing', apart: true, bare: true, run: byBytes },
];
