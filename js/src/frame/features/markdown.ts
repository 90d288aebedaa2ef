/** Markdown and HTML, made safe. A file of its own, which frames load when they first show either. */
import DOMPurify from 'dompurify';
import { Marked } from 'marked';

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const withHtml = new Marked({ gfm: true });
const withoutHtml = new Marked({
  gfm: true,
  renderer: { html: ({ text }) => escape(text) },
});

const forbidden = ['style', 'link', 'base', 'form', 'iframe', 'object', 'embed', 'meta'];

/** Text of others must neither load anything nor lie over the rest of the panel. */
function isHarmful(style: CSSStyleDeclaration): boolean {
  const covers = ['fixed', 'absolute', 'sticky'].includes(style.position);
  return covers || /url\(|image-set\(|src\(/i.test(style.cssText);
}

DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node instanceof HTMLElement && isHarmful(node.style)) node.removeAttribute('style');
  // Ids and names would hide the panel's own globals and elements.
  node.removeAttribute('id');
  node.removeAttribute('name');
});

/** HTML without scripts, handlers, style sheets, forms, or addresses that run or load something. */
export function sanitize(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, {
    RETURN_DOM_FRAGMENT: true,
    FORBID_TAGS: forbidden,
    ALLOWED_URI_REGEXP: /^(https?:|mailto:|data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]|blob:|#)/i,
  });
}

/** Markdown as safe HTML; HTML in it counts only where `html` says so. */
export function markdown(text: string, html: boolean): DocumentFragment {
  return sanitize((html ? withHtml : withoutHtml).parse(text, { async: false }));
}
