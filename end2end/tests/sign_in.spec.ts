import { samples } from '../harness/samples.ts';
import { expect, offices, person, test } from '../harness/test.ts';
import { Login } from '../pages/login.ts';
import { Send } from '../pages/send.ts';
import { Sent } from '../pages/sent.ts';
import { Shell } from '../pages/shell.ts';

test('a wrong password is answered in words, and the name stays', async ({ place, visitor, guard }) => {
  guard.expect(/status of 401/);
  const { staff } = person(place, offices.careManager, 'exchange');
  const page = await visitor();
  const login = new Login(page);
  await login.open();
  await login.fill({ user: staff.user, password: `${staff.password}x` });
  await expect(login.refusal).toHaveText(/利用者IDまたはパスワードが違います/);
  await expect(login.user).toHaveValue(staff.user);

  // Somebody unknown gets the same words.
  const known = await login.refusal.innerText();
  await login.fill({ user: 'nobody-of-that-name', password: 'whatever-it-is' });
  await expect(login.refusal).toHaveText(known);
});

test('a page behind the login asks for it first and then shows what was asked for', async ({ place, visitor, guard }) => {
  guard.expect(/status of 401/);
  const { staff } = person(place, offices.careManager, 'exchange');
  const page = await visitor();
  await page.goto('/sent');
  await new Login(page).fill(staff);
  await expect(page.getByRole('heading', { level: 1, name: '送信一覧' })).toBeVisible();
});

test('a session that ends asks again and loses nothing on the page', async ({ desk, guard }) => {
  guard.expect(/status of 401/);
  const note = '途中まで書いたメッセージ';
  const { page, staff } = await desk(offices.careManager);
  const send = new Send(page);
  await send.open();
  await send.drop(samples('a_monthly_plan_home_visit'));
  await send.check();
  await send.note.fill(note);
  await expect(send.sendButton).toBeEnabled();

  // The session ends at the server, as after a night: the browser's ticket is worth nothing any more.
  await page.context().clearCookies();
  await send.sendButton.click();
  const overlay = page.getByRole('dialog', { name: 'もう一度ログインしてください' });
  await expect(overlay).toBeVisible();
  await expect(send.note).toHaveValue(note);
  // It is the same person: only the password is left to type.
  const again = new Login(page, overlay);
  await expect(again.user).toHaveValue(staff.user);
  await expect(again.password).toBeFocused();
  await again.fill(staff);
  await expect(overlay).toBeHidden();

  // What was asked for goes on by itself.
  await expect(send.accepted).toBeVisible();
  const sent = new Sent(page);
  await sent.open();
  await sent.expectState(note, '到着');
});

test('signing out ends it: going back shows nothing', async ({ desk, guard }) => {
  guard.expect(/status of 401/);
  const { page } = await desk(offices.careManager);
  await new Shell(page).logout.click();
  await expect(new Login(page).button).toBeVisible();
  await page.goto('/inbox');
  await expect(new Login(page).button).toBeVisible();
});
