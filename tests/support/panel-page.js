import { browsers } from './browsers.js';
import { startStaticServer } from './static-server.js';

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** A page of panels in one browser, whose frames are served from another site. */
export class PanelPage {
  /** Starts the server and the browser; `name` is "chromium" or "firefox". */
  static async open(name, serverOptions) {
    const server = await startStaticServer(serverOptions);
    try {
      const started = await browsers[name]();
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

  /** Adds a panel with this code; `settings` are properties of the element. */
  addPanel(id, code, settings = {}) {
    return this.page.evaluate((...args) => window.addPanel(...args), id, { code, ...settings });
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

  /** What the element says outside its frame. */
  notice(id) {
    return this.page.evaluate((panel) => window.noticeOf(panel), id);
  }

  async close() {
    await this.started.close();
    await this.server.close();
  }
}
