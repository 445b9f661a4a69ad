// Drives a verify site in a browser, as a reader would: by mouse, by keyboard, without
// JavaScript, on a narrow screen, in the dark; and has axe look at its pages.
//
//     node site.cjs AXE URL CASES.json
//
// It prints {"checks": n, "faults": ["…"]}.
"use strict";

const fs = require("node:fs");
const puppeteer = require("puppeteer");

const [axe, url, casesFile] = process.argv.slice(2);
const cases = JSON.parse(fs.readFileSync(casesFile, "utf8"));
const faults = [];
let checks = 0;

function check(ok, what) {
  checks++;
  if (!ok) {
    faults.push(what);
  }
}

// The site's own pages ask for nothing elsewhere and break no rule of their policy.
async function open(browser, path, prepare) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1000, height: 900 });
  page.on("request", (r) => check(r.url().startsWith(url) && r.method() === "GET", `${path}: asks for ${r.method()} ${r.url()}`));
  page.on("console", (m) => m.type() === "error" && !m.text().includes("404") && faults.push(`${path}: ${m.text()}`));
  page.on("pageerror", (e) => faults.push(`${path}: ${e.message}`));
  if (prepare) {
    await prepare(page);
  }
  const response = await page.goto(url + path, { waitUntil: "load" });
  check(response.ok(), `${path}: status ${response.status()}`);
  return page;
}

const results = (page) => page.$$eval(".results li", (list) => list.map((li) => ({ verdict: li.className, text: li.textContent, href: li.querySelector("a")?.href ?? "" })));

async function verdicts(page, n) {
  await page.waitForFunction((n) => document.querySelectorAll(".results li[class]").length === n, { timeout: 10000 }, n);
  return results(page);
}

// focused is what has the focus, and whether that is seen.
const focused = (page) =>
  page.evaluate(() => {
    const e = document.activeElement;
    const style = getComputedStyle(e);
    return { tag: e.tagName, id: e.id, text: e.textContent.trim(), href: e.href ?? "", seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
  });

async function byChooser(browser) {
  const page = await open(browser, "index.html");
  check(await page.$eval(".check", (e) => !e.hidden), "index: the check is hidden where JavaScript runs");
  check(await page.$eval(".results", (e) => e.closest("[role=status]") !== null), "index: verdicts are not announced");
  const input = await page.$("#check-file");
  for (const c of cases.files) {
    await input.uploadFile(c.path);
    const [got] = await verdicts(page, 1);
    check(got.verdict === c.verdict, `index: ${c.path} is ${got.verdict}, want ${c.verdict}`);
    check(got.text.includes(c.says), `index: ${c.path}: ${got.text}`);
    check(got.href === (c.page ? url + c.page : ""), `index: ${c.path} leads to ${got.href}`);
  }
  await input.uploadFile(...cases.files.map((c) => c.path));
  const all = (await verdicts(page, cases.files.length)).map((r) => r.verdict);
  check(all.join() === cases.files.map((c) => c.verdict).join(), `index: several at once are ${all}`);
  await page.close();
}

async function byDrop(browser) {
  const page = await open(browser, cases.entry);
  const c = cases.files[0];
  const bytes = Array.from(fs.readFileSync(c.path));
  await page.$eval(
    ".drop",
    (drop, bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], "dropped.pdf"));
      const fire = (kind) => drop.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
      if (fire("dragover")) {
        throw new Error("the browser would open the file");
      }
      fire("drop");
    },
    bytes,
  );
  const [got] = await verdicts(page, 1);
  check(got.verdict === c.verdict && got.text.includes("dropped.pdf"), `drop: ${got.verdict}: ${got.text}`);
  await page.close();
}

async function byKeyboard(browser) {
  const page = await open(browser, cases.entry);
  const wanted = await page.$$eval("a[href], input", (list) => list.map((e) => e.id || e.href));
  for (const want of wanted) {
    await page.keyboard.press("Tab");
    const at = await focused(page);
    check((at.id || at.href) === want, `keyboard: the focus is on ${at.id || at.href}, want ${want}`);
    check(at.seen, `keyboard: the focus on ${at.id || at.href} is not seen`);
  }
  await page.focus("#check-file");
  const [chooser] = await Promise.all([page.waitForFileChooser({ timeout: 10000 }), page.keyboard.press("Space")]);
  await chooser.accept([cases.files[0].path]);
  const [got] = await verdicts(page, 1);
  check(got.verdict === cases.files[0].verdict, `keyboard: ${got.verdict}`);
  await page.keyboard.press("Tab");
  const link = await focused(page);
  check(link.href === got.href, `keyboard: after the file the focus is on ${link.href}`);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  check(page.url() === got.href, `keyboard: Enter leads to ${page.url()}`);
  await page.close();
}

async function withoutScript(browser) {
  for (const path of cases.pages) {
    const page = await open(browser, path, (p) => p.setJavaScriptEnabled(false));
    const text = await page.$eval("body", (e) => e.innerText);
    check(text.length > 200, `${path}: without JavaScript it says ${text}`);
    const shown = await page.$$eval(".check", (list) => list.filter((e) => e.offsetParent !== null).length);
    check(shown === 0, `${path}: the check is shown where it cannot run`);
    await page.close();
  }
  const page = await open(browser, cases.entry, (p) => p.setJavaScriptEnabled(false));
  const text = await page.$eval("body", (e) => e.innerText);
  for (const digest of cases.digests) {
    check(text.includes(digest), `without JavaScript the digest ${digest} is not shown`);
  }
  for (const href of await page.$$eval("a", (list) => list.map((a) => a.href))) {
    const answer = await fetch(href, { method: "HEAD" });
    check(answer.ok, `${href}: status ${answer.status}`);
  }
  await page.close();
}

async function policy(browser) {
  const page = await open(browser, cases.entry);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.intruder = true";
    document.body.append(script);
    return window.intruder === true;
  });
  check(!ran, "a program within the page runs");
  faults.splice(0, faults.length, ...faults.filter((f) => !f.includes("Content Security Policy"))); // that one was meant
  await page.close();
}

async function accessible(browser) {
  const source = fs.readFileSync(axe, "utf8");
  for (const path of cases.pages) {
    for (const [width, scheme] of [[1000, "light"], [320, "dark"]]) {
      const page = await open(browser, path, async (p) => {
        await p.setViewport({ width, height: 800 });
        await p.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      check(wide <= width, `${path}: is ${wide} wide on a screen of ${width}`);
      await page.evaluate(source);
      const found = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }));
      check(found.passes.length > 10, `${path}: axe passed ${found.passes.length} rules alone`);
      for (const v of found.violations) {
        faults.push(`${path} (${width}, ${scheme}): axe ${v.id}: ${v.help}: ${v.nodes[0].html.slice(0, 200)}`);
      }
      await page.close();
    }
  }
  const page = await open(browser, cases.entry);
  await page.emulateMediaType("print");
  check(await page.$eval(".check", (e) => getComputedStyle(e).display === "none"), "print: the check is printed");
  await page.close();
}

(async () => {
  const browser = await puppeteer.launch({ args: ["--no-sandbox", "--disable-setuid-sandbox"] });
  try {
    for (const part of [byChooser, byDrop, byKeyboard, withoutScript, policy, accessible]) {
      await part(browser).catch((e) => faults.push(`${part.name}: ${e.stack}`));
    }
  } finally {
    await browser.close();
  }
  console.log(JSON.stringify({ checks, faults }));
})();
