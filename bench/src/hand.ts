/**
 * What a page could write by hand without libraries and without WebAssembly: one loop over the bytes.
 * Codes are held against their forms as bytes, as ours are. What becomes of text, each of the three decides:
 * it is decoded by the browser, or by a table, or it is only seen that every character is one.
 */
import { COLUMNS, DAYS, type Counted } from './schema.ts';

/** The character of each pair of bytes, as the browser's decoder has it; 0 where there is none. */
const known: Uint16Array = (() => {
  const decoder = new TextDecoder('shift_jis');
  const table = new Uint16Array(65536);
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    if (lead > 0x9f && lead < 0xe0) continue;
    for (let trail = 0x40; trail <= 0xfc; trail++) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (text.length === 1 && text !== '\ufffd') table[lead * 256 + trail] = text.charCodeAt(0);
    }
  }
  return table;
})();

function digits(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte < 48 || byte > 57) return false;
  }
  return true;
}

function alnum(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (!((byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90))) return false;
  }
  return true;
}

const two = (bytes: Uint8Array, at: number): number => ((bytes[at] as number) - 48) * 10 + (bytes[at + 1] as number) - 48;

/** What is done with a text: whether it is one. */
type Text = (bytes: Uint8Array, from: number, to: number) => boolean;

/** Decoded by the browser, which knows a fault by the sign that stands for it. */
const decoder = new TextDecoder('shift_jis');
const decoded: Text = (bytes, from, to) => !decoder.decode(bytes.subarray(from, to)).includes('\ufffd');

/** Decoded by a table into a string. */
const units = new Uint16Array(65536);
const utf16 = new TextDecoder('utf-16le');
const looked: Text = (bytes, from, to) => {
  let length = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    let unit = byte;
    if (byte >= 0xa1 && byte <= 0xdf) unit = 0xff61 + byte - 0xa1;
    else if (byte >= 0x80) {
      at++;
      unit = at < to ? (known[byte * 256 + (bytes[at] as number)] as number) : 0;
      if (unit === 0) return false;
    }
    units[length++] = unit;
  }
  return utf16.decode(units.subarray(0, length)).length === length;
};

/** Not decoded. */
const seen: Text = (bytes, from, to) => {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x80 || (byte >= 0xa1 && byte <= 0xdf)) continue;
    at++;
    if (at >= to || !known[byte * 256 + (bytes[at] as number)]) return false;
  }
  return true;
};

function fits(text: Text, form: string, size: number, bytes: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  if (length === 0) return form >= 'a';
  switch (form) {
    case 'N':
    case 'n':
      return length === size && digits(bytes, from, to);
    case 'H':
    case 'h':
      return length === size && digits(bytes, bytes[from] === 72 ? from + 1 : from, to);
    case 'A':
    case 'a':
      return length === size && alnum(bytes, from, to);
    case 'm':
      return length <= size && alnum(bytes, from, to);
    case 'I':
    case 'i':
      return length <= size && digits(bytes, bytes[from] === 45 ? from + 1 : from, to);
    case 'Y': {
      if (length !== 6 || !digits(bytes, from, to)) return false;
      const month = two(bytes, from + 4);
      return month >= 1 && month <= 12;
    }
    case 'D': {
      if (length !== 8 || !digits(bytes, from, to)) return false;
      const month = two(bytes, from + 4);
      const day = two(bytes, from + 6);
      return month >= 1 && month <= 12 && day >= 1 && day <= (DAYS[month - 1] as number);
    }
    case 'T': {
      if (length !== 4 || !digits(bytes, from, to)) return false;
      const [hour, minute] = [two(bytes, from), two(bytes, from + 2)];
      return (hour <= 24 && minute <= 59) || (hour === 99 && minute === 99);
    }
    case 'b':
      for (let at = from; at < to; at++) if (bytes[at] !== 48 && bytes[at] !== 49) return false;
      return length === size;
    case 'c':
      return length === 12 && bytes[from + 5] === 45 && digits(bytes, from, from + 5) && digits(bytes, from + 6, to);
    case 'F':
    case 'f':
      return length === 1 && (bytes[from] === 48 || bytes[from] === 49);
    default:
      return text(bytes, from, to);
  }
}

/** Every text becomes a string by the browser's decoder. */
export const byDecoder = (bytes: Uint8Array): Counted => count(bytes, decoded);

/** Every text becomes a string by a table. */
export const byTable = (bytes: Uint8Array): Counted => count(bytes, looked);

/** No text becomes a string: nothing could be shown of it. */
export const byBytes = (bytes: Uint8Array): Counted => count(bytes, seen);

/** Records and bad cells. */
function count(bytes: Uint8Array, text: Text): Counted {
  let [records, bad, column, at] = [0, 0, 0, 0];
  while (at < bytes.length) {
    let from = at;
    let to: number;
    if (bytes[at] === 34) {
      from = ++at;
      // A doubled quote stands for one; none of the forms but text may hold it.
      while (at < bytes.length && (bytes[at] !== 34 || bytes[at + 1] === 34)) at += bytes[at] === 34 ? 2 : 1;
      to = at++;
    } else {
      while (at < bytes.length && bytes[at] !== 44 && bytes[at] !== 13) at++;
      to = at;
    }
    const [form, size] = COLUMNS[column] ?? ['x', 0];
    if (!fits(text, form, size, bytes, from, to)) bad++;
    column++;
    if (bytes[at] === 44) {
      at++;
      continue;
    }
    records++;
    if (column !== COLUMNS.length) bad++;
    column = 0;
    at += 2;
  }
  return { records, bad };
}
