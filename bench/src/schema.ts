/** What each contestant holds the cells of a 第6表 against, and how those that have texts in hand do it. */

/** What was counted. */
export interface Counted {
  records: number;
  bad: number;
}

/** Form and greatest length of a column. A capital letter says that it must not be empty. */
export type Column = [form: string, length: number];

/** The 25 columns of 第6表: n figures, h insured number, a figures and letters, m up to so many of them, i number, d day, y month, t time, b days, x text, c equipment code, f flag. */
export const COLUMNS: Column[] = [
  ['N', 6], ['N', 6], ['H', 10], ['D', 8], ['Y', 6], ['A', 10], ['x', 0], ['I', 6], ['i', 5], ['D', 8], ['b', 31], ['T', 4], ['T', 4],
  ['I', 2], ['A', 6], ['c', 12], ['c', 12], ['x', 0], ['i', 2], ['A', 10], ['x', 0], ['m', 2], ['F', 1], ['a', 10], ['m', 1],
];
/** Days of the months; the year is not looked at. */
export const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

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

/** Counts rows of texts. */
export class Counter {
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
