import type { ElementHandle, Page } from 'playwright-core';
import { seriousFindings } from './accessibility';

/**
 * What is wrong with a page as it stands, one text each: findings of axe-core that are serious, a page that is wider than
 * the window, a missing or second h1, a window without the page's name.
 */
export async function faultsOf(page: Page): Promise<string[]> {
  await finishTransitions(page);
  const { scrollWidth, innerWidth, headings, title } = await page.evaluate(() => ({
    scrollWidth: document.scrollingElement?.scrollWidth ?? 0,
    innerWidth: window.innerWidth,
    headings: [...document.querySelectorAll('h1')].map(({ textContent }) => textContent),
    title: document.title,
  }));
  return [
    ...(await seriousFindings(page)),
    ...(scrollWidth > innerWidth ? [`it is ${scrollWidth} pixels wide in a window of ${innerWidth}`] : []),
    ...(headings.length === 1 ? [] : [`it has ${headings.length} h1: ${headings.join(', ')}`]),
    ...(title.endsWith('Everdial') && title.length > 'Everdial'.length ? [] : [`its window is called "${title}"`]),
  ];
}

/**
 * Presses Tab, and answers what got the focus and does not show it: it looks the same with and without, or is out of sight.
 *
 * @param steps how often.
 */
export async function invisibleFocus(page: Page, steps: number): Promise<string[]> {
  const faults: string[] = [];
  let before = null as Focused | null;
  for (let step = 0; step <= steps; step += 1) {
    await page.keyboard.press('Tab');
    await finishTransitions(page);
    const next = await focused(page);
    // Where there is nothing else to go to, it stays.
    if (before?.text === next?.text) continue;
    if (before && JSON.stringify(before.look.styles) === JSON.stringify((await lookOf(before.element)).styles)) {
      faults.push(`the focus cannot be seen on ${before.text}`);
    }
    before = next;
    if (before && !before.look.isInSight) faults.push(`the focus is out of sight on ${before.text}`);
  }
  return faults;
}

/** What fades is looked at when it has; what is inside of it may begin only then. */
async function finishTransitions(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const fading = () => document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    for (let isFirst = true; isFirst || fading().length > 0; isFirst = false) {
      for (const transition of fading()) transition.finish();
      await new Promise(requestAnimationFrame);
    }
  });
}

interface Look {
  readonly isInSight: boolean;
  readonly styles: readonly string[];
}

interface Focused {
  readonly element: ElementHandle<Element>;
  readonly text: string;
  readonly look: Look;
}

async function focused(page: Page): Promise<Focused | null> {
  const handle = await page.evaluateHandle(() => document.activeElement);
  const element = handle.asElement();
  if (!element) return null;
  const text = await element.evaluate((found) => found.outerHTML.slice(0, 300));
  return text.startsWith('<body') ? null : { element, text, look: await lookOf(element) };
}

/** How an element, and what may show its focus for it, is drawn. */
function lookOf(element: ElementHandle<Element>): Promise<Look> {
  return element.evaluate((found) => {
    const { top, left, bottom, right, width, height } = found.getBoundingClientRect();
    const around = [found, found.nextElementSibling, found.parentElement, found.parentElement?.parentElement];
    return {
      isInSight: width * height > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
      styles: around.map((one) => {
        if (!one) return '';
        const { outline, outlineStyle, boxShadow, borderColor, backgroundColor, left: place } = getComputedStyle(one);
        return [outlineStyle === 'none' ? 'none' : outline, boxShadow, borderColor, backgroundColor, place].join(' ');
      }),
    };
  });
}
