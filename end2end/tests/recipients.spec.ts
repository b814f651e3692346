import { samples } from '../harness/samples.ts';
import { expect, offices, test } from '../harness/test.ts';
import { Send } from '../pages/send.ts';

/** The plan of the samples, re-addressed by its file names alone, as a slip of the hand would. */
function to(number: string, serviceType = '11') {
  return samples('a_monthly_plan_home_visit').map((file) => ({
    name: file.name.replace(`${offices.homeVisit}_11`, `${number}_${serviceType}`),
    bytes: file.bytes,
  }));
}

const cases = [
  { who: 'that nobody knows', number: '9970900001', type: '11', words: /登録されていません/ },
  { who: 'that is suspended', number: '9970500052', type: '11', words: /利用を停止しています/ },
  { who: 'whose licence has ended', number: '9970600068', type: '15', words: /利用期間の外です/ },
  { who: 'that is one\'s own', number: offices.careManager, type: '43', words: /自分の事業所には送れません/ },
];

for (const { who, number, type, words } of cases) {
  test(`an office ${who} is refused in words before sending`, async ({ desk, guard }) => {
    // The browser writes an answer of refusal to the console.
    guard.expect(/status of 4\d\d/);
    const { page } = await desk(offices.careManager);
    const send = new Send(page);
    await send.open();
    await send.drop(to(number, type));
    await send.check();
    await expect(page.getByText(words).first()).toBeVisible();
    await expect(send.sendButton).toBeDisabled();
  });
}
