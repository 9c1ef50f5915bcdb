// A person at the page: reads on standard input {page, browser, forms: [{code, schema, values, picture}]}, fills in each form what its labels
// name, and prints {code: {empty, labels, sent, refused}} as JSON.
//   values   what to fill in, by the label that a person sees: text, number, true or false, a list of texts
//   empty    what an empty form sent (null: nothing), and the fields that it complained of
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const { page: html, browser: program, forms } = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({
  executablePath: program,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const outcomes = {};
for (const form of forms) outcomes[form.code] = await fillIn(form);
await browser.close();
console.log(JSON.stringify(outcomes));

async function fillIn({ code, schema, values, picture }) {
  const page = await browser.newPage({ viewport: { width: 700, height: 900 } });
  page.setDefaultTimeout(10_000);
  await page.goto(`file://${html}`);
  await page.evaluate((drawn) => window.draw(drawn), schema);
  await page.waitForSelector("button[type=submit]");
  const labels = (await page.locator("label:visible, legend:visible").allInnerTexts()).map((text) => text.replace(/\s*\*$/, ""));
  const empty = await submitted(page);
  for (const [label, value] of Object.entries(values)) await enter(page, label, value);
  const { sent, refused } = await submitted(page);
  await page.screenshot({ path: picture, fullPage: true });
  await page.close();
  return { empty, labels, sent, refused };
}

async function submitted(page) {
  await page.evaluate(() => { window.sent = window.refused = null; });
  await page.click("button[type=submit]");
  await page.waitForFunction(() => window.sent || window.refused);
  return page.evaluate(() => ({ sent: window.sent, refused: window.refused }));
}

async function enter(page, label, value) {
  const seen = new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*\\*?$`);
  const field = page.locator("label:visible, legend:visible").filter({ hasText: seen }).first()
    .locator('xpath=ancestor::*[contains(@class, "form-group")][1]');
  if (Array.isArray(value)) return enterList(field, value);
  if (typeof value === "boolean") return value ? field.getByRole("checkbox").check() : undefined;
  const choices = field.locator("select, input[type=radio], input:not([type=radio]), textarea").first();
  const kind = await choices.evaluate((control) => (control.tagName === "SELECT" ? "select" : control.type));
  if (kind === "select") return choices.selectOption({ label: String(value) });
  if (kind === "radio") return field.getByText(String(value), { exact: true }).click();
  return choices.fill(String(value));
}

async function enterList(field, values) {
  for (let index = await field.locator("input").count(); index < values.length; index++) await field.locator(".btn-add").click();
  for (const [index, value] of values.entries()) await field.locator("input").nth(index).fill(value);
}
