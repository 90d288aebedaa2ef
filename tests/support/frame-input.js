// Clicks and keys as a viewer makes them, inside a panel's frame. Puppeteer's own find their way there in Chromium only:
// in Firefox it looks for a frame's element among those outside shadow trees, and so they go to the frame itself.

import { until } from './until.js';

const keyValues = {
  Enter: '\uE007',
  Escape: '\uE00C',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
};

/** The middle of an element in its frame's window, once the frame has grown so far that it can be seen. */
function middleOf(element) {
  return until('the element to be in sight', () =>
    element.evaluate((node) => {
      const { left, top, width, height } = node.getBoundingClientRect();
      if (top + height > innerHeight) return undefined;
      return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
    }),
  );
}

/** Moves the mouse through places of a frame's window with the button down between the first and the last. */
function dragInFirefox(frame, [first, ...others]) {
  const move = (place) => ({ type: 'pointerMove', ...place, origin: 'viewport' });
  const actions = [
    move(first),
    { type: 'pointerDown', button: 0 },
    ...others.map(move),
    { type: 'pointerUp', button: 0 },
  ];
  const parameters = { pointerType: 'mouse' };
  return frame.browsingContext.performActions([
    { type: 'pointer', id: 'mouse', parameters, actions },
  ]);
}

/**
 * Chromium sends a click to where a frame was when it last composed the page, which a frame that has just grown may not be
 * in: who sees nothing happen clicks again. By the time that the call returns, the frame has had its event or never will.
 */
function clickInChromium(element) {
  return until('the click to reach the frame', async () => {
    const arrived = await element.evaluateHandle(() => {
      const seen = { click: false };
      const note = () => (seen.click = true);
      addEventListener('pointerdown', note, { capture: true, once: true });
      return seen;
    });
    await element.click();
    return arrived.evaluate(({ click }) => click);
  });
}

/** Clicks the middle of an element. */
export async function clickIn(frame, element) {
  const middle = await middleOf(element);
  if (frame.browsingContext) await dragInFirefox(frame, [middle]);
  else await clickInChromium(element);
}

/** Drags from the middle of an element to a place so many pixels to the right of it. */
export async function dragIn(frame, element, right) {
  const from = await middleOf(element);
  if (frame.browsingContext) {
    const places = [from, { ...from, x: from.x + right / 2 }, { ...from, x: from.x + right }];
    return dragInFirefox(frame, places);
  }
  // Here the element knows where it is in the window of the page.
  const { x, y } = await element.clickablePoint();
  const { mouse } = frame.page();
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x + right, y, { steps: 4 });
  await mouse.up();
}

/** Presses keys one after the other, where the focus is: characters, or names such as "Enter". */
export async function pressIn(frame, keys) {
  if (!frame.browsingContext) {
    for (const key of keys) await frame.page().keyboard.press(key);
    return;
  }
  const actions = keys
    .map((key) => keyValues[key] ?? key)
    .flatMap((value) => ['keyDown', 'keyUp'].map((type) => ({ type, value })));
  await frame.browsingContext.performActions([{ type: 'key', id: 'keys', actions }]);
}
