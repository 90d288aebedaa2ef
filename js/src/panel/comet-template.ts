import { isObject } from '../api/objects.js';
import { checkPanelFile, parseJson, refused, type PanelFile } from './panel-file.js';
import { prepareCode } from './prepare.js';

/** Name of the member of Comet's panel zip that {@link parseCometTemplate} reads. */
export const cometTemplateName = 'tempVisualizationTemplate.json';

/** Where an entry of Comet's resources points to: it is a text, or an object that holds the address. */
function addressOf(entry: unknown): string {
  if (typeof entry === 'string') return entry;
  const texts = isObject(entry) ? Object.values(entry) : [];
  const address = texts.find((value) => typeof value === 'string' && /^(https?:)?\/\//.test(value));
  if (typeof address === 'string') return address;
  throw refused(`a resource of Comet's panel has no address: ${JSON.stringify(entry)}`);
}

function resourcesOf(code: Record<string, unknown>): string[] {
  const lists = [code.internalResources, code.userResources].map((list) => list ?? []);
  return lists.flatMap((list) => {
    if (Array.isArray(list)) return list.map(addressOf);
    throw refused("the resources of Comet's panel have to be lists");
  });
}

function optionsOf({ defaultConfig }: Record<string, unknown>): unknown {
  if (typeof defaultConfig !== 'string') return defaultConfig ?? undefined;
  return defaultConfig.trim() ? parseJson(defaultConfig, 'its "defaultConfig"') : undefined;
}

/**
 * Reads what Comet's panel zip holds: the text of its `tempVisualizationTemplate.json`.
 * @throws {PerihelionError} `invalid_argument`, for what is no panel, and for panels in Python
 */
export function parseCometTemplate(json: string): PanelFile {
  const template = parseJson(json, cometTemplateName);
  if (!isObject(template) || !isObject(template.code)) {
    throw refused(`${cometTemplateName} is no panel of Comet: it has no object "code"`);
  }
  const { code, templateName } = template;
  if (code.type === 'py' || (!code.code && code.pyCode)) {
    throw refused('it is a panel in Python, and panels in Python are not supported yet');
  }
  return checkPanelFile({
    version: 1,
    language: 'javascript',
    name: templateName ?? '',
    description: code.description ?? '',
    code: code.code ?? '',
    html: code.html ?? '',
    css: code.css ?? '',
    resources: resourcesOf(code),
    options: optionsOf(code),
  });
}

/**
 * The text for the `tempVisualizationTemplate.json` of a panel zip that Comet reads. Comet's format has no place for
 * `optionsSchema` and `query`.
 * @param createdAt in milliseconds
 * @throws {PerihelionError} `invalid_argument`, for a panel in a form that Comet does not run
 * @throws {SyntaxError} when the code has one
 */
export function formatCometTemplate(panel: PanelFile, createdAt = Date.now()): string {
  const { name, description, code, html, css, resources, options } = checkPanelFile(panel);
  const { form } = prepareCode(code);
  if (form !== 'comet') {
    throw refused(`Comet runs a class that extends Comet.Panel, and this panel is a ${form}`);
  }
  const template = {
    templateName: name ?? 'Panel',
    code: {
      code,
      css: css ?? '',
      description: description ?? '',
      html: html ?? '',
      defaultConfig: options ? JSON.stringify(options) : '',
      internalResources: [],
      userResources: resources ?? [],
      pyCode: '',
      type: 'js',
      pyConfig: '{}',
    },
    createdAt,
    thumbnailName: `template-thumbnail-${createdAt}`,
    editable: true,
  };
  return JSON.stringify(template);
}
