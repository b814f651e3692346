import { expect, offices, test } from '../harness/test.ts';
import { Send } from '../pages/send.ts';

test('t04 an office that nothing was sent to before is asked about once, and an answer is needed', async ({ desk }) => {
  const news = (name: string) => ({ name, bytes: Buffer.from('%PDF-1.7\n') });
  const { page } = await desk(offices.careManager);
  const send = new Send(page);
  await send.open();
  await send.drop([news('連絡.pdf')]);
  await send.choose('デイサービス');
  await send.check();
  const question = page.getByRole('group', { name: /初めて送る宛先です/ });
  const tick = question.getByRole('checkbox', { name: 'この宛先に送る' });
  await expect(tick).not.toBeChecked();
  await expect(page.getByText('初めて送る宛先に「この宛先に送る」の印がないため、送信できません。')).toBeVisible();
  await expect(send.sendButton).toBeDisabled();
  await send.sendButton.click({ force: true });
  await expect(send.accepted).toBeHidden();

  await tick.check();
  await expect(send.sendButton).toBeEnabled();
  await send.send();

  // The office is known now: another letter to it asks nothing.
  await send.startAnother();
  await send.drop([news('続き.pdf')]);
  await send.choose('デイサービス');
  await send.check();
  await expect(question).toHaveCount(0);
  await expect(send.sendButton).toBeEnabled();
});
