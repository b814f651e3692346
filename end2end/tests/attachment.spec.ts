import { pdf } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Inbox } from '../pages/inbox.ts';
import { Letter } from '../pages/letter.ts';
import { Send } from '../pages/send.ts';

test('a PDF alone goes to an office that was found by its name', async ({ desk }) => {
  const file = { name: 'サービス担当者会議の要点.pdf', bytes: pdf() };
  const note = '会議の要点をお送りします';
  const a = await desk(offices.careManager);
  const b = await desk(offices.homeVisit);
  const send = new Send(a.page);
  await send.open();
  await send.drop([file]);
  await send.choose('ひだまり');
  await send.check();
  await send.note.fill(note);
  await send.send();

  const inbox = new Inbox(b.page);
  await inbox.open();
  await expect(inbox.row(note)).toHaveCount(1, { timeout: 20_000 });
  await inbox.read(note);
  expect(await new Letter(b.page).download(file.name)).toEqual(file.bytes);
});
