import { expectAccessible } from '../harness/axe.ts';
import { samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Check } from '../pages/check.ts';
import { Inbox } from '../pages/inbox.ts';
import { Letter } from '../pages/letter.ts';
import { Send } from '../pages/send.ts';

/** A plan as another program saved it: UTF-8, with a 𠮷 that MS932 lacks in a person's name. */
function spoilt(): { name: string; bytes: Buffer }[] {
  return samples('a_monthly_plan_home_visit').map(({ name, bytes }) => {
    const text = new TextDecoder('shift_jis').decode(bytes);
    return { name, bytes: Buffer.from(text.replaceAll('髙橋 ハナ', '𠮷田 ハナ'), 'utf8') };
  });
}

test('a UTF-8 file is mended with consent, travels as MS932, and the receiver sees what was changed', async ({ desk }) => {
  const a = await desk(offices.careManager);
  const send = new Send(a.page);
  await send.open();
  await send.drop(spoilt());
  const doctor = a.page.getByRole('region', { name: '文字と形式を直す' });
  await expect(doctor.getByText('U+20BB7')).toBeVisible();
  await expect(doctor.getByText(/文字コードをUTF-8からShift_JISに変えます（3ファイル）/)).toBeVisible();
  const field = doctor.getByLabel('置き換える字');
  await expect(field).toHaveValue('吉');
  await doctor.getByText('使われている場所').click();
  await expect(doctor.getByText(/利用者氏名「𠮷田 ハナ」/).first()).toBeVisible();
  await expectAccessible(a.page, '文字と形式を直す');

  // What MS932 lacks as well is refused at the field.
  await field.fill('🙃');
  await doctor.getByRole('button', { name: 'この内容で直す' }).click();
  await expect(doctor.getByText('入力した字はShift_JISにありません')).toBeVisible();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill('吉');
  await doctor.getByRole('button', { name: 'この内容で直す' }).click();
  await expect(doctor.getByText('「𠮷」→「吉」').first()).toBeVisible();
  await expect(send.units('送信するもの')).toHaveCount(1);

  // Taken back, the original is there again; mended again, it goes.
  await doctor.getByRole('button', { name: '元に戻す' }).click();
  await expect(doctor.getByText('U+20BB7')).toBeVisible();
  await expect(send.units('送信するもの')).toHaveCount(0);
  await doctor.getByRole('button', { name: 'この内容で直す' }).click();
  await expect(send.units('送信するもの')).toHaveCount(1);
  await send.check();
  await send.note.fill('直した予定');
  await send.send();

  const b = await desk(offices.homeVisit);
  const inbox = new Inbox(b.page);
  await inbox.open();
  await expect(inbox.row('直した予定')).toBeVisible({ timeout: 20_000 });
  await inbox.read('直した予定');
  const letter = new Letter(b.page);
  await expect(letter.fact('直した文字')).toContainText('「𠮷」→「吉」');
  for (const { name, bytes } of samples('a_monthly_plan_home_visit')) {
    const expected = new TextDecoder('shift_jis').decode(bytes).replaceAll('髙橋 ハナ', '吉田 ハナ');
    const received = await letter.download(name);
    expect(new TextDecoder('shift_jis', { fatal: true }).decode(received)).toBe(expected);
  }
});

test('外字 are listed with their code, and replaced by what somebody types', async ({ visitor }) => {
  const page = await visitor();
  const check = new Check(page);
  await check.open();
  await check.drop(samples('invalid/10_gaiji'));
  const doctor = page.getByRole('region', { name: '文字と形式を直す' });
  await expect(doctor.getByText('外字 F040')).toBeVisible();
  const mend = doctor.getByRole('button', { name: 'この内容で直す' });
  await mend.click();
  await expect(doctor.getByText('まだ置き換える字が入力されていません。')).toBeVisible();
  await doctor.getByLabel('置き換える字').fill('髙');
  await mend.click();
  await expect(page.getByText('エラーも警告もありません。')).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    doctor.getByRole('button', { name: '直したファイルを保存' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(samples('invalid/10_gaiji')[0]!.name);
});
