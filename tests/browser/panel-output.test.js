import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { PanelPage } from '../support/panel-page.js';

/** A red PNG of one pixel. */
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==';

for (const name of Object.keys(browsers)) {
  describe(`what panels display in ${name}`, () => {
    let page;
    before(async () => (page = await PanelPage.open(name)));
    after(() => page?.close());
    beforeEach(() => page.reset());

    /** The frame of a panel that has drawn this. */
    async function drawn(code, settings) {
      await page.addPanel('a', code, settings);
      await page.event('a', 'rendered');
      return page.frame('a');
    }

    it('reads texts as Markdown with HTML, as Markdown, or as they are', async () => {
      const frame = await drawn(`
        ui.display('plain text 1', '**bold** <i>html</i>');
        ui.displayMarkdown('**bold** <i>html</i>');
        ui.display('**bold** <i>html</i>', { format: 'text' });
        ui.displayText('a <b>', '*c*');`);
      const blocks = await frame.evaluate(() =>
        [...document.querySelectorAll('.perihelion-rich, .perihelion-text')].map((node) =>
          node.innerHTML.trim(),
        ),
      );
      assert.deepEqual(blocks, [
        '<p>plain text 1</p>',
        '<p><strong>bold</strong> <i>html</i></p>',
        '<p><strong>bold</strong> &lt;i&gt;html&lt;/i&gt;</p>',
        '**bold** &lt;i&gt;html&lt;/i&gt;',
        'a &lt;b&gt;\n*c*',
      ]);
    });

    it('takes from HTML and Markdown what could run, load, cover or hide something', async () => {
      const hostile = [
        '<script>window.ran = 1</script><img src="x" onerror="window.ran = 2">',
        '<a href="javascript:window.ran = 3">a</a><a href=" jAvA\tscript:window.ran = 4">b</a>',
        '<svg onload="window.ran = 5"><script>window.ran = 6</script><a xlink:href="javascript:1">s</a></svg>',
        '<style>body { display: none }</style><link rel="stylesheet" href="http://127.0.0.1:9/x">',
        '<div style="position: fixed; inset: 0">cover</div><p style="background: u\\72l(http://127.0.0.1:9/y)">load</p>',
        '<p style="color: rgb(1, 2, 3)" class="kept">kept</p>',
        '<iframe srcdoc="<script>top.ran = 7</script>"></iframe><form action="http://127.0.0.1:9/"><input name="body"></form>',
        '<details open ontoggle="window.ran = 8">x</details><base href="http://127.0.0.1:9/"><b id="panel">c</b>',
        '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.ran=9&gt;">',
      ].join('');
      const markdown = '[x](javascript:alert(1)) ![y](http://127.0.0.1:9/z "t") <script>1</script>';
      const frame = await drawn(
        `ui.display(${JSON.stringify(hostile)}); ui.displayMarkdown(${JSON.stringify(markdown)});`,
      );
      const found = await frame.evaluate(() => {
        const all = [...document.querySelectorAll('.perihelion-rich *')];
        const attributes = all.flatMap((node) => [...node.attributes]);
        const forbidden = 'script, style, link, base, iframe, form, [id], [name]';
        return {
          ran: String(window.ran),
          forbidden: all.filter((node) => node.matches(forbidden)).map((node) => node.outerHTML),
          handlers: attributes.filter(({ name }) => name.startsWith('on')).map(({ name }) => name),
          addresses: attributes
            .filter(({ value }) => /script:/i.test(value.replace(/\s/g, '')))
            .map(({ value }) => value),
          styles: all.map((node) => node.getAttribute('style')).filter(Boolean),
          covers: all.some((node) => getComputedStyle(node).position === 'fixed'),
          visible: getComputedStyle(document.body).display,
        };
      });
      assert.deepEqual(found, {
        ran: 'undefined',
        forbidden: [],
        handlers: [],
        addresses: [],
        styles: ['color: rgb(1, 2, 3)'],
        covers: false,
        visible: 'block',
      });
      assert.equal(await frame.$$eval('.kept', (all) => all.length), 1);
    });

    it('draws each kind of thing in its own way', async () => {
      const frame = await drawn(`
        const bytes = Uint8Array.from(atob('${png}'), (char) => char.charCodeAt(0));
        ui.display(bytes, new Blob([bytes], { type: 'image/png' }), new ImageData(2, 3));
        ui.displayImage('data:image/png;base64,${png}', { width: 20, alt: 'red' });
        ui.displayFigure('<svg xmlns="http://www.w3.org/2000/svg" width="5" height="4"/>');
        ui.display(document.createElement('hr'), 3, null, [1, [2]], { a: { b: 1n } }, new Uint8Array([1, 2]));
        ui.display([{ x: 1, y: 'u' }, { x: 2, z: true }], { p: [1, 2, 3], q: new Float64Array(3) });
        ui.display(new Error('what'));`);
      await frame.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
      const seen = await frame.evaluate(() => ({
        images: [...document.images].map(({ naturalWidth, width }) => [naturalWidth, width]),
        alt: document.querySelector('[alt=red]').alt,
        canvases: [...document.querySelectorAll('canvas')].map(({ width, height }) => [
          width,
          height,
        ]),
        rules: document.querySelectorAll('hr').length,
        trees: document.querySelectorAll('.perihelion-json').length,
        texts: [...document.querySelectorAll('.perihelion-text')].map((node) => node.textContent),
        tables: [...document.querySelectorAll('.perihelion-table')].map((table) =>
          [...table.querySelectorAll('tr')].map((row) =>
            [...row.cells].map((cell) => cell.textContent).join(' '),
          ),
        ),
      }));
      assert.deepEqual(seen, {
        images: [
          [1, 1],
          [1, 1],
          [1, 20],
          [5, 5],
        ],
        alt: 'red',
        canvases: [[2, 3]],
        rules: 1,
        trees: 2,
        texts: ['3', 'null', '2 bytes', 'Error: what'],
        tables: [
          ['x y z', '1 u ', '2  true'],
          ['p q', '1 0', '2 0', '3 0'],
        ],
      });
    });

    it('opens trees of objects, also of those that contain themselves', async () => {
      const frame = await drawn(`
        const all = { list: [1, 'two'] };
        all.itself = all;
        ui.display(all);`);
      await page.click('a', '.perihelion-json summary', 2);
      await page.inside('a', 'the list', () => document.body.innerText.includes('"two"'));
      await page.click('a', '.perihelion-json summary', 3);
      await page.inside('a', 'itself', () => document.querySelectorAll('summary').length === 5);
      assert.equal(await frame.$$eval('details', (all) => all.length), 5);
    });

    it('shows and sorts a table of 100,000 rows with few of them in the document', async () => {
      const frame = await drawn(`
        const rows = Array.from({ length: 100_000 }, (_, at) => ({
          at, name: 'row ' + at, odd: at % 2 ? at : undefined, when: new Date(at * 1000) }));
        ui.table(rows, { height: 300, label: 'Rows', format: { at: (at) => '#' + at } });`);
      const look = () => {
        const box = document.querySelector('.perihelion-table');
        const top = box.getBoundingClientRect().top + 40;
        const row = [...box.querySelectorAll('tbody tr')].find(
          (one) => one.getBoundingClientRect().bottom > top,
        );
        return {
          elements: document.querySelectorAll('tr').length < 80,
          count:
            box.querySelector('table').ariaRowCount ??
            box.querySelector('table').getAttribute('aria-rowcount'),
          row: [...row.cells].map((cell) => cell.textContent).join(' '),
          index: row.getAttribute('aria-rowindex'),
          high: box.scrollHeight > 2_800_000,
        };
      };
      const first = {
        elements: true,
        count: '100001',
        row: '#0 row 0  1970-01-01 00:00:00',
        index: '2',
        high: true,
      };
      assert.deepEqual(await frame.evaluate(look), first);
      await frame.evaluate(() => {
        const box = document.querySelector('.perihelion-table');
        box.scrollTop = 28 * 77_777;
        return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      });
      const deep = await frame.evaluate(look);
      assert.equal(deep.row, '#77777 row 77777 77777 1970-01-01 21:36:17');
      assert.ok(deep.elements);
      await frame.evaluate(() => document.querySelector('.perihelion-table').scrollTo(0, 0));
      await page.click('a', 'th button', 1);
      await page.click('a', 'th button', 1);
      assert.match((await frame.evaluate(look)).row, /^#99999 /);
      await page.click('a', 'th button', 3);
      assert.match(
        (await frame.evaluate(look)).row,
        /^#1 row 1 1 /,
        'what has no value comes last',
      );
      assert.deepEqual(
        await frame.$$eval('th', (heads) => heads.map((head) => head.getAttribute('aria-sort'))),
        ['none', 'none', 'ascending', 'none'],
      );
    });

    it('says what is wrong with what it is given', async () => {
      const wrong = [
        [`ui.displayImage('http://127.0.0.1:9/x.png')`, /an image is bytes.*not "http:/],
        [`ui.table(7)`, /a table is an array of objects/],
        [`ui.table([{ a: 1 }], { columns: ['b'] })`, /no column "b": it has a/],
        [`ui.display('x', { format: 'latex' })`, /format is .* not "latex"/],
        [`ui.link('x', 'javascript:1')`, /http: or https:, not "javascript:1"/],
        [`ui.columns(0)`, /columns are a number above 0/],
        [
          `ui.display({ data: [], layout: {} }); await 0;`,
          /no library "plotly.js": it offers none/,
        ],
      ];
      for (const [at, [code, message]] of wrong.entries()) {
        await page.addPanel(`p${at}`, code);
        assert.match((await page.event(`p${at}`, 'error')).message, message, code);
      }
    });

    it('follows the theme of the page, and lets the panel have its own style', async () => {
      const code = `
        ui.setCss('.perihelion-text { font-size: 31px }');
        ui.addCss('hr { width: 77px }');
        ui.display(1, document.createElement('hr'));`;
      const colors = {};
      for (const scheme of ['light', 'dark']) {
        await page.reset();
        await page.page.evaluate((used) => {
          document.documentElement.style.colorScheme = used;
        }, scheme);
        const frame = await drawn(code, { css: 'hr { height: 9px }' });
        const read = () => [
          getComputedStyle(document.querySelector('.perihelion-text')).fontSize,
          getComputedStyle(document.querySelector('hr')).width,
          getComputedStyle(document.querySelector('hr')).height,
          getComputedStyle(document.body).color,
        ];
        const [size, width, height, color] = await frame.evaluate(read);
        assert.deepEqual([size, width, height], ['31px', '77px', '9px']);
        colors[scheme] = color;
      }
      assert.deepEqual(colors, { light: 'rgb(28, 36, 48)', dark: 'rgb(221, 227, 236)' });
    });
  });
}
