import { browsers } from './browsers.js';
import { clickIn, dragIn, pressIn } from './frame-input.js';
import { startStaticServer } from './static-server.js';
import { until } from './until.js';

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** A page of panels in one browser, whose frames are served from another site. */
export class PanelPage {
  /** Starts the server and the browser; `name` is "chromium" or "firefox", `args` are further ones of its command. */
  static async open(name, serverOptions, args) {
    const server = await startStaticServer(serverOptions);
    try {
      const started = await browsers[name](args);
      return new PanelPage(server, started, await PanelPage.#load(started.browser, server));
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  static async #load(browser, server) {
    const page = await browser.newPage();
    await page.goto(`${server.page}/panels.html`);
    await page.waitForFunction('window.pageReady');
    return page;
  }

  constructor(server, started, page) {
    Object.assign(this, { server, started, page });
  }

  /** Loads the page anew, without panels. */
  async reset() {
    await this.page.close();
    this.page = await PanelPage.#load(this.started.browser, this.server);
  }

  /** Adds a panel with this code; `settings` are properties of the element, and its `attributes` and `style`. */
  addPanel(id, code, settings = {}) {
    return this.page.evaluate((...args) => window.addPanel(...args), id, { code, ...settings });
  }

  /** Sets properties of a panel. */
  set(id, properties) {
    const assign = (panel, given) => void Object.assign(document.getElementById(panel), given);
    return this.page.evaluate(assign, id, properties);
  }

  /** Calls a method of a panel. */
  call(id, method, ...args) {
    const call = (panel, name, given) => void document.getElementById(panel)[name](...given);
    return this.page.evaluate(call, id, method, args);
  }

  /** How many events of this type a panel has sent so far. */
  async count(id, type) {
    return (await this.events(id)).filter((event) => event.type === type).length;
  }

  /** All events of a panel so far. */
  events(id) {
    return this.page.evaluate((panel) => window.events[panel], id);
  }

  /** The `count`th event of this type, once it came. */
  async event(id, type, count = 1, limit = 20_000) {
    const end = Date.now() + limit;
    for (;;) {
      const all = await this.events(id);
      const found = all.filter((event) => event.type === type)[count - 1];
      if (found) return found;
      if (Date.now() > end) {
        const got = JSON.stringify(all).slice(0, 1000);
        throw new Error(`no "${type}" from ${id} within ${limit} ms, but ${got}`);
      }
      await pause(50);
    }
  }

  /** The frame in which a panel's code runs, for clicks and looks inside. */
  frame(id) {
    const find = (panel) => document.getElementById(panel).shadowRoot.querySelector('iframe');
    return until(`the frame of ${id}`, async () => {
      const element = await this.page.evaluateHandle(find, id);
      const outer = await element.asElement()?.contentFrame();
      return outer?.childFrames()[0];
    });
  }

  /** The `count`th element in a panel that matches, once it is there. */
  async find(id, selector, count = 1) {
    const frame = await this.frame(id);
    const all = () => frame.$$(selector).then((found) => found[count - 1]);
    return until(`${selector} in ${id}`, all);
  }

  /** Clicks in a panel as a viewer does. */
  async click(id, selector, count = 1) {
    await clickIn(await this.frame(id), await this.find(id, selector, count));
  }

  /** Drags in a panel, from the middle of an element to the right. */
  async drag(id, selector, right) {
    await dragIn(await this.frame(id), await this.find(id, selector), right);
  }

  /** Presses keys in a panel, where the focus is. */
  async press(id, ...keys) {
    await pressIn(await this.frame(id), keys);
  }

  /** Puts the focus of a panel on an element. */
  async focus(id, selector, count = 1) {
    await (await this.find(id, selector, count)).focus();
  }

  /** What `read` gives inside a panel, once that is something. */
  async inside(id, what, read, ...args) {
    const frame = await this.frame(id);
    return until(what, () => frame.evaluate(read, ...args));
  }

  /** Settles once the frame is as high as what is in it. */
  async whole(id) {
    const isWhole = () => innerHeight >= document.documentElement.scrollHeight;
    await this.inside(id, `all of ${id} in sight`, isWhole);
  }

  /** The longest time, in ms, that the page stood still since this was last asked. */
  gap() {
    return this.page.evaluate(() => window.takeLongestGap());
  }

  /** Does something, and fails when the page stood still meanwhile, by the measure of a second in which nothing was done. */
  async staysSmooth(work) {
    await this.gap();
    await pause(1000);
    const idle = await this.gap();
    await work();
    const gap = await this.gap();
    // One late frame is within what a loaded machine does by itself.
    if (gap > 500 + 10 * idle) throw new Error(`the page stood still for ${gap} ms, idle ${idle}`);
  }

  /** The `count`th text that a panel wrote to its console, once it is there. */
  async written(id, count = 1) {
    return (await this.event(id, 'console', count)).text;
  }

  /** What the element says outside its frame. */
  notice(id) {
    return this.page.evaluate((panel) => window.noticeOf(panel), id);
  }

  async close() {
    await this.started.close();
    await this.server.close();
  }
}
