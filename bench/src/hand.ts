/**
 * The best that a page could write by hand without libraries and without WebAssembly: one loop over the bytes, which decodes nothing.
 * Cells are held against their forms as bytes, as ours are; of text it is only seen that every character is one.
 */
import { COLUMNS, DAYS, type Counted } from './schema.ts';

/** Which pairs of bytes are characters, as the browser's decoder has it. */
const known: Uint8Array = (() => {
  const decoder = new TextDecoder('shift_jis');
  const table = new Uint8Array(65536);
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    if (lead > 0x9f && lead < 0xe0) continue;
    for (let trail = 0x40; trail <= 0xfc; trail++) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (text.length === 1 && text !== '\ufffd') table[lead * 256 + trail] = 1;
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

function text(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x80 || (byte >= 0xa1 && byte <= 0xdf)) continue;
    at++;
    if (at >= to || !known[byte * 256 + (bytes[at] as number)]) return false;
  }
  return true;
}

function fits(form: string, size: number, bytes: Uint8Array, from: number, to: number): boolean {
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

/** Records and bad cells. */
export function byHand(bytes: Uint8Array): Counted {
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
    if (!fits(form, size, bytes, from, to)) bad++;
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
