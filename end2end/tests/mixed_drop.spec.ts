import { samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Inbox } from '../pages/inbox.ts';
import { Letter } from '../pages/letter.ts';
import { Send } from '../pages/send.ts';

test('three faulty files beside a good one: each fault at its place, and only the good one goes', async ({ desk }) => {
  const good = samples('c_result_home_visit');
  // Units of their own: the same name with another serial.
  const faulty = (folder: string, serial: string) =>
    samples(`invalid/${folder}`).map((file) => ({
      name: file.name.replace('20251202181500', serial),
      bytes: file.bytes,
    }));
  const emptyItem = faulty('22_required_empty', '20251202181501');
  const noSuchDate = faulty('24_no_such_date', '20251202181502');
  const unknownKind = samples('invalid/01_unknown_prefix');

  const note = '11月分の実績です';
  const a = await desk(offices.homeVisit);
  const b = await desk(offices.careManager);
  const send = new Send(a.page);
  await send.open();
  await send.drop([...good, ...emptyItem, ...noSuchDate, ...unknownKind]);

  // One unit goes, and every faulty file is named with what is wrong with it.
  await expect(send.units('送信するもの')).toHaveCount(1);
  await expect(send.units('送信しないもの')).toHaveCount(3);
  for (const file of [...emptyItem, ...noSuchDate, ...unknownKind]) {
    await expect(a.page.locator('#findings').getByText(file.name).first()).toBeVisible();
  }
  await expect(send.finding(/サービス利用日/).first()).toBeVisible();

  await send.check();
  await send.note.fill(note);
  await send.send();

  const inbox = new Inbox(b.page);
  await inbox.open();
  await expect(inbox.row(note)).toHaveCount(1, { timeout: 20_000 });
  await inbox.read(note);
  const letter = new Letter(b.page);
  expect(await letter.download(good[0]!.name)).toEqual(good[0]!.bytes);
  for (const file of [...emptyItem, ...noSuchDate, ...unknownKind]) {
    await expect(b.page.getByText(file.name)).toHaveCount(0);
  }
});
