import { samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Send } from '../pages/send.ts';

/** The plan of the samples, re-addressed by its file names alone, as a slip of the hand would. */
function to(number: string) {
  return samples('a_monthly_plan_home_visit').map((file) => ({
    name: file.name.replace(offices.homeVisit, number),
    bytes: file.bytes,
  }));
}

test('an office that nobody knows is refused in words before sending', async ({ desk }) => {
  const { page } = await desk(offices.careManager);
  const send = new Send(page);
  await send.open();
  await send.drop(to('9970999999'));
  await expect(page.getByText(/9970999999/).first()).toBeVisible();
  await expect(page.getByText(/登録されていません/).first()).toBeVisible();
  await expect(send.sendButton.or(send.review)).toBeDisabled();
});
