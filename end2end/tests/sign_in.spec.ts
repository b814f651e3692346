import { samples } from '../harness/samples.ts';
import { expect, offices, person, test } from '../harness/test.ts';
import { Login } from '../pages/login.ts';
import { Send } from '../pages/send.ts';
import { Shell } from '../pages/shell.ts';

test('a wrong password is answered in words, and the name stays', async ({ demo, visitor, guard }) => {
  guard.expect(/status of 401/);
  const { staff } = person(demo, offices.careManager, 'exchange');
  const page = await visitor();
  const login = new Login(page);
  await login.open();
  await login.fill({ user: staff.user, password: `${staff.password}x` });
  await expect(page.getByRole('alert')).toContainText(/利用者ID.*パスワード|パスワード.*利用者ID/);
  await expect(login.user).toHaveValue(staff.user);

  // Somebody unknown gets the same words.
  const known = await page.getByRole('alert').innerText();
  await login.fill({ user: 'nobody-of-that-name', password: 'whatever-it-is' });
  await expect(page.getByRole('alert')).toHaveText(known);
});

test('a page behind the login asks for it first and then shows what was asked for', async ({ demo, visitor, guard }) => {
  guard.expect(/status of 401/);
  const { staff } = person(demo, offices.careManager, 'exchange');
  const page = await visitor();
  await page.goto('/sent');
  await new Login(page).fill(staff);
  await expect(page.getByRole('heading', { level: 1, name: '送信一覧' })).toBeVisible();
});

test('a session that ends asks again and loses nothing on the page', async ({ desk, guard }) => {
  guard.expect(/status of 401/);
  const { page, staff } = await desk(offices.careManager);
  const plan = samples('a_monthly_plan_home_visit');
  const send = new Send(page);
  await send.open();
  await send.drop(plan);
  await send.note.fill('途中まで書いたメッセージ');

  // The session ends at the server: as after a night, or by somebody signing out elsewhere.
  await page.context().clearCookies();
  await send.check().catch(() => undefined);
  await send.sendButton.click().catch(() => undefined);

  const overlay = page.getByRole('dialog');
  await expect(overlay).toBeVisible();
  await new Login(page).fill(staff);
  await expect(overlay).toBeHidden();
  for (const file of plan) await expect(page.getByText(file.name).first()).toBeVisible();
  await expect(page.getByText('途中まで書いたメッセージ').or(send.note)).toBeVisible();
});

test('signing out ends it: going back shows nothing', async ({ desk, guard }) => {
  guard.expect(/status of 401/);
  const { page } = await desk(offices.careManager);
  await new Shell(page).logout.click();
  await expect(new Login(page).button).toBeVisible();
  await page.goto('/inbox');
  await expect(new Login(page).button).toBeVisible();
});
