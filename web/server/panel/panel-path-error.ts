/** What is wrong with a panel's file or folder, in words for the person who has it. */
export class PanelPathError extends Error {
  override name = 'PanelPathError';
}
